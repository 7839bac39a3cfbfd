"""The representative's screens of the own profile: edit, look at, compare."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import authz
from portal.kept_forms import sign_in_keeping_form, take_kept
from portal.paging import paginate

from .. import forms, services, snapshots
from ..enums import ChangeStatus
from ..models import ChangeRequest, Institution, ProfileDraft
from .profile import profile_context

MAX_DRAFT = 60_000  # characters


def _institution(request: HttpRequest, slug: str, action: str) -> Institution:
    """The profile for whoever may ``action`` it; 404 for what may not be seen, 403 for what may not be done."""
    rows = Institution.objects.select_related("country", "region", "membership", "logo")
    institution = authz.get_or_404(request.user, "view", rows, slug=slug)
    authz.require(request.user, action, institution)
    return institution


class Edit:
    """The three forms of one profile, filled with what is stored or with what was typed."""

    def __init__(self, institution: Institution, data: QueryDict | None = None):
        self.institution = institution
        self.taken = set(data.getlist("take")) if data else set()
        self.live = snapshots.live_values(institution)
        self.identity = snapshots.identity_values(institution)
        self.waiting = institution.change_requests.filter(status=ChangeStatus.OPEN).first()
        initial = forms.initial_of(institution, self.live, self.identity)
        self.form = forms.ProfileForm(data, initial=initial)
        stored = None if data else self.live["names"]  # what was sent stands for itself
        self.names = forms.NameFormSet(data, prefix="names", initial=stored)
        self.identity_form = forms.IdentityForm(
            data, prefix="identity", initial=self.identity, closed=bool(self.waiting)
        )

    def is_valid(self) -> bool:
        """Whether all three are."""
        return all([self.form.is_valid(), self.names.is_valid(), self.identity_form.is_valid()])

    @property
    def wrong(self) -> list[Any]:
        """Forms with errors, for the summary on top."""
        return [
            each for each in (self.form, *self.names, self.identity_form) if each.is_bound and each.errors
        ]

    def typed(self) -> snapshots.Values:
        """All that was typed; identity fields only while they are open."""
        typed = self.form.values() | {"names": self.names.values()}
        if not self.waiting:
            typed |= {name: self.identity_form.cleaned_data[name] for name in snapshots.IDENTITY_FIELDS}
        return typed

    def values(self) -> snapshots.Values:
        """The live values to store: what was typed, but for fields whose other version is taken over."""
        return self._chosen(snapshots.LIVE_FIELDS)

    def wishes(self) -> snapshots.Values:
        """The identity values that differ from the profile, without those taken over."""
        typed = self._chosen(snapshots.IDENTITY_FIELDS)
        return {name: typed[name] for name in snapshots.changed(self.identity, typed)}

    def _chosen(self, names: tuple[str, ...]) -> snapshots.Values:
        return {
            name: value for name, value in self.typed().items() if name in names and name not in self.taken
        }

    @property
    def unheard(self) -> bool:
        """Whether identity fields were typed while another change of them had begun to wait."""
        return bool(self.waiting) and any(
            self.identity_form.data.get(f"identity-{name}", value) != value
            for name, value in self.identity.items()
        )


@sign_in_keeping_form
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the profile: live fields at once, identity fields after review. ``action`` is save, preview or keep."""
    institution = _institution(request, slug, "change")
    if request.method != "POST":
        return _show(request, Edit(institution, _kept(request, institution)))
    if request.POST.get("action") == "keep":
        return _keep(request, institution)
    edit = Edit(institution, request.POST)
    if not edit.is_valid():
        return _show(request, edit, status=422)
    return _preview(request, edit) if request.POST.get("action") == "preview" else _save(request, edit)


def _keep(request: HttpRequest, institution: Institution) -> HttpResponse:
    data = {name: values for name, values in _lists(request.POST).items() if _is_ours(name)}
    if sum(len(value) for values in data.values() for value in values) > MAX_DRAFT:
        messages.error(request, _("This is too long to be kept."))
        return _show(request, Edit(institution, request.POST), status=422)
    services.keep_draft(institution=institution, person=request.user, data=data)
    messages.success(request, _("Kept. It waits here for you; nobody else sees it."))
    return redirect("profile_edit", institution.slug)


def _is_ours(name: str) -> bool:
    return name in forms.ProfileForm.base_fields or name.startswith(("names-", "identity-"))


def _kept(request: HttpRequest, institution: Institution) -> QueryDict | None:
    """What the person typed before the session ended, or kept as a draft."""
    kept = take_kept(request)
    if kept is not None:
        return kept
    draft = ProfileDraft.objects.filter(institution=institution, person=request.user).first()
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def _lists(data: QueryDict) -> dict[str, list[str]]:
    return {name: data.getlist(name) for name in data if name not in ("csrfmiddlewaretoken", "action")}


def _show(
    request: HttpRequest, edit: Edit, *, status: int = 200, conflict: list | None = None
) -> HttpResponse:
    drafts = ProfileDraft.objects.filter(institution=edit.institution, person=request.user)
    context = {
        "institution": edit.institution,
        "edit": edit,
        "conflict": conflict,
        "draft": drafts.first() if request.method != "POST" else None,
        "logo_form": forms.LogoForm(),
        "difference": snapshots.difference(edit.waiting.before, edit.waiting.after) if edit.waiting else [],
        "may_manage": authz.can(request.user, "manage_people", edit.institution),
    }
    return render(request, "members/edit.html", context, status=status)


