"""Objects in all states and five people without roles, for the consistency of the rules."""

from datetime import UTC, datetime
from types import SimpleNamespace

from portal.authz import grants
from resources.models import Practice, ReviewAssignment
from tests.factories.members import (
    ChangeRequestFactory,
    CountryFactory,
    InstitutionFactory,
    RegionFactory,
)
from tests.factories.portal import UserFactory
from tests.factories.projects import (
    EventFactory,
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    ThreadFactory,
    WorkingGroupFactory,
)

# Rows that libraries write.
MODELS_OF_OTHERS = {"django_tasks_database.DBTaskResult", "django_tasks_db.DBTaskResult"}


def build_world() -> SimpleNamespace:
    """Two regions, three institutions (one of no region, one not public), three groups and their content."""
    world = SimpleNamespace(
        people=[UserFactory() for _ in range(5)],
        stranger=UserFactory(),
        regions=[RegionFactory(code="africa"), RegionFactory(code="arab-states")],
    )
    _institutions(world)
    _groups(world)
    _practices(world)
    for region in (*world.regions, None):
        for live in (True, False):
            EventFactory(region=region, live=live)
    return world


def _institutions(world) -> None:
    countries = [
        CountryFactory(code="KE", region=world.regions[0]),
        CountryFactory(code="EG", region=world.regions[1]),
        CountryFactory(code="AQ", region=None),
    ]
    world.institutions = [
        InstitutionFactory(country=country, live=live)
        for country, live in zip(countries, (True, False, True), strict=True)
    ]
    for institution, person in zip(world.institutions, world.people, strict=False):
        ChangeRequestFactory(institution=institution, proposed_by=person)
        ChangeRequestFactory(
            institution=institution,
            proposed_by=person,
            status="returned",
            decided_at=institution.created_at,
            decided_by=world.people[-1],
        )


def _groups(world) -> None:
    states = (("private", "active"), ("public", "active"), ("private", "archived"), ("public", "archived"))
    world.groups = [WorkingGroupFactory(visibility=how, status=status) for how, status in states]
    outsider = UserFactory()
    for group, author in zip(world.groups, world.people, strict=False):
        for closed in (False, True):
            thread = ThreadFactory(group=group, started_by=author, closed=closed)
            PostFactory(thread=thread, author=author)
        GroupFileFactory(group=group, created_by=author)
        SeatFactory(group=group, person=outsider)


def _practices(world) -> None:
    """One of each state and institution, the last people their authors."""
    then = datetime(2026, 5, 1, tzinfo=UTC)
    published = {"number": "P", "published_at": then, "revised_at": then, "edition": 1, "live": True}
    states = (
        {"status": "draft"},
        {"status": "submitted", "submitted_at": then},
        {"status": "published", **published},
        {"status": "submitted", "submitted_at": then, **published},
        {"status": "retired", "retired_at": then},
    )
    world.practices = [
        Practice.objects.create(
            **{**state, **({"number": f"P{number}{place}"} if "number" in state else {})},
            slug=f"practice-{number}-{place}",
            title=f"Practice {number}",
            lead_institution=institution,
            region=institution.region,
            submitted_by=world.people[number],
        )
        for number, state in enumerate(states)
        for place, institution in enumerate(world.institutions)
    ]
    assignment = ReviewAssignment.objects.create(practice=world.practices[3], person=UserFactory())
    grants.sync([assignment.person_id])
