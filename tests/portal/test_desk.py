"""The desk: what waits in one's own regions, of all kinds, by age, and nothing that betrays other regions."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from members.models import ChangeRequest, Region
from resources.models import Practice
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
from tests.factories.resources import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    africa, arab = RegionFactory(code="africa"), RegionFactory(code="arab-states")
    return {
        "africa": InstitutionFactory(name="In Africa", country=CountryFactory(code="KE", region=africa)),
        "arab": InstitutionFactory(name="In Egypt", country=CountryFactory(code="EG", region=arab)),
        "none": InstitutionFactory(name="In Antarctica", country=CountryFactory(code="AQ", region=None)),
    }


def change_of(institution, day):
    change = ChangeRequestFactory(institution=institution)
    ChangeRequest.objects.filter(pk=change.pk).update(proposed_at=datetime(2026, 1, day, tzinfo=UTC))
    return change


def practice_of(institution, day, title):
    practice = submitted(lead_institution=institution, title=title)
    Practice.objects.filter(pk=practice.pk).update(submitted_at=datetime(2026, 1, day, tzinfo=UTC))
    return practice


@pytest.fixture
def waiting(places):
    change_of(places["africa"], 3)
    practice_of(places["africa"], 2, "Radio")
    practice_of(places["arab"], 1, "Phones")
    change_of(places["none"], 4)


def desk(browser, **query):
    response = browser.get(reverse("desk"), query)
    assert response.status_code == 200
    return response


def titles(response):
    return [item.title for item in response.context["items"]]


def counts(response):
    return {each["name"]: each["count"] for each in response.context["kinds"] if each["count"]}


def test_a_coordinator_sees_the_own_region_by_age(places, waiting, client_for):
    response = desk(client_for(CoordinatorFactory(region=places["africa"].region).person))
    assert titles(response) == ["Radio", "In Africa"]
    assert (response.context["total"], counts(response)) == (2, {"change": 1, "practice": 1})
    text = response.content.decode()
    assert not any(word in text for word in ("Phones", "Egypt", "Antarctica", "Arab"))


def test_a_coordinator_of_two_regions_sees_both(places, waiting, client_for):
    person = CoordinatorFactory(region=places["africa"].region).person
    CoordinatorFactory(region=places["arab"].region, person=person)
    assert titles(desk(client_for(person))) == ["Phones", "Radio", "In Africa"]
    assert titles(desk(client_for(person), region="arab-states")) == ["Phones"]


def test_the_secretariat_sees_everything(places, waiting, client_for):
    response = desk(client_for(SecretariatFactory()))
    assert titles(response) == ["Phones", "Radio", "In Africa", "In Antarctica"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "change"}, ["In Africa"]), ({"kind": "practice"}, ["Radio"]), ({"kind": "nonsense"}, []),
        ({"region": "arab-states"}, []), ({"region": "africa", "kind": "practice"}, ["Radio"]),
        ({"region": "' OR 1=1 --"}, []),
    ],
)  # fmt: skip
def test_choices_narrow_and_never_widen(places, waiting, client_for, query, found):
    person = CoordinatorFactory(region=places["africa"].region).person
    assert titles(desk(client_for(person), **query)) == found


def test_regions_are_named_in_the_readers_language(places, waiting, client_for):
    Region.objects.filter(code="africa").update(label_fr="Afrique")
    browser = client_for(SecretariatFactory())
    with translation.override("fr"):
        regions = browser.get(reverse("desk")).context["regions"]
    assert regions == [("africa", "Afrique"), ("arab-states", "Arab States")]


def test_what_is_decided_is_gone(places, waiting, client_for):
    ChangeRequest.objects.update(status="returned", decided_at=datetime(2026, 2, 1, tzinfo=UTC))
    person = CoordinatorFactory(region=places["africa"].region).person
    assert titles(desk(client_for(person))) == ["Radio"]


def test_matters_one_may_not_decide_say_so(places, waiting, client_for):
    person = CoordinatorFactory(region=places["africa"].region).person
    AffiliationFactory(person=person, institution=places["africa"])
    response = desk(client_for(person))
    assert [item.may_decide for item in response.context["items"]] == [False, False]
    assert "24 months" in response.content.decode()


def test_an_ended_term_closes_the_desk(places, client_for):
    role = CoordinatorFactory(region=places["africa"].region, starts_at=datetime(2024, 1, 1, tzinfo=UTC), ends_at=datetime(2025, 1, 1, tzinfo=UTC))  # fmt: skip
    assert client_for(role.person).get(reverse("desk")).status_code == 403


def test_others_have_no_desk(client, client_for):
    assert client.get(reverse("desk")).status_code == 302
    for person in (UserFactory(), RepresentativeFactory().person):
        assert client_for(person).get(reverse("desk")).status_code == 403


@pytest.mark.parametrize("page", ["0", "2", "x", "99999999"])
def test_a_page_that_is_none_is_404(client_for, page):
    assert client_for(SecretariatFactory()).get(reverse("desk"), {"page": page}).status_code == 404


def test_an_empty_desk_says_so(client_for):
    assert "Nothing waits" in desk(client_for(SecretariatFactory())).content.decode()
