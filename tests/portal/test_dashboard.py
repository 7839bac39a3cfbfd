"""What a person has to do, and what they can do first if nothing waits."""

import pytest
from django.urls import reverse

from tests.factories.members import ChangeRequestFactory, CoordinatorFactory, RepresentativeFactory
from tests.factories.portal import UserFactory
from tests.factories.resources import PracticeFactory

pytestmark = pytest.mark.django_db


def text(browser):
    response = browser.get(reverse("dashboard"))
    assert response.status_code == 200
    return response.content.decode()


def test_a_newcomer_is_told_what_to_do(client_for):
    page = text(client_for(UserFactory()))
    assert "Nothing waits for you" in page
    assert reverse("member_list") in page


def test_a_representative_finds_profile_people_and_practices(client_for):
    role = RepresentativeFactory(institution__name="My university")
    practice = PracticeFactory(lead_institution=role.institution, submitted_by=role.person, title="My draft")
    foreign = PracticeFactory(title="Not mine")
    page = text(client_for(role.person))
    assert "Nothing waits" not in page
    for address in ("profile_edit", "profile_people"):
        assert reverse(address, args=[role.institution.slug]) in page
    assert practice.title in page
    assert foreign.title not in page


@pytest.mark.parametrize("kind", ["deputy", "editor"])
def test_only_primaries_are_led_to_the_people(client_for, kind):
    role = RepresentativeFactory(kind=kind)
    page = text(client_for(role.person))
    assert reverse("profile_edit", args=[role.institution.slug]) in page
    assert reverse("profile_people", args=[role.institution.slug]) not in page


def test_the_reason_of_a_returned_change_is_there(client_for):
    role = RepresentativeFactory()
    ChangeRequestFactory(
        institution=role.institution, status="returned", reason="Show the charter.", decided_at="2026-01-01T00:00Z"
    )  # fmt: skip
    assert "Show the charter." in text(client_for(role.person))


def test_a_coordinator_finds_the_desk(client_for):
    assert reverse("desk") in text(client_for(CoordinatorFactory().person))


def test_visitors_sign_in_first(client):
    assert client.get(reverse("dashboard")).status_code == 302
