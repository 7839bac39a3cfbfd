"""What falls due: each part alone, at most one process at it, safe to repeat."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone

from portal import registries, ticks
from portal.authz import grants
from portal.models import SecretariatAppointment, TickMark, User

BROKEN = "broken for a test"


@pytest.fixture
def parts(monkeypatch):
    """A registry of its own."""
    registry = registries.Registry()
    monkeypatch.setattr(registries, "ticks", registry)
    return registry


def _break():
    TickMark.objects.create(name="half done")
    raise RuntimeError(BROKEN)


@pytest.mark.django_db
def test_every_registered_part_runs_and_can_be_repeated():
    assert None not in ticks.run_all().values()
    assert None not in ticks.run_all().values()


@pytest.mark.django_db
def test_a_broken_part_undoes_its_own_work_and_stops_no_other(parts):
    parts.register("a", _break)
    parts.register("b", lambda: 7)
    assert ticks.run_all() == {"a": None, "b": 7}
    assert TickMark.objects.count() == 0


@pytest.mark.django_db
def test_the_command_says_which_part_failed(parts):
    parts.register("a", _break)
    with pytest.raises(CommandError, match="a"):
        call_command("tick")


@pytest.mark.django_db(transaction=True)
def test_a_part_that_runs_elsewhere_is_left_alone(parts):
    parts.register("a", lambda: 7)
    other = connections.create_connection("default")
    try:
        with transaction.atomic():
            assert ticks._locked("a")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(ticks, "connection", other)
                assert not ticks._locked("a")
    finally:
        other.close()
    assert ticks.run_one("a") == 7


@pytest.mark.django_db
def test_a_part_may_be_rare():
    calls = []
    rare = ticks.every(timedelta(hours=1), "rare", lambda: calls.append(1) or 1)
    assert (rare(), rare()) == (1, 0)
    TickMark.objects.filter(pk="rare").update(at=timezone.now() - timedelta(hours=2))
    assert rare() == 1


@pytest.mark.django_db
def test_roles_are_looked_at_from_the_last_time_on(monkeypatch):
    seen = []
    monkeypatch.setattr(grants, "people_due", lambda since: seen.append(since) or set())
    ticks.open_and_close_roles()
    mark = TickMark.objects.get(pk="roles").at
    ticks.open_and_close_roles()
    assert seen == [ticks.BEGINNING, mark]


@pytest.mark.django_db
def test_people_whose_roles_begin_or_end_are_brought_in_line(monkeypatch):
    people = [User.objects.create_user(f"p{number}@example.org", name="P") for number in range(3)]
    now, synced = timezone.now(), []
    TickMark.objects.create(name="roles", at=now - timedelta(hours=1))
    minutes = {0: (-10, None), 1: (-500, -10), 2: (-500, 500)}
    for number, (start, end) in minutes.items():
        SecretariatAppointment.objects.create(
            person=people[number],
            starts_at=now + timedelta(minutes=start),
            ends_at=end and now + timedelta(minutes=end),
        )
    monkeypatch.setattr(grants, "sync", lambda due: synced.append(due) or 0)
    ticks.open_and_close_roles()
    assert synced == [{people[0].pk, people[1].pk}]


@pytest.mark.django_db
def test_expired_sessions_go():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    assert ticks.expire_sessions() == 1
    assert Session.objects.get().session_key == "new"
