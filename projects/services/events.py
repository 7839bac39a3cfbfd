"""Events."""

from django.db import transaction

from portal import audit, page_cache
from portal.models import User
from portal.search.vectors import vector

from ..models import Event

# A change of these makes calendars ask again (RFC 5545, 3.8.7.4).
SCHEDULE = ("starts_at", "ends_at", "time_zone", "place", "status", "online_url")


@transaction.atomic
def save_event(*, event: Event, actor: User | None) -> Event:
    """Validate and store a new or changed event; raises its sequence when time, place or state changed."""
    before = Event.objects.select_for_update().filter(pk=event.pk).first() if event.pk else None
    event.full_clean(exclude=["search"])
    if before and any(getattr(before, name) != getattr(event, name) for name in SCHEDULE):
        event.sequence = before.sequence + 1
    event.search = vector(
        [(event.title, "A"), (f"{event.summary} {event.place}", "B"), (event.description, "C")]
    )
    event.save()
    audit.record(
        "projects.save_event",
        event,
        actor=actor,
        before=_schedule(before),
        after=_schedule(event),
        region=event.region.code if event.region else "",
    )
    transaction.on_commit(page_cache.purge)
    return event


def _schedule(event: Event | None) -> dict | None:
    return {name: getattr(event, name) for name in SCHEDULE} if event else None
