"""The questions: they fail closed, cost one query, and agree with ``has_perm``."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from members.models import ChangeRequest, Institution, InstitutionGrant, Region
from members.permissions import OWN_INSTITUTION_MESSAGE
from portal import authz
from portal.authz import grants
from portal.models import AuditEntry, User
from projects.models import Post, WorkingGroup
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
from tests.factories.projects import PostFactory, SeatFactory, WorkingGroupFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def at(moment):
    """Questions asked at ``moment``."""
    return patch("django.utils.timezone.now", return_value=moment)


# --- fails closed ------------------------------------------------------------------------


@pytest.mark.parametrize("user", [None, VISITOR], ids=["none", "anonymous"])
def test_nobody_holds_no_right(user):
    institution = InstitutionFactory()
    assert not authz.can(user, "change", institution)
    assert list(authz.scope(user, "change", Institution)) == []


def test_without_an_object_the_answer_is_no():
    assert not authz.can(SecretariatFactory(), "change", None)


def test_unknown_action_is_a_no_for_everybody(caplog):
    secretariat, institution = SecretariatFactory(), InstitutionFactory()
    operator = UserFactory(is_superuser=True)
    for user in (secretariat, operator, VISITOR):
        assert not authz.can(user, "obliterate", institution)
        assert list(authz.scope(user, "obliterate", Institution)) == []
    assert list(authz.audience("obliterate", institution)) == []
    assert authz.blocked_by(secretariat, "obliterate", institution) is None
    with pytest.raises(PermissionDenied):
        authz.require(secretariat, "obliterate", institution)
    assert "unknown action 'obliterate'" in caplog.text


def test_a_model_without_rules_is_a_no():
    user = SecretariatFactory()
    assert not authz.can(user, "view", user)
    assert list(authz.scope(user, "view", User)) == []


def test_an_inactive_person_holds_nothing_whatever_their_roles():
    institution = InstitutionFactory()
    for user in (RepresentativeFactory(institution=institution).person, SecretariatFactory()):
        assert authz.can(user, "change", institution)
        user.is_active = False
        user.save()
        assert not authz.can(user, "change", institution)
        assert not authz.can(user, "view", institution)  # not even what visitors see
        assert list(authz.scope(user, "change", Institution)) == []
        assert not user.has_perm("members.edit_institution", institution)
        assert user not in authz.audience("change", institution)


def test_an_inactive_operator_holds_nothing():
    user, institution = UserFactory(is_superuser=True, is_active=False), InstitutionFactory()
    assert not authz.can(user, "change", institution)
    assert not user.has_perm("members.edit_institution", institution)


def test_a_model_wide_permission_opens_no_row():
    user, institution = UserFactory(), InstitutionFactory()
    user.user_permissions.set(Permission.objects.filter(codename__contains="institution"))
    user = User.objects.get(pk=user.pk)
    assert user.has_perm("members.edit_institution")
    assert not user.has_perm("members.edit_institution", institution)
    assert not authz.can(user, "change", institution)
    assert list(authz.scope(user, "change", Institution)) == []


def test_declaring_a_pair_twice_is_refused():
    with pytest.raises(ValueError, match="rule for 'view' already"):
        authz.rule(Institution, "view", public=True)


# --- one declaration, several ways --------------------------------------------------------


def test_grants_reach_only_their_object():
    mine, other = InstitutionFactory(), InstitutionFactory()
    user = RepresentativeFactory(institution=mine).person
    assert list(authz.scope(user, "change", Institution)) == [mine]
    assert not authz.can(user, "change", other)
    assert list(authz.audience("change", mine)) == [user]


def test_what_is_open_without_condition_lists_every_row():
    regions = [RegionFactory(code="africa"), RegionFactory(code="arab-states")]
    institution, secretariat = InstitutionFactory(live=False), SecretariatFactory()
    assert set(authz.scope(VISITOR, "view", Region)) == set(regions)
    assert list(authz.scope(secretariat, "change", Institution)) == [institution]
    assert list(authz.scope(UserFactory(), "change", Institution)) == []


def test_an_institution_without_region_belongs_to_no_coordinator():
    nowhere = InstitutionFactory(country=CountryFactory(code="AQ", region=None), live=False)
    user = CoordinatorFactory().person
    assert not authz.can(user, "view", nowhere)
    assert nowhere not in authz.scope(user, "view", Institution)
    assert list(authz.audience("view", nowhere)) == []


def test_a_request_without_region_can_be_decided_by_the_secretariat_alone():
    nowhere = InstitutionFactory(country=CountryFactory(code="AQ", region=None))
    change, coordinator = ChangeRequestFactory(institution=nowhere), CoordinatorFactory().person
    secretariat = SecretariatFactory()
    assert not authz.can(coordinator, "decide", change)
    assert list(authz.audience("decide", change)) == [secretariat]


@pytest.mark.parametrize("role", [AffiliationFactory, RepresentativeFactory])
@pytest.mark.parametrize(("ended_days_ago", "barred"), [(None, True), (1, True), (729, True), (731, False)])
def test_conflict_of_interest_lasts_24_months(role, ended_days_ago, barred):
    change = ChangeRequestFactory()
    user = CoordinatorFactory(region=change.region).person
    now = timezone.now()
    ends = {} if ended_days_ago is None else {"ends_at": now - timedelta(days=ended_days_ago)}
    role(person=user, institution=change.institution, starts_at=now - timedelta(days=900), **ends)
    assert authz.can(user, "decide", change) is not barred
    assert (change in authz.scope(user, "decide", ChangeRequest)) is not barred
    assert (user in authz.audience("decide", change)) is not barred
    assert authz.blocked_by(user, "decide", change) == (str(OWN_INSTITUTION_MESSAGE) if barred else None)


def test_own_proposal_cannot_be_decided_and_the_reason_is_said():
    change = ChangeRequestFactory()
    user = CoordinatorFactory(region=change.region, person=change.proposed_by).person
    with pytest.raises(PermissionDenied, match="You proposed this change"):
        authz.require(user, "decide", change)
    assert list(authz.scope(user, "decide", ChangeRequest)) == []


def test_no_reason_is_given_to_whoever_has_no_right_anyway():
    change = ChangeRequestFactory()
    stranger = AffiliationFactory(institution=change.institution).person
    assert authz.blocked_by(stranger, "decide", change) is None


def test_require_answers_404_for_the_invisible_and_403_for_the_visible():
    private, public = WorkingGroupFactory(), WorkingGroupFactory(visibility="public")
    user = UserFactory()
    with pytest.raises(Http404):
        authz.require(user, "manage", private)
    with pytest.raises(PermissionDenied):
        authz.require(user, "manage", public)


def test_get_or_404_gives_what_may_be_seen():
    private = WorkingGroupFactory()
    member = SeatFactory(group=private).person
    assert authz.get_or_404(member, "view", WorkingGroup, slug=private.slug) == private
    for user, slug in ((UserFactory(), private.slug), (member, "no-such-group")):
        with pytest.raises(Http404):
            authz.get_or_404(user, "view", WorkingGroup, slug=slug)


# --- time ---------------------------------------------------------------------------------


def test_a_role_ends_at_its_last_instant_without_any_tick():
    now = timezone.now()
    role = RepresentativeFactory(starts_at=now - timedelta(days=1), ends_at=now + timedelta(hours=1))
    user, institution = role.person, role.institution
    for moment, expected in (
        (role.ends_at - timedelta(microseconds=1), True),
        (role.ends_at, False),
        (role.ends_at + timedelta(microseconds=1), False),
        (role.starts_at, True),
        (role.starts_at - timedelta(microseconds=1), False),
    ):
        with at(moment):
            assert authz.can(user, "change", institution) is expected
            assert (institution in authz.scope(user, "change", Institution)) is expected
            assert (user in authz.audience("change", institution)) is expected
            assert user.has_perm("members.edit_institution", institution) is expected


def test_the_secretariat_ends_at_its_last_instant():
    user, institution = SecretariatFactory(), InstitutionFactory()
    ends = timezone.now() + timedelta(hours=1)
    user.secretariatappointments.update(ends_at=ends)
    with at(ends - timedelta(seconds=1)):
        assert authz.can(user, "change", institution)
    with at(ends):
        assert not authz.can(user, "change", institution)
        assert user not in authz.audience("change", institution)


def test_a_change_of_roles_holds_at_once_inside_the_same_request():
    role = RepresentativeFactory()
    with authz.request_cache():
        assert authz.can(role.person, "change", role.institution)
        role.ends_at = timezone.now()
        role.save()
        grants.sync([role.person_id])
        assert not authz.can(role.person, "change", role.institution)


# --- cost ---------------------------------------------------------------------------------


def test_one_query_loads_a_person_and_no_row_costs_another(django_assert_num_queries):
    region = RegionFactory()
    user = CoordinatorFactory(region=region).person
    RepresentativeFactory(person=user)
    SeatFactory(person=user)
    changes = [ChangeRequestFactory() for _ in range(30)]
    with authz.request_cache():
        with django_assert_num_queries(1):
            assert authz.can(user, "decide", changes[0])
        with django_assert_num_queries(0):
            assert sum(authz.can(user, "decide", change) for change in changes) == 30
            authz.where(user, "decide", ChangeRequest)
        with django_assert_num_queries(1):
            assert len(authz.scope(user, "decide", ChangeRequest)) == 30


def test_visitors_and_inactive_people_cost_no_query(django_assert_num_queries):
    institution, inactive = InstitutionFactory(), UserFactory(is_active=False)
    with django_assert_num_queries(0):
        assert authz.can(VISITOR, "view", institution)
        assert not authz.can(inactive, "view", institution)


def test_each_person_has_their_own_grants_in_one_request():
    role, stranger = RepresentativeFactory(), UserFactory()
    with authz.request_cache():
        assert authz.can(role.person, "change", role.institution)
        assert not authz.can(stranger, "change", role.institution)


def test_nothing_is_kept_after_the_request():
    role = RepresentativeFactory()
    with authz.request_cache():
        assert authz.can(role.person, "change", role.institution)
    InstitutionGrant.objects.all().delete()
    assert not authz.can(role.person, "change", role.institution)


# --- guardian -----------------------------------------------------------------------------


def test_has_perm_does_not_confuse_objects_of_different_models_with_one_id():
    """A region and an institution may have the same id; a right on one says nothing of the other."""
    institution, region = InstitutionFactory(pk=900_001), RegionFactory(pk=900_001, code="elsewhere")
    user = RepresentativeFactory(institution=institution).person
    assert user.has_perm("members.edit_institution", institution)
    assert not user.has_perm("members.edit_institution", region)
    assert not user.has_perm("members.coordinate_region", region)


def test_has_perm_is_no_for_other_apps_objects_and_nonsense():
    role = RepresentativeFactory()
    user, institution = role.person, role.institution
    for permission in (
        "edit_institution",
        "",
        ".",
        "members.",
        "projects.edit_institution",
        "members.nonsense",
    ):
        assert not user.has_perm(permission, institution)
    assert not user.has_perm("members.edit_institution", user)
    assert not user.has_perm("members.edit_institution", Institution())


def test_no_generic_guardian_rows_exist():
    RepresentativeFactory()
    CoordinatorFactory()
    SeatFactory(role="chair")
    assert UserObjectPermission.objects.count() == 0
    assert GroupObjectPermission.objects.count() == 0


def test_guardian_made_no_ghost_account():
    assert User.objects.count() == 0


def test_deleting_the_object_deletes_its_grants_so_that_a_new_one_inherits_nothing():
    role = RepresentativeFactory()
    pk, user = role.institution_id, role.person
    role.institution.delete()
    successor = InstitutionFactory(pk=pk)
    assert not authz.can(user, "change", successor)


def test_each_grant_leaves_a_line_in_the_audit_trail():
    secretariat = SecretariatFactory()
    role = RepresentativeFactory(kind="editor", granted=False)
    grants.sync([role.person_id], actor=secretariat)
    role.ends_at = timezone.now()
    role.save()
    grants.sync([role.person_id], actor=secretariat)
    line = AuditEntry.objects.get(action="portal.revoke")
    assert (line.actor, line.before["permission"], line.before["object"]) == (
        secretariat,
        "edit_institution",
        role.institution_id,
    )


def test_ownership_alone_needs_the_object_in_the_right_state():
    post = PostFactory(thread__group__visibility="public", thread__group__status="archived")
    SeatFactory(group=post.group, person=post.author)
    assert not authz.can(post.author, "edit", post)
    assert list(authz.scope(post.author, "edit", Post)) == []
