"""Roles become grants: the exact set after each change, no drift, no deadlock."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from members.models import InstitutionGrant, Representative
from portal import authz, ticks
from portal.authz import grants
from portal.authz.models import grant_models
from projects import services
from projects.models import Seat, WorkingGroupGrant
from tests.factories.members import (
    AffiliationFactory,
    CoordinatorFactory,
    InstitutionFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import SecretariatFactory, UserFactory
from tests.factories.projects import SeatFactory, WorkingGroupFactory

HOUR = timedelta(hours=1)
EDIT, MANAGE, REPRESENT = "edit_institution", "manage_institution", "represent_institution"


def held(user):
    """All grants of a person: (permission, id of the object)."""
    return {
        (row.permission.codename, row.content_object_id)
        for table in grant_models()
        for row in table.objects.current().filter(user=user).select_related("permission")
    }


def rows(user):
    """All rows of a person, in force or not."""
    return sum(table.objects.filter(user=user).count() for table in grant_models())


def change(role, **fields):
    for name, value in fields.items():
        setattr(role, name, value)
    role.save()
    grants.sync([role.person_id])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "permissions"),
    [("primary", {EDIT, MANAGE, REPRESENT}), ("deputy", {EDIT, REPRESENT}), ("editor", {EDIT})],
)
def test_a_representative_holds_exactly(kind, permissions):
    role = RepresentativeFactory(kind=kind)
    assert held(role.person) == {(name, role.institution_id) for name in permissions}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        ("lead", {"assist_region", "coordinate_region"}),
        ("deputy", {"assist_region", "coordinate_region"}),
        ("assistant", {"assist_region"}),
    ],
)
def test_a_coordinator_holds_exactly(role, permissions):
    appointment = CoordinatorFactory(role=role)
    assert held(appointment.person) == {(name, appointment.region_id) for name in permissions}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "permissions"),
    [
        ("chair", {"participate_in_group", "chair_group"}),
        ("co-chair", {"participate_in_group", "chair_group"}),
        ("member", {"participate_in_group"}),
    ],
)
def test_a_seat_holds_exactly(role, permissions):
    seat = SeatFactory(role=role)
    assert held(seat.person) == {(name, seat.group_id) for name in permissions}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [AffiliationFactory, SecretariatFactory])
def test_what_gives_no_grant_leaves_no_row(factory):
    made = factory()
    assert rows(getattr(made, "person", made)) == 0


@pytest.mark.django_db
def test_a_changed_kind_takes_and_gives_exactly_the_difference():
    role = RepresentativeFactory(kind="editor")
    kept = InstitutionGrant.objects.get().pk
    change(role, kind="deputy")
    assert held(role.person) == {(EDIT, role.institution_id), (REPRESENT, role.institution_id)}
    assert InstitutionGrant.objects.filter(pk=kept).exists()
    change(role, kind="editor")
    assert held(role.person) == {(EDIT, role.institution_id)}


@pytest.mark.django_db
def test_a_role_moved_to_another_institution_leaves_nothing_behind():
    role, other = RepresentativeFactory(kind="editor"), InstitutionFactory()
    change(role, institution=other)
    assert held(role.person) == {(EDIT, other.pk)}


@pytest.mark.django_db
def test_an_ended_role_leaves_no_row():
    role = RepresentativeFactory()
    change(role, ends_at=timezone.now())
    assert rows(role.person) == 0


@pytest.mark.django_db
def test_a_deleted_role_leaves_no_row():
    role = RepresentativeFactory()
    Representative.objects.all().delete()
    grants.sync([role.person_id])
    assert rows(role.person) == 0


@pytest.mark.django_db
def test_a_role_that_ended_before_it_was_written_gives_nothing():
    now = timezone.now()
    role = RepresentativeFactory(starts_at=now - 9 * HOUR, ends_at=now - HOUR)
    assert rows(role.person) == 0


@pytest.mark.django_db
def test_a_future_role_waits_in_its_row_and_opens_by_itself():
    now = timezone.now()
    role = RepresentativeFactory(kind="editor", starts_at=now + HOUR)
    assert (held(role.person), rows(role.person)) == (set(), 1)
    with patch("django.utils.timezone.now", return_value=now + HOUR):
        assert held(role.person) == {(EDIT, role.institution_id)}


@pytest.mark.django_db
def test_of_two_roles_one_may_end_and_the_other_still_holds():
    first = RepresentativeFactory(kind="primary")
    second = RepresentativeFactory(kind="editor", person=first.person, institution=first.institution)
    change(first, ends_at=timezone.now())
    assert held(first.person) == {(EDIT, second.institution_id)}
    change(second, ends_at=timezone.now())
    assert held(first.person) == set()


@pytest.mark.django_db
def test_overlapping_roles_hold_until_the_later_end():
    now = timezone.now()
    role = RepresentativeFactory(kind="editor", ends_at=now + HOUR)
    RepresentativeFactory(
        kind="editor", person=role.person, institution=role.institution, ends_at=now + 3 * HOUR
    )
    with patch("django.utils.timezone.now", return_value=now + 2 * HOUR):
        assert held(role.person) == {(EDIT, role.institution_id)}
    with patch("django.utils.timezone.now", return_value=now + 3 * HOUR):
        assert held(role.person) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1), (1, 0, 2)])
def test_windows_that_touch_join_whatever_the_order_they_were_written_in(order):
    now = timezone.now()
    spans = [(now - HOUR, now + HOUR), (now + HOUR, now + 2 * HOUR), (now + 2 * HOUR, now + 3 * HOUR)]
    user, institution = UserFactory(), InstitutionFactory()
    for index in order:
        start, end = spans[index]
        RepresentativeFactory(
            kind="editor", person=user, institution=institution, starts_at=start, ends_at=end
        )
    assert grants.drift() == 0
    with patch("django.utils.timezone.now", return_value=now + 2.5 * HOUR):
        assert held(user) == {(EDIT, institution.pk)}


@pytest.mark.django_db
def test_a_gap_between_two_roles_is_a_gap_and_tick_opens_the_second():
    now = timezone.now()
    user, institution = UserFactory(), InstitutionFactory()
    common = {"kind": "editor", "person": user, "institution": institution}
    RepresentativeFactory(**common, starts_at=now + 3 * HOUR)
    RepresentativeFactory(**common, ends_at=now + HOUR)
    assert held(user) == {(EDIT, institution.pk)}
    ticks.open_and_close_roles()
    with patch("django.utils.timezone.now", return_value=now + 2 * HOUR):
        assert held(user) == set()
        ticks.open_and_close_roles()
        assert held(user) == set()
        assert grants.drift() == 0
    with patch("django.utils.timezone.now", return_value=now + 3 * HOUR):
        ticks.open_and_close_roles()
        assert held(user) == {(EDIT, institution.pk)}
        assert grants.drift() == 0


@pytest.mark.django_db
def test_sync_twice_changes_nothing_the_second_time():
    role = RepresentativeFactory(granted=False)
    assert grants.sync([role.person_id]) == 0
    assert grants.sync([role.person_id, role.person_id]) == 0


@pytest.mark.django_db
def test_sync_touches_nobody_else():
    role, other = RepresentativeFactory(kind="editor"), RepresentativeFactory(kind="editor")
    Representative.objects.all().delete()
    grants.sync([role.person_id])
    assert (rows(role.person), rows(other.person)) == (0, 1)
    assert grants.drift() == 1


@pytest.mark.django_db
def test_drift_counts_what_was_tampered_with():
    role, stranger, group = RepresentativeFactory(kind="editor"), UserFactory(), WorkingGroupFactory()
    row = InstitutionGrant.objects.get()
    assert grants.drift() == 0
    InstitutionGrant.objects.update(valid_until=timezone.now() + 9 * HOUR)
    assert grants.drift() == 1
    InstitutionGrant.objects.create(user=stranger, permission=row.permission, content_object=role.institution)
    assert grants.drift() == 2
    grants.sync([role.person_id, stranger.pk])
    assert grants.drift() == 0
    InstitutionGrant.objects.all().delete()
    assert grants.drift() == 1
    Seat.objects.create(group=group, person=stranger)  # past the service
    assert grants.drift() == 2
    grants.sync([role.person_id, stranger.pk])
    assert (grants.drift(), held(stranger)) == (0, {("participate_in_group", group.pk)})


@pytest.mark.django_db
def test_a_scope_without_grant_table_is_refused():
    with pytest.raises(LookupError):
        grants.grant_model_for(Seat)


@pytest.mark.django_db
def test_a_failed_service_leaves_neither_role_nor_grant():
    seat = SeatFactory(role="chair")
    with pytest.raises(ValidationError):
        services.end_seat(seat=seat, actor=seat.person)
    assert Seat.objects.get().is_current()
    assert len(held(seat.person)) == 2
    with pytest.raises(ValidationError):
        services.give_seat(group=seat.group, person=seat.person, actor=None)
    assert WorkingGroupGrant.objects.count() == 2


# --- at the same time ----------------------------------------------------------------------


def together(*works):
    """Run each of ``works`` in a thread with a connection of its own; raise what one raises."""

    def run(work):
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result(timeout=30)


@pytest.mark.django_db(transaction=True)
def test_two_roles_given_to_one_person_at_the_same_time_do_not_deadlock():
    user, barrier = UserFactory(), threading.Barrier(2)
    institutions = [InstitutionFactory(), InstitutionFactory()]

    def give(institution):
        def work():
            with transaction.atomic():
                Representative.objects.create(person=user, institution=institution, kind="editor")
                barrier.wait(timeout=10)  # both rows are in, neither is committed
                grants.sync([user.pk])

        return work

    together(*(give(institution) for institution in institutions))
    assert held(user) == {(EDIT, institution.pk) for institution in institutions}
    assert grants.drift() == 0


@pytest.mark.django_db(transaction=True)
def test_many_syncs_at_once_agree_on_one_row():
    role = RepresentativeFactory(kind="primary", granted=False)
    InstitutionGrant.objects.all().delete()
    together(*[lambda: grants.sync([role.person_id])] * 6)
    assert InstitutionGrant.objects.count() == 3
    assert grants.drift() == 0


@pytest.mark.django_db(transaction=True)
def test_giving_and_ending_at_the_same_time_leaves_what_the_roles_say():
    group, person = WorkingGroupFactory(), UserFactory()
    SeatFactory(group=group, role="chair")
    seat = SeatFactory(group=group, person=person)
    other = WorkingGroupFactory()
    together(
        lambda: services.end_seat(seat=seat, actor=None),
        lambda: services.give_seat(group=other, person=person, actor=None),
    )
    assert held(person) == {("participate_in_group", other.pk)}
    assert grants.drift() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_last_chairs_that_leave_at_once_one_stays():
    group = WorkingGroupFactory()
    seats = [SeatFactory(group=group, role="chair"), SeatFactory(group=group, role="co-chair")]
    refused = []

    def leave(seat):
        def work():
            try:
                services.end_seat(seat=seat, actor=seat.person)
            except ValidationError as error:
                refused.append(error.code)

        return work

    together(*(leave(seat) for seat in seats))
    assert refused == ["last_chair"]
    assert Seat.objects.current().filter(group=group).count() == 1
    assert grants.drift() == 0


@pytest.mark.django_db
def test_an_assistants_region_is_seen_and_not_decided_on():
    region = RegionFactory()
    user = CoordinatorFactory(region=region, role="assistant").person
    assert authz.can(user, "view_desk", region)
    assert not authz.can(user, "coordinate", region)
