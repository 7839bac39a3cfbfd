"""Changes of identity: proposed, decided by the region, told to the proposer; once, by the right person."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from members import services
from members.enums import ChangeStatus, CoordinatorRole
from members.models import ChangeRequest, Institution
from members.signals import institution_moved
from portal import authz
from portal.models import AuditEntry, OutboxMail
from tests.factories.members import (
    AffiliationFactory,
    ChangeRequestFactory,
    CoordinatorFactory,
    CountryFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import SecretariatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    return ChangeRequestFactory(before={"kind": "university"}, after={"kind": "institute"})


@pytest.fixture
def coordinator(change):
    return CoordinatorFactory(region=change.region).person


def approve(change, actor):
    return services.approve_change(change=change, seen=change.before, actor=actor)


def give_back(change, actor):
    return services.return_change(change=change, reason="No.", actor=actor)


# --- services --------------------------------------------------------------------------------


def test_approving_applies_closes_records_and_tells(change, coordinator):
    approve(change, coordinator)
    change.refresh_from_db()
    institution = Institution.objects.get()
    assert (institution.kind, institution.version) == ("institute", 2)
    assert (change.status, change.decided_by) == (ChangeStatus.APPROVED, coordinator)
    line = AuditEntry.objects.get(action="members.approve_change")
    assert (line.actor, line.before, line.after, line.region) == (
        coordinator,
        {"kind": "university"},
        {"kind": "institute"},
        "africa",
    )
    mail = OutboxMail.objects.get()
    assert mail.recipients == [change.proposed_by.email]
    assert str(institution.name) in mail.subject


def test_returning_needs_a_reason_and_changes_nothing(change, coordinator):
    with pytest.raises(ValidationError):
        services.return_change(change=change, reason="  \n", actor=coordinator)
    services.return_change(change=change, reason="We need the decree.", actor=coordinator)
    change.refresh_from_db()
    assert (change.status, change.reason) == (ChangeStatus.RETURNED, "We need the decree.")
    assert Institution.objects.get().kind == "university"
    assert b"We need the decree." in bytes(OutboxMail.objects.get().content)


@pytest.mark.parametrize("decide", [approve, give_back])
def test_decided_changes_are_not_decided_again(change, coordinator, decide):
    approve(change, coordinator)
    with pytest.raises(services.AlreadyDecided) as caught:
        decide(change, SecretariatFactory())
    assert caught.value.change.decided_by == coordinator


@pytest.mark.parametrize(
    "make",
    [
        lambda change: UserFactory(),
        lambda change: change.proposed_by,
        lambda change: RepresentativeFactory(institution=change.institution).person,
        lambda change: CoordinatorFactory(region=RegionFactory(code="europe-north-america")).person,
        lambda change: CoordinatorFactory(region=change.region, role=CoordinatorRole.ASSISTANT).person,
        lambda change: (
            CoordinatorFactory(
                region=change.region,
                starts_at=timezone.now() - timedelta(days=9),
                ends_at=timezone.now() - timedelta(seconds=1),
            ).person
        ),
        lambda change: CoordinatorFactory(region=change.region, person__is_active=False).person,
    ],
    ids=["anybody", "proposer", "own people", "other region", "assistant", "ended term", "closed account"],
)
def test_others_decide_nothing(change, make):
    actor = make(change)
    with pytest.raises(PermissionDenied):
        approve(change, actor)
    with pytest.raises(PermissionDenied):
        give_back(change, actor)
    change.refresh_from_db()
    assert change.status == ChangeStatus.OPEN


@pytest.mark.parametrize("months", [0, 23])
def test_coordinator_does_not_decide_on_the_own_institution(change, coordinator, months):
    ended = timezone.now() - timedelta(days=30 * months) if months else None
    AffiliationFactory(
        institution=change.institution,
        person=coordinator,
        starts_at=timezone.now() - timedelta(days=900),
        ends_at=ended,
    )
    with pytest.raises(PermissionDenied, match="belong to this institution"):
        approve(change, coordinator)
    assert "belong to this institution" in authz.blocked_by(coordinator, "decide", change)


def test_coordinator_decides_on_an_institution_left_long_ago(change, coordinator):
    AffiliationFactory(
        institution=change.institution,
        person=coordinator,
        starts_at=timezone.now() - timedelta(days=2000),
        ends_at=timezone.now() - timedelta(days=740),
    )
    approve(change, coordinator)
    assert Institution.objects.get().kind == "institute"


def test_coordinator_does_not_decide_on_the_own_proposal(change, coordinator):
    ChangeRequest.objects.update(proposed_by=coordinator)
    with pytest.raises(PermissionDenied, match="You proposed this"):
        approve(ChangeRequest.objects.get(), coordinator)


def test_secretariat_decides_everywhere_and_where_there_is_no_region():
    change = ChangeRequestFactory(
        institution__country=CountryFactory(code="AQ", region=None), after={"kind": "institute"}
    )
    assert change.region is None
    approve(change, SecretariatFactory())
    assert Institution.objects.get().kind == "institute"


def test_change_of_what_changed_meanwhile_asks_for_another_look(change, coordinator):
    Institution.objects.update(kind="platform")
    with pytest.raises(ValidationError) as caught:
        approve(change, coordinator)
    assert caught.value.code == "stale"
    services.approve_change(change=change, seen={"kind": "platform"}, actor=coordinator)
    assert Institution.objects.get().kind == "institute"


def test_ror_taken_meanwhile_is_refused_in_words():
    change = ChangeRequestFactory(before={"ror": ""}, after={"ror": "https://ror.org/02y9nww90"})
    InstitutionFactory(ror="https://ror.org/02y9nww90")
    with pytest.raises(ValidationError, match="Another institution has this ROR id already"):
        approve(change, CoordinatorFactory(region=change.region).person)
    change.refresh_from_db()
    assert change.status == ChangeStatus.OPEN


def test_approved_country_moves_the_institution_and_tells_the_upper_floors():
    chile = CountryFactory(code="CL", region=RegionFactory(code="latin-america-caribbean"))
    change = ChangeRequestFactory(before={"country": "KE"}, after={"country": "CL"})
    moved = []

    def listen(sender, institution, before, **kwargs):
        moved.append((institution.region.code, before.code))

    institution_moved.connect(listen)
    try:
        approve(change, CoordinatorFactory(region=change.region).person)
    finally:
        institution_moved.disconnect(listen)
    assert moved == [("latin-america-caribbean", "africa")]
    assert Institution.objects.get().region == chile.region
    change.refresh_from_db()
    assert change.region.code == "africa"  # it was decided there


def test_country_put_elsewhere_takes_open_matters_along_and_leaves_decided_ones():
    institution, other = InstitutionFactory(), InstitutionFactory()
    open_change = ChangeRequestFactory(institution=institution)
    decided = ChangeRequestFactory(
        institution=other, status=ChangeStatus.RETURNED, decided_at=timezone.now(), decided_by=UserFactory()
    )
    arab_states = RegionFactory(code="arab-states")
    institution.country.region = arab_states
    institution.country.save()
    open_change.refresh_from_db()
    decided.refresh_from_db()
    assert set(Institution.objects.values_list("region__code", flat=True)) == {"arab-states"}
    assert (open_change.region.code, decided.region.code) == ("arab-states", "africa")
    assert AuditEntry.objects.filter(action="members.follow_country").count() == 2


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "University of Example X", "kind": "university"}, "same"),
        ({"kind": "castle"}, None),
        ({"country": "ZZ"}, None),
        ({"ror": "02y9nww91"}, "ror_check"),
        ({"name": "x" * 256}, None),
        ({"name": "  "}, None),
    ],
)
def test_bad_proposals_are_refused(values, code):
    role = RepresentativeFactory(institution=InstitutionFactory(name="University of Example X"))
    with pytest.raises(ValidationError) as caught:
        services.propose_change(institution=role.institution, values=values, actor=role.person)
    assert code is None or caught.value.code == code
    assert not ChangeRequest.objects.exists()


def test_only_people_of_the_institution_propose():
    institution = InstitutionFactory()
    for actor in (UserFactory(), CoordinatorFactory().person, RepresentativeFactory().person):
        with pytest.raises(PermissionDenied):
            services.propose_change(institution=institution, values={"kind": "institute"}, actor=actor)


def test_database_keeps_one_open_request_and_a_date_for_decided_ones(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequestFactory(institution=change.institution)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequestFactory(status=ChangeStatus.APPROVED)


# --- races -----------------------------------------------------------------------------------


def _at_once(*calls) -> list:
    """Run the calls in threads that start together; return their outcomes."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait()
            outcomes.append(call())
        except (services.AlreadyDecided, services.StaleVersion, ValidationError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_many_deciders_at_once_one_wins():
    change = ChangeRequestFactory(before={"kind": "university"}, after={"kind": "institute"})
    people = [CoordinatorFactory(region=change.region).person for _each in range(6)]
    calls = [lambda person=person: approve(change, person) and "won" for person in people[:3]]
    calls += [lambda person=person: give_back(change, person) and "won" for person in people[3:]]
    assert sorted(_at_once(*calls)) == ["AlreadyDecided"] * 5 + ["won"]
    assert OutboxMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_editors_at_once_one_saves():
    role = RepresentativeFactory()

    def save(number):
        services.update_profile(
            institution=role.institution, version=1, values={"summary": str(number)}, actor=role.person
        )
        return "won"

    outcomes = _at_once(*(lambda number=number: save(number) for number in range(5)))
    assert sorted(outcomes) == ["StaleVersion"] * 4 + ["won"]
    assert Institution.objects.get().version == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_proposals_at_once_one_waits():
    role = RepresentativeFactory()

    def propose():
        services.propose_change(institution=role.institution, values={"kind": "platform"}, actor=role.person)
        return "won"

    assert sorted(_at_once(*[propose] * 4)) == ["ValidationError"] * 3 + ["won"]


# --- the desk's screens ------------------------------------------------------------------------


def detail(change):
    return reverse("change_detail", args=[change.pk])


def test_coordinator_sees_the_difference_and_approves(change, coordinator, client_for):
    client = client_for(coordinator)
    page = client.get(detail(change))
    (row,) = page.context["rows"]
    assert (row["label"], row["before"], row["after"]) == ("Kind", "University", "Institute or college")
    answer = client.post(detail(change), {"action": "approve", "seen": page.context["seen"]})
    assert answer["Location"] == reverse("desk")
    assert Institution.objects.get().kind == "institute"


def test_coordinator_returns_with_a_reason(change, coordinator, client_for):
    client = client_for(coordinator)
    assert client.post(detail(change), {"action": "return", "reason": ""}).status_code == 422
    assert client.post(detail(change), {"action": "return", "reason": "Decree?"}).status_code == 302
    change.refresh_from_db()
    assert (change.status, change.reason) == (ChangeStatus.RETURNED, "Decree?")


@pytest.mark.parametrize("seen", ["", "forged", None])
def test_approval_without_what_was_seen_is_asked_again(change, coordinator, client_for, seen):
    data = {"action": "approve"} | ({"seen": seen} if seen is not None else {})
    assert client_for(coordinator).post(detail(change), data).status_code == 409
    assert Institution.objects.get().kind == "university"


def test_approval_of_an_outdated_page_is_asked_again(change, coordinator, client_for):
    client = client_for(coordinator)
    seen = client.get(detail(change)).context["seen"]
    Institution.objects.update(kind="platform")
    answer = client.post(detail(change), {"action": "approve", "seen": seen})
    assert answer.status_code == 409
    assert answer.context["moved"]
    answer = client.post(detail(change), {"action": "approve", "seen": answer.context["seen"]})
    assert answer.status_code == 302


def test_second_decider_is_told(change, coordinator, client_for):
    client = client_for(coordinator)
    seen = client.get(detail(change)).context["seen"]
    approve(change, SecretariatFactory())
    answer = client.post(detail(change), {"action": "approve", "seen": seen})
    assert answer.status_code == 409
    assert "Somebody else has decided on this meanwhile." in answer.content.decode()


def test_other_region_and_strangers_do_not_find_it(change, client, client_for):
    others = [
        CoordinatorFactory(region=RegionFactory(code="arab-states")).person,
        UserFactory(),
        RepresentativeFactory().person,
    ]
    for person in others:
        for answer in (
            client_for(person).get(detail(change)),
            client_for(person).post(detail(change), {"action": "approve"}),
        ):
            assert answer.status_code == 404
    assert client.get(detail(change)).status_code == 302
    missing = client_for(others[0]).get(reverse("change_detail", args=[change.pk + 999]))
    assert missing.status_code == 404


def test_conflict_of_interest_closes_the_decision_and_says_why(change, coordinator, client_for):
    AffiliationFactory(institution=change.institution, person=coordinator)
    client = client_for(coordinator)
    page = client.get(detail(change))
    assert (page.status_code, page.context["may_decide"]) == (200, False)
    assert "You belong to this institution" in page.content.decode()
    seen = page.context["seen"]
    assert client.post(detail(change), {"action": "approve", "seen": seen}).status_code == 403
    assert Institution.objects.get().kind == "university"


def test_assistant_sees_and_does_not_decide(change, client_for):
    person = CoordinatorFactory(region=change.region, role=CoordinatorRole.ASSISTANT).person
    assert client_for(person).get(detail(change)).status_code == 200
    assert client_for(person).post(detail(change), {"action": "return", "reason": "No."}).status_code == 403
