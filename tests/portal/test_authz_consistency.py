"""The object, the list and the audience agree: for every declared rule, every actor, any roles.

Hypothesis invents roles with windows, conflicts, states and inactive people; then time passes
without any tick. What the questions may answer at most is told independently, from the roles.
"""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members.models import (
    Affiliation,
    ChangeRequest,
    CoordinatorAppointment,
    Institution,
    Region,
    Representative,
)
from portal import authz
from portal.authz import grants
from portal.models import SecretariatAppointment, User
from projects.models import Seat, WorkingGroup
from resources.models import Practice, ReviewAssignment

from .authz_world import MODELS_OF_OTHERS, build_world

# (kind of role, person, scope, begins, ends): hours from now; ends None is open.
HOURS = st.sampled_from([-900 * 24, -731 * 24, -30, -2, 0, 1, 3])
LENGTHS = st.sampled_from([None, 0, 1, 2, 5, 200 * 24, 900 * 24])
ROLES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "primary",
                "deputy",
                "editor",
                "affiliation",
                "lead",
                "assistant",
                "chair",
                "member",
                "secretariat",
                "reviewer",
            ]
        ),
        st.integers(0, 4),
        st.integers(0, 2),
        HOURS,
        LENGTHS,
    ),
    max_size=9,
)
PASSING = st.sampled_from([0, 1, 2, 4, 24, 731 * 24])


def give(world, now, kind, person, scope, begins, length):
    """Write one role of the invented list, past all services."""
    starts = now + timedelta(hours=begins)
    window = {
        "person": world.people[person],
        "starts_at": starts,
        "ends_at": None if length is None else starts + timedelta(hours=length),
    }
    if kind in ("primary", "deputy", "editor"):
        Representative.objects.create(institution=world.institutions[scope], kind=kind, **window)
    elif kind == "affiliation":
        Affiliation.objects.create(institution=world.institutions[scope], **window)
    elif kind in ("lead", "assistant"):
        CoordinatorAppointment.objects.create(region=world.regions[scope % 2], role=kind, **window)
    elif kind == "secretariat":
        SecretariatAppointment.objects.create(**window)
    elif kind == "reviewer":
        practice = world.practices[3 + scope]  # the submitted ones
        if not practice.assignments.filter(person=window["person"]).exists():
            ReviewAssignment.objects.create(practice=practice, **window)
    elif not Seat.objects.filter(group=world.groups[scope], person=window["person"]).exists():
        Seat.objects.create(group=world.groups[scope], role=kind, **window)


def all_objects():
    """Every declared pair with the rows of its model."""
    rows = {}
    for model, action in authz.declared():
        if model not in rows:
            related = [f.name for f in model._meta.fields if f.is_relation and f.many_to_one]
            rows[model] = list(model._default_manager.select_related(*related))
        yield model, action, rows[model]


def told(user, action, rows):
    return {row.pk for row in rows if authz.can(user, action, row)}


def listed(user, action, model):
    found = list(authz.scope(user, action, model).values_list("pk", flat=True))
    assert len(found) == len(set(found)), f"{action} lists a row of {model._meta.label} twice"
    return set(found)


@pytest.mark.django_db
class TestConsistency(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
    @given(roles=ROLES, inactive=st.sets(st.integers(0, 4), max_size=1), hours=PASSING)
    def test_object_list_and_audience_agree(self, roles, inactive, hours):
        now = timezone.now()
        with patch("django.utils.timezone.now", return_value=now):
            for role in roles:
                give(self.world, now, *role)
            User.objects.filter(pk__in=[self.world.people[i].pk for i in inactive]).update(is_active=False)
            grants.sync([person.pk for person in self.world.people])
            assert grants.drift() == 0
            self.complete()
        with patch("django.utils.timezone.now", return_value=now + timedelta(hours=hours)):
            self.agree()
            self.sound()
            grants.sync([person.pk for person in self.world.people])
            assert grants.drift() == 0
            self.agree()
            self.complete()

    def people(self):
        return list(User.objects.order_by("pk"))

    def agree(self):
        """``can``, ``scope`` and ``audience`` answer alike for all pairs and all people."""
        with authz.request_cache():
            people = self.people()
            visitor, stranger = AnonymousUser(), self.world.stranger
            for model, action, rows in all_objects():
                may = {user.pk: told(user, action, rows) for user in people}
                for user in people:
                    assert may[user.pk] == listed(user, action, model), (action, model, user.pk)
                    assert user.is_active or not may[user.pk]
                open_to_all = told(visitor, action, rows)
                assert open_to_all == listed(visitor, action, model)
                assert listed(None, action, model) == open_to_all
                open_to_all |= may[stranger.pk]
                for row in rows:
                    audience = set(authz.audience(action, row).values_list("pk", flat=True))
                    allowed = {user.pk for user in people if row.pk in may[user.pk]}
                    if row.pk in open_to_all:
                        assert audience <= allowed, (action, row)
                    else:
                        assert audience == allowed, (action, row)

    def sound(self):
        """No right without a role in force, whatever the grants say."""
        for model, action, roles in (
            (Institution, "change", Representative.objects.all()),
            (Institution, "manage_people", Representative.objects.filter(kind="primary")),
            (Region, "view_desk", CoordinatorAppointment.objects.all()),
            (Region, "coordinate", CoordinatorAppointment.objects.exclude(role="assistant")),
            (Practice, "advise", ReviewAssignment.objects.all()),
            (WorkingGroup, "participate", Seat.objects.all()),
            (WorkingGroup, "manage", Seat.objects.exclude(role="member")),
        ):
            for user, row in self.pairs(model):
                if authz.can(user, action, row) and not self.secretariat(user):
                    scope = {"WorkingGroup": "group"}.get(model.__name__, model._meta.model_name)
                    assert roles.current().filter(person=user, **{scope: row}).exists(), (action, row)
        for user, change in self.pairs(ChangeRequest):
            if authz.can(user, "decide", change) and not self.secretariat(user):
                self.impartial(user, change)

    def impartial(self, user, change):
        assert CoordinatorAppointment.objects.current().filter(person=user, region=change.region).exists()
        assert change.proposed_by_id != user.pk
        recent = timezone.now() - timedelta(days=730)
        for model in (Affiliation, Representative):
            near = model.objects.filter(person=user, institution=change.institution)
            assert not near.not_ended(recent).exists()

    def complete(self):
        """After the grants were brought in line, whoever has a role has its right."""
        for user, institution in self.pairs(Institution):
            if Representative.objects.current().filter(person=user, institution=institution):
                assert authz.can(user, "change", institution)
        for user, region in self.pairs(Region):
            roles = CoordinatorAppointment.objects.current().filter(person=user, region=region)
            if roles.exclude(role="assistant"):
                assert authz.can(user, "coordinate", region)
        for user, group in self.pairs(WorkingGroup):
            if Seat.objects.current().filter(person=user, group=group):
                assert authz.can(user, "view", group)

    def pairs(self, model):
        with authz.request_cache():
            people = [user for user in self.people() if user.is_active]
            yield from ((user, row) for user in people for row in model.objects.all())

    @staticmethod
    def secretariat(user):
        return user.is_superuser or SecretariatAppointment.objects.current().filter(person=user).exists()


@pytest.mark.django_db
def test_the_world_has_rows_of_every_model_with_rules():
    """A new rule's model needs rows in tests/portal/authz_world.py, or nothing above says anything of it."""
    build_world()
    empty = {
        model._meta.label
        for model, _action in authz.declared()
        if model._meta.label not in MODELS_OF_OTHERS and not model._default_manager.exists()
    }
    assert empty == set()
