"""The desk's screen of a change of identity."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal import authz
from portal.models import AuditEntry

from .. import forms, services, snapshots
from ..enums import ChangeStatus
from ..models import ChangeRequest

SALT = "members.change"
WORDS = {
    "members.propose_change": gettext_lazy("Proposed"),
    "members.withdraw_change": gettext_lazy("Withdrawn"),
    "members.approve_change": gettext_lazy("Approved"),
    "members.return_change": gettext_lazy("Returned"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is and what is asked for, field by field; approve, or return with a reason."""
    rows = ChangeRequest.objects.select_related("institution__region", "region", "proposed_by", "decided_by")
    change = authz.get_or_404(request.user, "view_desk", rows, pk=pk)
    form, status = forms.ReturnForm(), 200
    if request.method == "POST":
        if change.status == ChangeStatus.OPEN:
            authz.require(request.user, "decide", change, see="view_desk")
        form = forms.ReturnForm(request.POST if request.POST.get("action") == "return" else None)
        status = _decide(request, change, form)
        if status == 302:
            return redirect("desk")
        change = rows.get(pk=pk)
    return render(request, "members/change.html", _context(request, change, form), status=status)


def _decide(request: HttpRequest, change: ChangeRequest, form: forms.ReturnForm) -> int:
    """Carry the decision out; return the status of the answer (302 when done)."""
    try:
        if request.POST.get("action") == "approve":
            seen = loads(request.POST.get("seen", ""), salt=SALT)
            services.approve_change(change=change, seen=seen, actor=request.user)
            messages.success(request, _("Approved. The public profile shows it now."))
            return 302
        if not form.is_valid():
            return 422
        services.return_change(change=change, reason=form.cleaned_data["reason"], actor=request.user)
    except BadSignature:
        messages.error(request, _("Please look at the difference again and decide then."))
        return 409
    except services.AlreadyDecided:
        messages.error(request, _("Somebody else has decided on this meanwhile."))
        return 409
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return 409
    messages.success(request, _("Returned, with your reason."))
    return 302


def _context(request: HttpRequest, change: ChangeRequest, form: forms.ReturnForm) -> dict:
    user = request.user
    identity = snapshots.identity_values(change.institution)
    now = {name: identity[name] for name in change.after}
    is_open = change.status == ChangeStatus.OPEN
    before = now if is_open else change.before
    return {
        "change": change,
        "rows": snapshots.difference(before, change.after, change.after),
        "moved": is_open and now != change.before,
        "seen": dumps(now, salt=SALT),
        "form": form,
        "may_decide": authz.can(user, "decide", change),
        "blocked": authz.blocked_by(user, "decide", change),
        "history": _history(change),
    }


def _history(change: ChangeRequest) -> list[dict]:
    lines = AuditEntry.objects.filter(object_type=change._meta.label_lower, object_id=str(change.pk))
    return [
        {
            "at": line.at,
            "text": WORDS.get(line.action, line.action),
            "who": line.actor or "",
            "note": line.reason,
        }
        for line in lines.select_related("actor").order_by("-id")[:30]
    ]
