"""The directory: filters, counts, orders, pages, the list and the map as one; and the public profile."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members import services
from members.models import Institution
from members.services import refresh_search
from tests.factories.members import (
    ChangeRequestFactory,
    CountryFactory,
    InstitutionFactory,
    InstitutionNameFactory,
    MembershipFactory,
    RegionFactory,
    RepresentativeFactory,
)
from tests.factories.portal import LanguageFactory, SecretariatFactory, UserFactory
from tests.resources.structured import illegal, json_ld_of

pytestmark = pytest.mark.django_db


def place(name, country="KE", region="africa", **fields):
    code = CountryFactory(code=country, region=region and RegionFactory(code=region))
    return InstitutionFactory(name=name, country=code, **fields)


def found(query="", screen="member_list", browser=None):
    response = (browser or Client()).get(reverse(screen) + query)
    assert response.status_code == 200
    return [row.name for row in response.context["page"].object_list]


def counts(query):
    facets = Client().get(reverse("member_list") + query).context["facets"]
    return {each["name"]: {c["label"]: c["count"] for c in each["choices"]} for each in facets}


@pytest.fixture
def world():
    place("Alpha", latitude=-1.2, longitude=36.8)
    place("beta", kind="platform", latitude=-1.3, longitude=36.9)
    place("Éta", "EG", "arab-states", latitude=30.0, longitude=31.2)
    place("Gamma", "AQ", None)


# --- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alpha", "beta", "Éta", "Gamma"]), ("?region=africa", ["Alpha", "beta"]),
        ("?country=EG", ["Éta"]), ("?kind=platform", ["beta"]), ("?q=ETA", ["Éta"]), ("?q=alp", ["Alpha"]),
        ("?region=africa&kind=university", ["Alpha"]), ("?region=nowhere", []), ("?country=' OR 1=1", []),
        ("?sort=country", ["Gamma", "Éta", "Alpha", "beta"]), ("?sort=newest", ["Gamma", "Éta", "beta", "Alpha"]),
        ("?sort=nonsense", ["Alpha", "beta", "Éta", "Gamma"]), ("?box=30,-5,40,5", ["Alpha", "beta"]),
        ("?box=0,0,0,0", []), ("?q=%26 | ! :*", []), ("?q=alpha%27)--", ["Alpha"]),
    ],
)  # fmt: skip
def test_list_and_map_find_the_same_rows(world, query, names):
    assert found(query) == names
    assert found(query, "member_map") == names


@pytest.mark.parametrize("box", ["x", "1,2,3", "1,2,3,4,5", "nan,nan,nan,nan", "inf,0,0,0", "10,0,5,5", "0,0,181,5", ",,,"])  # fmt: skip
def test_a_part_of_the_map_that_is_none_is_404(box):
    for screen in ("member_list", "member_map"):
        assert Client().get(reverse(screen), {"box": box}).status_code == 404


@pytest.mark.parametrize("page", ["0", "2", "99999999", "x", "-1", "٢", ""])
def test_a_page_that_is_none_is_404(world, page):
    assert Client().get(reverse("member_list"), {"page": page}).status_code == 404


def test_facets_count_without_their_own_choice(world):
    assert counts("?region=africa&kind=platform") == {
        "region": {"Africa": 1},
        "country": {"Country KE": 1},
        "kind": {"University": 1, "Platform": 1},
    }


def test_the_map_draws_what_has_a_place(world):
    response = Client().get(reverse("member_map"))
    assert response.context["placed"] == 3
    assert sum(dot.count for dot in response.context["dots"]) == 3


def test_hidden_institutions_show_to_their_own_people_only(client_for):
    hidden = InstitutionFactory(name="Hidden", live=False)
    own = client_for(RepresentativeFactory(institution=hidden).person)
    assert (found(), found(browser=client_for(UserFactory()))) == ([], [])
    assert found(browser=own) == ["Hidden"]
    assert Client().get(reverse("member_detail", args=[hidden.slug])).status_code == 404
    assert own.get(reverse("member_detail", args=[hidden.slug])).status_code == 200
    assert hidden.slug not in Client().get("/sitemap-institutions.xml").content.decode()


# --- the profile -------------------------------------------------------------------------------


def test_json_ld_is_legal_and_cannot_end_its_script():
    evil = '</script><script>alert("x")</script>'
    institution = InstitutionFactory(
        name=evil, ror="https://ror.org/02y9nww90", wikidata="Q1", latitude=1, longitude=2, established=1970,
        contact_email="a@example.org",
    )  # fmt: skip
    MembershipFactory(institution=institution)
    InstitutionNameFactory(institution=institution)
    institution.languages = [LanguageFactory()]
    institution.save()
    response = Client().get(reverse("member_detail", args=[institution.slug]))
    assert '<script>alert("x")' not in response.content.decode()
    data = json_ld_of(response)
    assert data["@graph"][0]["name"] == evil
    assert illegal(data) == []


def test_a_former_address_leads_to_the_present_one_for_ever():
    institution = InstitutionFactory(slug="old")
    services.change_slug(institution=institution, slug="new", actor=SecretariatFactory())
    response = Client().get("/en/members/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/en/members/new/")
    Institution.objects.update(live=False)
    assert Client().get("/en/members/old/").status_code == 404


def test_search_finds_all_names_and_labels():
    institution = InstitutionFactory(name="Tsinghua University", country=CountryFactory(code="CN", label_fr="Chine"))  # fmt: skip
    InstitutionNameFactory(institution=institution, value="清华大学", language="zh")
    refresh_search(institution=Institution.objects.get())
    for words in ("清华", "tsing", "chine", "university tsinghua"):
        assert found(f"?q={words}") == ["Tsinghua University"], words


# --- cost --------------------------------------------------------------------------------------


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_lists_cost_the_same_with_one_and_thirty_rows(client_for):
    first = place("Alpha", latitude=1, longitude=2)
    MembershipFactory(institution=first)
    ChangeRequestFactory(institution=first)
    role = RepresentativeFactory(institution=first)
    first.save_revision(clean=False)
    editor, desk = client_for(role.person), client_for(SecretariatFactory())
    wanted = [
        (Client(), reverse("member_list")), (Client(), reverse("member_map")), (Client(), reverse("member_list") + "?q=a"),
        (desk, reverse("desk")), (editor, reverse("dashboard")),
        (editor, reverse("profile_history", args=[first.slug])), (editor, reverse("profile_people", args=[first.slug])),
    ]  # fmt: skip
    before = [queries(*each) for each in wanted]
    for number in range(29):
        other = place(f"A{number}", latitude=number, longitude=number)
        MembershipFactory(institution=other)
        ChangeRequestFactory(institution=other)
        RepresentativeFactory(institution=other, person=role.person)
        if number < 20:
            RepresentativeFactory(institution=first)
        first.save_revision(clean=False, user=UserFactory())
    assert [queries(*each) for each in wanted] == before
