"""The people of an institution, kept by its primary representatives."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import authz
from portal.kept_forms import sign_in_keeping_form
from portal.ratelimits import limit

from .. import forms, services
from ..models import Institution, Representative


def _institution(request: HttpRequest, slug: str) -> Institution:
    institution = authz.get_or_404(
        request.user, "view", Institution.objects.select_related("region"), slug=slug
    )
    authz.require(request.user, "manage_people", institution)
    return institution


@sign_in_keeping_form
@limit("30/h/user")
@require_http_methods(["GET", "HEAD", "POST"])
def profile_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who acts for the institution; appoint somebody who has an account."""
    institution = _institution(request, slug)
    form = forms.AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _appoint(request, institution, form):
        return redirect("profile_people", slug)
    roles = institution.representatives.current().select_related("person").order_by("kind", "starts_at")
    context = {"institution": institution, "form": form, "roles": roles}
    return render(request, "members/people.html", context, status=422 if form.errors else 200)


def _appoint(request: HttpRequest, institution: Institution, form: forms.AppointForm) -> bool:
    try:
        services.appoint_representative(
            institution=institution, person=form.person, kind=form.cleaned_data["kind"], actor=request.user
        )
    except PermissionDenied as error:
        form.add_error(None, str(error) or _("You may not do this."))
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _("%(name)s acts for the institution now.") % {"name": form.person})
    return True


@sign_in_keeping_form
@require_POST
def representative_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's role."""
    institution = _institution(request, slug)
    roles = Representative.objects.current().filter(institution=institution, pk=pk)
    role = roles.select_related("institution__region", "person").first()
    if role is None:
        messages.info(request, _("This role has ended already."))
        return redirect("profile_people", slug)
    try:
        services.end_role(role=role, actor=request.user)
        messages.success(request, _("The role has ended."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    still = authz.can(request.user, "manage_people", institution)
    return redirect("profile_people", slug) if still else redirect("dashboard")
