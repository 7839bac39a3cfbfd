"""What the secretariat does with jobs that were given up."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from portal import audit
from portal.models import User

from . import store


@transaction.atomic
def retry(*, job_id: UUID, actor: User) -> None:
    """Let a job that was given up start over. ``ValidationError`` if it is no longer there."""
    row = _given_up(job_id)
    audit.record("portal.retry_job", row, actor=actor, before=_line(row))
    store.requeue(row)


@transaction.atomic
def discard(*, job_id: UUID, actor: User) -> None:
    """Drop a job that was given up. ``ValidationError`` if it is no longer there."""
    row = _given_up(job_id)
    audit.record("portal.discard_job", row, actor=actor, before=_line(row))
    row.delete()


def _given_up(job_id: UUID) -> DBTaskResult:
    row = DBTaskResult.objects.select_for_update().failed().filter(pk=job_id).first()
    if row is None:
        raise ValidationError(
            _("This job is no longer waiting here: somebody has dealt with it."), code="gone"
        )
    return row


def _line(row: DBTaskResult) -> dict:
    return {
        "task": row.task_path,
        "arguments": row.args_kwargs,
        "attempts": len(row.worker_ids),
        "error": row.exception_class_path,
    }
