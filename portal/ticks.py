"""What falls due by the clock. Each part is idempotent, alone in its transaction, and runs once at a time."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from io import StringIO

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from . import mail, registries
from .authz import grants
from .files.sweeper import sweep
from .jobs import store
from .models import TickMark

logger = logging.getLogger("portal.ticks")
SWEEP_EVERY = timedelta(hours=1)
CLEAN_EVERY = timedelta(hours=6)
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def run_all() -> dict[str, int | None]:
    """Run every registered part; ``None`` stands for a failure, which stops no other part."""
    return {name: run_one(name) for name in registries.ticks.names()}


def run_one(name: str) -> int | None:
    """Run one part and return what it says it did; 0 if another process is at it; ``None`` if it failed."""
    part = registries.ticks.get(name)
    assert part is not None
    try:
        with transaction.atomic():
            return part() if _locked(name) else 0
    except Exception:  # one part's failure must not keep the others from their time; it is logged and counted
        logger.exception("Tick %r failed.", name)
        return None


def _locked(name: str) -> bool:
    """Hold the part's lock until the end of the transaction; ``False`` if somebody else does."""
    number = int.from_bytes(blake2b(f"tick:{name}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return cursor.fetchone()[0]


def every(period: timedelta, name: str, part: Callable[[], int]) -> Callable[[], int]:
    """``part``, but at most once in each ``period`` over all processes."""

    def run() -> int:
        mark = TickMark.objects.filter(pk=name).first()
        if mark and mark.at > timezone.now() - period:
            return 0
        done = part()
        TickMark.objects.update_or_create(pk=name, defaults={"at": timezone.now()})
        return done

    return run


def open_and_close_roles() -> int:
    """Bring the grants of people in line one of whose roles has begun or ended since the last time."""
    now = timezone.now()
    mark = TickMark.objects.filter(pk="roles").first()
    due = grants.people_due(mark.at if mark else BEGINNING)
    changed = grants.sync(due) if due else 0
    TickMark.objects.update_or_create(pk="roles", defaults={"at": now})
    return changed


def publish_scheduled() -> int:
    """Publish and withdraw the pages whose time has come."""
    call_command("publish_scheduled", stdout=StringIO())
    return 0


def expire_sessions() -> int:
    """Delete sessions that have run out."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def register() -> None:
    """The ground floor's own parts."""
    parts = registries.ticks
    parts.register("jobs of dead workers", store.reap, order=10)
    parts.register("roles", open_and_close_roles, order=20)
    parts.register("scheduled pages", publish_scheduled, order=50)
    parts.register("sessions", every(CLEAN_EVERY, "sessions", expire_sessions), order=200)
    parts.register("finished jobs", every(CLEAN_EVERY, "finished jobs", store.prune), order=200)
    parts.register("old mail", every(CLEAN_EVERY, "old mail", mail.forget_content), order=200)
    parts.register("stored files", every(SWEEP_EVERY, "stored files", sweep), order=210)
