"""The public profile: what it says to people and to machines, and where former addresses lead."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members import services
from members.models import Institution
from members.panels import find_institutions
from portal.models import Language
from tests.factories.members import (
    CountryFactory,
    InstitutionFactory,
    InstitutionNameFactory,
    MembershipFactory,
    RepresentativeFactory,
)
from tests.factories.portal import LanguageFactory, SecretariatFactory

pytestmark = pytest.mark.django_db


def page(client, institution) -> str:
    return client.get(reverse("member_detail", args=[institution.slug])).content.decode()


def structured(text: str) -> dict:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    (organization,) = json.loads(data)["@graph"]
    return organization


def test_profile_shows_what_is_public(client):
    institution = InstitutionFactory(
        name="University of Nairobi", ror="https://ror.org/02y9nww90", latitude=-1.28, longitude=36.81
    )
    InstitutionNameFactory(institution=institution, value="جامعة نيروبي", language="ar")
    MembershipFactory(institution=institution, founder=True)
    institution.languages.add(LanguageFactory(code="sw"))
    institution.save()
    text = page(client, institution)
    for part in ("University of Nairobi", "https://ror.org/02y9nww90", "Language sw", '<svg class="map"'):
        assert part in text
    assert re.search(r'lang="ar"\s+dir="rtl"[^>]*>\s*جامعة نيروبي', text)


def test_structured_data_follow_schema_org(client):
    institution = InstitutionFactory(
        name="University of Nairobi",
        ror="https://ror.org/02y9nww90",
        wikidata="Q649998",
        established=1970,
        contact_email="office@example.org",
        latitude=-1.28,
        longitude=36.81,
    )
    InstitutionNameFactory(institution=institution, value="Chuo Kikuu cha Nairobi", language="sw")
    MembershipFactory(institution=institution)
    data = structured(page(client, institution))
    assert data["@type"] == "CollegeOrUniversity"
    assert data["@id"].endswith(f"/members/{institution.slug}/#org")
    assert data["alternateName"] == [{"@value": "Chuo Kikuu cha Nairobi", "@language": "sw"}]
    assert data["sameAs"] == ["https://ror.org/02y9nww90", "https://www.wikidata.org/entity/Q649998"]
    assert data["address"] == {"@type": "PostalAddress", "addressLocality": "Nairobi", "addressCountry": "KE"}
    assert data["foundingDate"] == "1970"
    assert data["location"]["geo"]["latitude"] == -1.28
    assert data["memberOf"]["@id"].endswith("/#org")


def test_structured_data_name_only_what_is_there(client):
    data = structured(page(client, InstitutionFactory(summary="", city="", country=None, region=None)))
    assert set(data) == {"@type", "@id", "name", "url", "mainEntityOfPage"}


def test_no_text_breaks_out_of_the_page(client):
    hostile = "</script><script>alert(1)</script>&\u2028\u2029<b>\"'"
    institution = InstitutionFactory(name=hostile[:255], summary=hostile, description=hostile, city=hostile)
    InstitutionNameFactory(institution=institution, value=hostile)
    text = page(client, institution)
    assert "alert(1)</script>" not in text
    assert structured(text)["name"] == hostile


def test_country_without_region_is_no_failure(client):
    antarctica = CountryFactory(code="AQ", label_en="Antarctica", region=None)
    assert "Antarctica" in page(client, InstitutionFactory(country=antarctica))


def test_draft_is_for_its_people_and_region_only(client, client_for):
    institution = InstitutionFactory(live=False)
    url = reverse("member_detail", args=[institution.slug])
    assert client.get(url).status_code == 404
    assert client_for(RepresentativeFactory().person).get(url).status_code == 404
    assert client_for(RepresentativeFactory(institution=institution).person).get(url).status_code == 200


def test_former_address_leads_to_the_present_one_for_ever(client):
    institution, secretariat = InstitutionFactory(slug="old"), SecretariatFactory()
    services.change_slug(institution=institution, slug="new", actor=secretariat)
    services.change_slug(institution=institution, slug="newer", actor=secretariat)
    for slug in ("old", "new"):
        answer = client.get(reverse("member_detail", args=[slug]))
        assert (answer.status_code, answer["Location"]) == (301, reverse("member_detail", args=["newer"]))


def test_former_address_of_a_draft_is_not_told(client):
    institution = InstitutionFactory(slug="old", live=False)
    services.change_slug(institution=institution, slug="new", actor=SecretariatFactory())
    assert client.get(reverse("member_detail", args=["old"])).status_code == 404


def test_former_address_is_nobody_elses():
    secretariat = SecretariatFactory()
    services.change_slug(institution=InstitutionFactory(slug="old"), slug="new", actor=secretariat)
    with pytest.raises(ValidationError):
        services.change_slug(institution=InstitutionFactory(), slug="old", actor=secretariat)
    with pytest.raises(ValidationError):
        services.change_slug(institution=InstitutionFactory(), slug="new", actor=secretariat)
    created = services.create_institution(name="Old", kind="university", country=None, actor=None)
    assert created.slug == "old-2"


def test_only_the_secretariat_changes_addresses():
    role = RepresentativeFactory()
    with pytest.raises(PermissionDenied):
        services.change_slug(institution=role.institution, slug="other", actor=role.person)


def test_address_may_come_back():
    institution, secretariat = InstitutionFactory(slug="old"), SecretariatFactory()
    services.change_slug(institution=institution, slug="new", actor=secretariat)
    services.change_slug(institution=institution, slug="old", actor=secretariat)
    assert list(institution.former_slugs.values_list("slug", flat=True)) == ["new"]


def test_cost_is_the_same_with_few_and_many_names(client, django_assert_max_num_queries):
    institution = InstitutionFactory(latitude=1.0, longitude=1.0)
    for number in range(30):
        InstitutionNameFactory(institution=institution)
        institution.languages.add(Language.objects.create(code=f"x-{number}", label_en="X"))
    institution.save()
    page(client, institution)
    with django_assert_max_num_queries(12):
        page(client, institution)


def test_new_institution_is_found_by_all_its_names_and_its_country():
    kenya = CountryFactory(code="KE", label_en="Kenya", label_zh_hans="肯尼亚")
    created = services.create_institution(
        name="Élan University",
        kind="university",
        country=kenya,
        actor=None,
        ror="02y9nww90",
        names=[{"value": "جامعة نيروبي", "language": "AR", "kind": "label"}],
        summary="Radio lessons.",
    )
    assert (created.slug, created.region, created.ror) == (
        "elan-university",
        kenya.region,
        "https://ror.org/02y9nww90",
    )
    assert created.names.get().language == "ar"
    for words in ("elan uni", "جامعه نيروبي", "肯尼亚", "radio less", "kenya"):
        assert find_institutions(None, words, 5) == ([Institution.objects.get()], 1), words
