"""django-tasks' database backend with tasks that know how often they may be tried."""

from dataclasses import dataclass

from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend

DEFAULT_ATTEMPTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task):
    """A task with the number of attempts after which it is given up."""

    max_attempts: int = DEFAULT_ATTEMPTS


class RetryingDatabaseBackend(DatabaseBackend):
    """Enqueueing is an INSERT in the caller's transaction: the outbox of all side effects."""

    task_class = Job
