"""The rows of the queue: claiming, renewing, finishing, giving back. All times are the database's.

A worker holds a job by the pair (job, worker): whoever has lost it (a worker that was stopped for
longer than its lease) can no longer write a result.
"""

import logging
import random
from datetime import timedelta
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.models import JobLease

from .backend import DEFAULT_ATTEMPTS

logger = logging.getLogger("portal.jobs")
PAUSE_FACTOR = 3
LONGEST_PAUSE = 6 * 60 * 60.0
KILLED = "The worker was killed while it ran this job."
KEEP_DONE = timedelta(days=7)


def lease() -> timedelta:
    """How long a worker may be silent."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def pause(attempts: int) -> timedelta:
    """The time before the next attempt: it grows threefold, with jitter so that crowds disperse."""
    longest = min(LONGEST_PAUSE, settings.JOB_FIRST_PAUSE_SECONDS * PAUSE_FACTOR ** min(attempts - 1, 20))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


@transaction.atomic
def claim(worker_id: str) -> DBTaskResult | None:
    """Take the next job that is due, or ``None``. Workers never wait for each other."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=Now())
    row = DBTaskResult.objects.filter(due, status=TaskResultStatus.READY).get_locked()
    if row is not None:
        row.claim(worker_id)
        JobLease.objects.update_or_create(
            pk=row.pk, defaults={"worker_id": worker_id, "expires_at": Now() + lease()}
        )
    return row


def renew(job_id: UUID, worker_id: str) -> bool:
    """Extend the worker's lease on the job it is doing; ``False`` if it has lost it."""
    held = JobLease.objects.filter(pk=job_id, worker_id=worker_id)
    return bool(held.update(expires_at=Now() + lease()))


@transaction.atomic
def succeed(row: DBTaskResult, worker_id: str, value: Any) -> bool:
    """Note the job as done; ``False`` if it had been taken from this worker meanwhile."""
    if not _release(row, worker_id):
        return False
    row.set_successful(value)
    return True


@transaction.atomic
def fail(row: DBTaskResult, worker_id: str, error: BaseException) -> bool:
    """Plan the next attempt, or give up after the last; ``False`` if the job was taken meanwhile."""
    if not _release(row, worker_id):
        return False
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    _next_attempt(row, name, "".join(format_exception(error)))
    return True


@transaction.atomic
def reap() -> int:
    """Give back the jobs of workers whose lease has run out; return how many. Safe to run twice at once."""
    silent = Q(lease__expires_at__lt=Now()) | Q(lease=None, started_at__lt=Now() - lease())
    rows = DBTaskResult.objects.filter(silent, status=TaskResultStatus.RUNNING)
    reaped = 0
    for row in rows.select_for_update(of=("self",), skip_locked=True):
        JobLease.objects.filter(pk=row.pk).delete()
        logger.warning("Job %s (%s) lost its worker.", row.pk, row.task_path)
        _next_attempt(row, "portal.jobs.WorkerKilled", KILLED)
        reaped += 1
    return reaped


def prune() -> int:
    """Delete what was done more than a week ago; return how many rows."""
    old = timezone.now() - KEEP_DONE
    return DBTaskResult.objects.successful().filter(finished_at__lt=old).delete()[0]


def attempts_of(row: DBTaskResult) -> tuple[int, int]:
    """How often the job was tried, and how often it may be. A task that is gone is not tried again."""
    tried = len(row.worker_ids)
    try:
        return tried, getattr(row.task, "max_attempts", DEFAULT_ATTEMPTS)
    except ImportError:
        return tried, 1


def _release(row: DBTaskResult, worker_id: str) -> bool:
    held = JobLease.objects.select_for_update().filter(pk=row.pk, worker_id=worker_id)
    if not held.exists():
        logger.warning("Job %s was taken from this worker; its result is dropped.", row.pk)
        return False
    held.delete()
    return True


def _next_attempt(row: DBTaskResult, error: str, trace: str) -> None:
    tried, possible = attempts_of(row)
    row.exception_class_path, row.traceback = error, trace
    if tried < possible:
        row.status, row.run_after = TaskResultStatus.READY, timezone.now() + pause(tried)
    else:
        logger.error("Job %s (%s) failed %s times and is given up.", row.pk, row.task_path, tried)
        row.status, row.finished_at = TaskResultStatus.FAILED, timezone.now()
    row.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


@transaction.atomic
def requeue(row: DBTaskResult) -> None:
    """Try a job that was given up from the start again."""
    row.status, row.run_after, row.finished_at, row.worker_ids = (
        TaskResultStatus.READY,
        get_date_max(),
        None,
        [],
    )
    row.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
