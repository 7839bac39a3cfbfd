"""The desk's list of jobs that were given up."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_tasks_db.models import DBTaskResult

from portal import authz
from portal.jobs import services
from portal.paging import paginate

ACTIONS = {"retry": services.retry, "discard": services.discard}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dead_jobs(request: HttpRequest) -> HttpResponse:
    """List them, the newest first; POST ``job`` and ``action`` (retry, discard). 404 for all but the secretariat."""
    if not authz.can(request.user, "manage", DBTaskResult()):
        raise Http404
    if request.method == "POST":
        return _act(request)
    rows = authz.scope(request.user, "manage", DBTaskResult).failed().order_by("-finished_at", "pk")
    return render(request, "portal/dead_jobs.html", {"page": paginate(request, rows)})


def _act(request: HttpRequest) -> HttpResponse:
    act, job_id = ACTIONS.get(request.POST.get("action", "")), _uuid(request.POST.get("job", ""))
    if act is None or job_id is None:
        raise Http404
    try:
        act(job_id=job_id, actor=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Done. The audit trail has a line about it."))
    return redirect("dead_jobs")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
