"""The desk's screen of a submitted practice, and the withdrawal of a published one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import authz

from .. import forms, selectors, services
from ..enums import PracticeStatus
from ..models import Practice, ReviewAssignment
from ..validators import gaps

REFUSALS = {"return": services.return_practice, "decline": services.decline_practice}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text, what it lacks, what reviewers say; whoever may decides here, reviewers advise."""
    rows = Practice.objects.select_related(*selectors.WHOLE, "decided_by").defer("search")
    practice = authz.get_or_404(request.user, "review", rows, pk=pk)
    made = _forms(request, practice)
    status = 200
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action in made and made[action].is_valid():
            if practice.status == PracticeStatus.SUBMITTED:  # else the service says who was faster
                authz.require(request.user, _right(action), practice, see="review")
            if _do(request, practice, action, made[action]):
                return redirect(
                    "practice_review" if action in ("assign", "advise") else "desk", *_where(action, pk)
                )
        status = 409 if practice.status != PracticeStatus.SUBMITTED else 422
    return render(request, "resources/practice_review.html", _context(request, practice, made), status=status)


def _where(action: str, pk: int) -> list[int]:
    return [pk] if action in ("assign", "advise") else []


def _right(action: str) -> str:
    return {"assign": "assign_reviewer", "advise": "advise"}.get(action, "decide")


def _forms(request: HttpRequest, practice: Practice) -> dict[str, Any]:
    def bound(action: str) -> Any:
        return request.POST if request.POST.get("action") == action else None

    return {
        "publish": forms.PublishForm(bound("publish"), initial={"evidence_level": practice.evidence_level}),
        "return": forms.ReasonForm(bound("return"), prefix="return"),
        "decline": forms.ReasonForm(bound("decline"), prefix="decline"),
        "assign": forms.AssignForm(bound("assign"), prefix="assign"),
        "advise": forms.AdviceForm(bound("advise"), prefix="advise"),
    }


def _do(request: HttpRequest, practice: Practice, action: str, form: Any) -> bool:
    steps: dict[str, Callable[[], Any]] = {
        "publish": lambda: services.publish_practice(
            practice=practice, actor=request.user, evidence_level=form.cleaned_data["evidence_level"]
        ),
        "return": lambda: services.return_practice(
            practice=practice, reason=form.cleaned_data["reason"], actor=request.user
        ),
        "decline": lambda: services.decline_practice(
            practice=practice, reason=form.cleaned_data["reason"], actor=request.user
        ),
        "assign": lambda: services.assign_reviewer(practice=practice, person=form.person, actor=request.user),
        "advise": lambda: services.advise(practice=practice, actor=request.user, **form.cleaned_data),
    }
    try:
        steps[action]()
    except ValidationError as error:
        form.add_error(None, error.messages)
        get_object_or_404(Practice, pk=practice.pk)  # taken back and thrown away meanwhile
        practice.refresh_from_db(fields=["status", "decided_at", "decided_by"])
        return False
    messages.success(request, _done(action))
    return True


def _done(action: str) -> str:
    return {
        "publish": _("Published. It is in the library now."),
        "return": _("Returned to its authors with your reason."),
        "decline": _("Declined, with your reason."),
        "assign": _("The reviewer has been asked."),
        "advise": _("Thank you. The coordinator sees your advice."),
    }[action]


def _context(request: HttpRequest, practice: Practice, made: dict[str, Any]) -> dict[str, Any]:
    user, text = request.user, selectors.working_copy(practice)
    may_decide = authz.can(user, "decide", practice)
    return {
        **selectors.reading(text, stored=False),
        "row": practice,
        "gaps": gaps(text),
        "forms": made,
        "may_decide": may_decide,
        "may_assign": authz.can(user, "assign_reviewer", practice),
        "may_advise": authz.can(user, "advise", practice),
        "blocked": authz.blocked_by(user, "decide", practice),
        "assignments": ReviewAssignment.objects.filter(practice=practice).select_related("person"),
        "history": _history(practice),
        "shows_contact": True,
    }


def _history(practice: Practice) -> list[dict[str, Any]]:
    words = {
        "resources.start_practice": _("Draft started"),
        "resources.start_version": _("New version started"),
        "resources.submit_practice": _("Sent for review"),
        "resources.withdraw_submission": _("Taken back by its authors"),
        "resources.return_practice": _("Returned"),
        "resources.decline_practice": _("Declined"),
        "resources.publish_practice": _("Published"),
        "resources.retire_practice": _("Withdrawn from the library"),
        "resources.assign_reviewer": _("A reviewer was asked"),
        "resources.advise": _("A reviewer has answered"),
    }
    return [
        {
            "at": line.at,
            "text": words.get(line.action, line.action),
            "who": line.actor or "",
            "note": line.reason,
        }
        for line in selectors.history(practice)[:50]
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a published practice; its address stays and says why."""
    practice = authz.get_or_404(request.user, "view", Practice.objects.defer("search"), pk=pk)
    authz.require(request.user, "retire", practice)
    form = forms.ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _("Everybody can read it at the practice’s address.")
    if request.method == "POST" and form.is_valid():
        try:
            services.retire_practice(
                practice=practice, reason=form.cleaned_data["reason"], actor=request.user
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The practice is withdrawn."))
            return redirect("practice_detail", practice.slug)
    context = {"form": form, "practice": practice}
    return render(request, "resources/practice_retire.html", context, status=422 if form.errors else 200)
