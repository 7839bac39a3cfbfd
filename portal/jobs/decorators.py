"""How a function becomes a job."""

from collections.abc import Callable
from typing import Any

from django_tasks import task

from .backend import DEFAULT_ATTEMPTS, Job


def job(
    function: Callable[..., Any] | None = None, *, max_attempts: int = DEFAULT_ATTEMPTS, priority: int = 0
) -> Any:
    """Make ``function`` a job: ``@job`` or ``@job(max_attempts=…)``.

    ``ValueError`` if it could never be tried. Higher ``priority`` (-100 … 100) goes first.
    """
    if max_attempts < 1:
        raise ValueError("A job needs at least one attempt.")

    def wrap(func: Callable[..., Any]) -> Job:
        return task(max_attempts=max_attempts, priority=priority)(func)  # type: ignore[return-value]

    return wrap(function) if function else wrap
