"""django-tasks' database backend; the worker adds retries, leases and a reaper."""

from django_tasks_db.backend import DatabaseBackend


class RetryingDatabaseBackend(DatabaseBackend):
    """Enqueueing is an INSERT in the caller's transaction: the outbox of all side effects."""
