"""The groups of regional editors follow the appointments and hold the hub's rights and no others."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from members import hubs
from members.models import RegionHubPage
from portal.authz import grants
from tests.factories.members import CoordinatorFactory, InstitutionFactory, RegionFactory
from tests.factories.portal import UserFactory
from tests.portal.admin_site import build_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return build_admin()


def members_of(region):
    return set(hubs.group_of(region).user_set.all())


def test_a_regions_group_holds_exactly_the_hub_and_its_collection(admin):
    group = hubs.group_of(admin.own.region)
    assert [permission.codename for permission in group.permissions.all()] == ["access_admin"]
    pages = GroupPagePermission.objects.filter(group=group).select_related("permission")
    assert {(row.page_id, row.permission.codename) for row in pages} == {
        (admin.own.pk, name) for name in ("add_page", "change_page", "publish_page")
    }
    files = GroupCollectionPermission.objects.filter(group=group).select_related("permission")
    assert {(row.collection_id, row.permission.codename) for row in files} == {
        (admin.collections["own"].pk, f"{right}_{kind}")
        for right in ("add", "change", "choose")
        for kind in ("image", "document")
    }


def test_asking_again_changes_nothing(admin):
    before = (Group.objects.count(), GroupPagePermission.objects.count(), Collection.objects.count())
    for hub in (admin.own, admin.other):
        hubs.ensure_hub_rights(hub)
    assert (Group.objects.count(), GroupPagePermission.objects.count(), Collection.objects.count()) == before


def test_a_hub_given_to_another_region_changes_hands(admin):
    admin.own.region = admin.other.region
    admin.own.save()
    rows = GroupPagePermission.objects.filter(page=admin.own.pk)
    assert {row.group for row in rows} == {hubs.group_of(admin.other.region)}
    assert not admin.own.permissions_for_user(admin.coordinator).can_edit()
    assert admin.own.permissions_for_user(admin.colleague).can_edit()


def test_a_hub_made_anywhere_has_its_editors_at_once(admin):
    hub = admin.index.add_child(
        instance=RegionHubPage(title="Second", slug="second", region=admin.own.region)
    )
    assert hub.permissions_for_user(admin.coordinator).can_publish()
    assert not hub.permissions_for_user(admin.colleague).can_edit()


@pytest.mark.parametrize(("role", "joins"), [("lead", True), ("deputy", True), ("assistant", False)])
def test_leads_and_deputies_join_the_group(role, joins):
    appointment = CoordinatorFactory(role=role)
    assert (appointment.person in members_of(appointment.region)) is joins


def test_an_ended_appointment_leaves_the_group_and_only_its_own():
    first = CoordinatorFactory(region=RegionFactory(code="africa"))
    second = CoordinatorFactory(person=first.person, region=RegionFactory(code="arab-states"))
    first.ends_at = timezone.now()
    first.save()
    grants.sync([first.person_id])
    assert members_of(first.region) == set()
    assert members_of(second.region) == {first.person}
    assert hubs.drift() == 0


def test_what_a_date_opens_and_closes_tick_brings_in_line():
    now = timezone.now()
    appointment = CoordinatorFactory(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    assert members_of(appointment.region) == set()
    with patch("django.utils.timezone.now", return_value=now + timedelta(hours=1)):
        assert (hubs.drift(), hubs.sync_all_editors(), hubs.drift()) == (1, 1, 0)
        assert members_of(appointment.region) == {appointment.person}
    with patch("django.utils.timezone.now", return_value=now + timedelta(hours=2)):
        assert hubs.sync_all_editors() == 1
        assert members_of(appointment.region) == set()


def test_drift_counts_strangers_in_the_group():
    appointment = CoordinatorFactory()
    hubs.group_of(appointment.region).user_set.add(UserFactory())
    assert hubs.drift() == 1
    assert hubs.sync_editors(appointment.region) == 1
    assert members_of(appointment.region) == {appointment.person}


def test_the_hub_shows_the_public_members_of_its_region_alone(admin, django_assert_max_num_queries):
    region = admin.own.region
    shown = InstitutionFactory(country__code="KE", country__region=region)
    InstitutionFactory(country__code="KE", live=False)
    InstitutionFactory(country__code="EG", country__region=admin.other.region)
    with django_assert_max_num_queries(4):
        context = hubs.region_facts(region)
        assert shown in context["newest"]
        assert {row.region_id for row in context["newest"] if row.live} == {region.pk}
        assert [row.person for row in context["coordinators"]] == [admin.coordinator]
