"""The list of groups, a group's front, its people and its settings."""

from copy import copy

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import authz
from portal.models import User
from portal.paging import paginate

from .. import selectors, services
from ..forms import GroupForm, SeatForm
from ..models import Seat
from .common import add_errors, get_group, space


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Groups the person may see; ``?q= &mine=1 &archived=1``."""
    q = request.GET.get("q", "").strip()[:200]
    mine = request.user.is_authenticated and request.GET.get("mine") == "1"
    archived = request.GET.get("archived") == "1"
    rows = selectors.groups(request.user, q=q, mine=mine, archived=archived)
    context = {"page": paginate(request, rows, per_page=20), "q": q, "mine": mine, "archived": archived}
    return render(request, "projects/group_list.html", context)


@require_safe
def group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Mandate, people, latest discussions and files."""
    group = get_group(request, slug)
    latest = {
        "seats": selectors.seats(group)[:12],
        "threads": selectors.threads(group)[:5],
        "files": selectors.files(group)[:5],
    }
    return render(request, "projects/group_detail.html", space(request, group, "detail", **latest))


@require_safe
def group_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has a seat; chairs also see the form that gives one."""
    return _members(request, get_group(request, slug), SeatForm(), status=200)


def _members(request: HttpRequest, group, form: SeatForm, *, status: int) -> HttpResponse:
    page = paginate(request, selectors.seats(group), per_page=50)
    context = space(request, group, "members", page=page, form=form)
    return render(request, "projects/group_members.html", context, status=status)


@login_required
@require_POST
def seat_give(request: HttpRequest, slug: str) -> HttpResponse:
    """A chair gives a seat to the holder of an account."""
    group = get_group(request, slug)
    authz.require(request.user, "manage", group)
    form = SeatForm(request.POST)
    if form.is_valid() and _give(request, group, form):
        return redirect("group_members", slug)
    return _members(request, group, form, status=422)


def _give(request: HttpRequest, group, form: SeatForm) -> bool:
    # An address that nobody has confirmed may be somebody else's.
    confirmed = EmailAddress.objects.filter(email__iexact=form.cleaned_data["email"], verified=True)
    person = User.objects.filter(pk__in=confirmed.values("user"), is_active=True).first()
    if person is None:
        form.add_error("email", _("Nobody has an account with this address."))
        return False
    affiliation = person.affiliations.current().select_related("institution").first()
    institution = affiliation.institution if affiliation else None
    try:
        services.give_seat(
            group=group,
            person=person,
            institution=institution,
            role=form.cleaned_data["role"],
            actor=request.user,
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, _("%(name)s has a seat in the group now.") % {"name": person})
    return True


@login_required
@require_POST
def seat_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A chair ends a seat, or a member their own."""
    group = get_group(request, slug)
    seat = authz.get_or_404(request.user, "view", Seat.objects.current(), group=group, pk=pk)
    if seat.person_id != request.user.pk:
        authz.require(request.user, "manage", group)
    try:
        services.end_seat(seat=seat, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("group_members", slug)
    messages.success(request, _("The seat has ended."))
    still_visible = authz.can(request.user, "view", group)
    return redirect("group_members", slug) if still_visible else redirect("group_list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group is and who may see it."""
    group = get_group(request, slug)
    authz.require(request.user, "manage", group)
    form = GroupForm(request.POST or None, instance=copy(group))  # what is shown around it stays as it is
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["version"] != group.version:
            conflict = _differences(group, form)
            form.data = form.data.copy()
            form.data["version"] = group.version
        elif _change(request, group, form):
            messages.success(request, _("The group has been changed."))
            return redirect("group_settings", slug)
    status = 409 if conflict else 422 if form.errors else 200
    context = space(request, group, "settings", form=form, conflict=conflict)
    return render(request, "projects/group_settings.html", context, status=status)


def _differences(group, form: GroupForm) -> list[dict[str, str]]:
    """What somebody else saved meanwhile and what this person typed, where they differ."""
    names = [name for name in form.changed_data if name != "version"]
    rows = [
        {
            "label": str(form.fields[name].label),
            "before": str(getattr(group, name) or ""),
            "after": str(form.cleaned_data[name] or ""),
        }
        for name in names
    ]
    return rows or [
        {"label": str(_("All fields")), "before": str(_("the same")), "after": str(_("the same"))}
    ]


def _change(request: HttpRequest, group, form: GroupForm) -> bool:
    changes = {name: form.cleaned_data[name] for name in form.changed_data if name != "version"}
    try:
        services.change_group(
            group=group, version=form.cleaned_data["version"], changes=changes, actor=request.user
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


@login_required
@require_POST
def group_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the group: it stays readable."""
    group = get_group(request, slug)
    authz.require(request.user, "manage", group)
    services.archive_group(group=group, actor=request.user)
    messages.success(request, _("The group is archived. Everything in it stays readable."))
    return redirect("group_detail", slug)