def _save(request: HttpRequest, edit: Edit) -> HttpResponse:
    institution, wishes = edit.institution, edit.wishes()
    try:
        with transaction.atomic():
            services.update_profile(
                institution=institution,
                version=edit.form.cleaned_data["version"],
                values=edit.values(),
                actor=request.user,
            )
            if wishes:
                note = edit.identity_form.cleaned_data["note"]
                services.propose_change(institution=institution, values=wishes, note=note, actor=request.user)
            services.discard_draft(institution=institution, person=request.user)
    except services.StaleVersion:
        return _conflict(request, edit)
    except ValidationError as error:
        _add_errors(edit, error)
        return _show(request, edit, status=422)
    messages.success(request, _("Saved. The public profile shows it now."))
    if edit.unheard:
        messages.warning(
            request,
            _(
                "Name, kind, country and ROR id are as they were: a colleague’s change of them waits for review."
            ),
        )
    if wishes:
        messages.info(
            request, _("The change of name, kind, country or ROR id waits for the region’s coordinator.")
        )
    return redirect("profile_edit", institution.slug)


def _add_errors(edit: Edit, error: ValidationError) -> None:
    errors = error.error_dict if hasattr(error, "error_dict") else {None: [error]}
    for name, found in errors.items():
        form = edit.identity_form if name in snapshots.IDENTITY_FIELDS else edit.form
        form.add_error(name if name in form.fields else None, found)


def _conflict(request: HttpRequest, edit: Edit) -> HttpResponse:
    """Somebody saved meanwhile: show both texts; the typed one stays in the form.

    For each field the editor may take over the other version; where they typed nothing new, that is chosen.
    """
    typed, base = edit.typed(), _base(edit)
    current = Institution.objects.select_related("country", "region", "logo").get(pk=edit.institution.pk)
    now = snapshots.live_values(current) | snapshots.identity_values(current)
    rows: list[dict[str, Any]] = [*snapshots.difference(now, typed)]
    own = set(snapshots.changed(base, typed))
    for row in rows:
        row["take"] = bool(base) and row["name"] not in own
    data = request.POST.copy()
    data["version"] = str(current.version)
    data.pop("take", None)
    again = Edit(current, data)
    again.is_valid()
    return _show(request, again, status=409, conflict=rows)


def _base(edit: Edit) -> snapshots.Values:
    """The profile as it was when the editor opened the form, if that version was kept."""
    return snapshots.values_of_version(edit.institution, edit.form.cleaned_data["version"]) or {}


def _preview(request: HttpRequest, edit: Edit) -> HttpResponse:
    """The public profile as it would look, with everything typed carried along."""
    shown = edit.institution
    services.apply_live(shown, edit.values())
    context = {
        **profile_context(shown),
        "carried": [(name, value) for name, values in _lists(request.POST).items() for value in values],
        "wishes": snapshots.difference(edit.identity, edit.wishes()),
    }
    return render(request, "members/preview.html", context)


@sign_in_keeping_form
@require_POST
def profile_draft_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget the own draft."""
    institution = _institution(request, slug, "change")
    services.discard_draft(institution=institution, person=request.user)
    messages.success(request, _("The draft is gone; the form shows the profile as it is."))
    return redirect("profile_edit", slug)


@sign_in_keeping_form
@require_POST
def profile_logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the logo, or remove it with ``remove=1``."""
    institution = _institution(request, slug, "change")
    form = forms.LogoForm(request.POST, request.FILES)
    removing = request.POST.get("remove") == "1"
    try:
        if removing or form.is_valid():
            upload = None if removing else form.cleaned_data["logo"]
            services.set_logo(institution=institution, upload=upload, actor=request.user)
            messages.success(request, _("The logo has been changed."))
        else:
            messages.error(request, _("Choose a picture first."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("profile_edit", slug)


@sign_in_keeping_form
@require_POST
def change_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a waiting change back."""
    rows = ChangeRequest.objects.select_related("institution")
    change = authz.get_or_404(request.user, "view", rows, pk=pk)
    authz.require(request.user, "withdraw", change)
    try:
        services.withdraw_change(change=change, actor=request.user)
        messages.success(request, _("The change is withdrawn."))
    except services.AlreadyDecided:
        messages.error(request, _("It was decided meanwhile."))
    return redirect("profile_edit", change.institution.slug)


@sign_in_keeping_form
@require_safe
def profile_history(request: HttpRequest, slug: str) -> HttpResponse:
    """All versions of the profile; ``?version=`` compares one with the one before."""
    institution = _institution(request, slug, "view_history")
    context: dict[str, Any] = {"institution": institution}
    context["page"] = paginate(
        request, institution.revisions.select_related("user").order_by("-pk"), per_page=30
    )
    if (wanted := request.GET.get("version")) is not None:
        context |= _comparison(institution, wanted)
    return render(request, "members/history.html", context)


def _comparison(institution: Institution, wanted: str) -> dict[str, Any]:
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 9):
        raise Http404
    after = snapshots.values_of_version(institution, int(wanted))
    if after is None:
        raise Http404(_("No such version was kept."))
    before = snapshots.values_of_version(institution, int(wanted) - 1) or {}
    return {"version": int(wanted), "rows": snapshots.difference(before, after)}
