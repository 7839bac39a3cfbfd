"""Executes ``matrix.csv``: each row as a question, as a list, as a page and as a form where they exist.

The file is the document and the test in one. ``yes`` and ``no`` come from the design, never from the
code; a new rule needs rows, a new screen of a rule a door in ``addresses.py``.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from portal import authz

from .addresses import doors
from .world import World

ROWS = list(csv.DictReader((Path(__file__).parent / "matrix.csv").read_text("utf-8").splitlines()))
CASES = sorted({(row["action"], row["object"]) for row in ROWS})
ACTORS = list(dict.fromkeys(row["actor"] for row in ROWS))
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def expected(action, thing):
    """Actor → whether they may."""
    rows = [row for row in ROWS if (row["action"], row["object"]) == (action, thing)]
    return {row["actor"]: row["expected"] == "yes" for row in rows}


def sign_in(user) -> Client:
    client = Client()
    if user.is_authenticated:
        client.force_login(user, backend="portal.authz.backends.GrantBackend")
    return client


def allowed(response) -> bool:
    """Whether an answer lets the person in; 422 for a form that is not filled well does, 409 does not."""
    if response.status_code == 302:
        return "/account/login/" not in response.url
    assert response.status_code < 500
    return response.status_code not in (401, 403, 404, 409, 410)


def test_every_row_names_a_known_actor_and_thing_and_none_is_missing(world):
    assert set(ACTORS) == set(world.people)
    assert {row["object"] for row in ROWS} == set(world.things)
    assert {row["expected"] for row in ROWS} == {"yes", "no"}
    keys = [(row["action"], row["object"], row["actor"]) for row in ROWS]
    assert len(keys) == len(set(keys)) == len(CASES) * len(ACTORS)


def test_there_are_more_refusals_than_consents():
    answers = [row["expected"] for row in ROWS]
    assert answers.count("no") >= answers.count("yes")


def test_every_rule_has_its_rows(world):
    declared = {(model._meta.label, action) for model, action in authz.declared()}
    told = {(world.things[row["object"]]._meta.label, row["action"]) for row in ROWS}
    # A seat, a version and an assignment answer as their group, file and practice do.
    through_others = {
        ("projects.Seat", "view"),
        ("projects.FileVersion", "view"),
        ("resources.ReviewAssignment", "view"),
    }
    assert declared - told == through_others, "Declare the new rule's rows in tests/permissions/matrix.csv."
    assert told - declared == set()


def test_questions(world):
    for action, name in CASES:
        thing = world.things[name]
        answers = {actor: authz.can(user, action, thing) for actor, user in world.people.items()}
        assert answers == expected(action, name), (action, name)
        audience = set(authz.audience(action, thing).values_list("pk", flat=True))
        refused = {user.pk for actor, user in world.people.items() if not answers[actor]}
        assert not audience & refused, (action, name)


def test_lists_show_exactly_the_rows_the_questions_allow(world):
    by_list = defaultdict(dict)
    for row in ROWS:
        model = type(world.things[row["object"]])
        by_list[model, row["action"], row["actor"]][row["object"]] = row["expected"] == "yes"
    for (model, action, actor), answers in by_list.items():
        names = world.of(model)
        shown = authz.scope(world.people[actor], action, model).filter(pk__in=names)
        listed = {names[pk] for pk in shown.values_list("pk", flat=True)} & set(answers)
        assert listed == {name for name, yes in answers.items() if yes}, (model, action, actor)


@pytest.mark.parametrize("method", ["get", "post"])
def test_screens_and_forms(world, method):
    """Every answer that differs from the matrix is listed. A request's changes are taken back before the next."""
    differing = []
    for action, name in CASES:
        thing, wanted = world.things[name], expected(action, name)
        wanted["inactive"] = wanted["visitor"]  # their session is nobody's
        for door in doors(action, name, thing):
            if door.method == method:
                answers = {actor: lets_in(world, door, thing, actor) for actor in wanted}
                differing += [
                    (action, name, door.name, actor, "let in" if answers[actor] else "refused")
                    for actor in wanted
                    if answers[actor] is not wanted[actor]
                ]
    assert differing == []


def lets_in(world, door, thing, actor) -> bool:
    with transaction.atomic():
        client = sign_in(world.people[actor])
        response = getattr(client, door.method)(door.url(thing), door.data())
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    return allowed(response)
