"""The public library: what it finds, counts and hides, and what a page says to machines."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import registries
from resources import services
from resources.models import Author, Practice
from tests.factories.members import CountryFactory, InstitutionFactory, RegionFactory
from tests.factories.portal import LanguageFactory, SecretariatFactory, UserFactory
from tests.factories.resources import PracticeFactory, TechLevelFactory, published, submitted, whole

from .structured import illegal, json_ld_of

pytestmark = pytest.mark.django_db


def found(client, **query):
    response = client.get(reverse("practice_list"), query)
    assert response.status_code == 200
    return [card.practice.title for card in response.context["cards"]]


def counts(client, **query):
    facets = client.get(reverse("practice_list"), query).context["facets"]
    return {each["name"]: {c["label"]: c["count"] for c in each["choices"]} for each in facets}


def in_region(code, country):
    return InstitutionFactory(country=CountryFactory(code=country, region=RegionFactory(code=code)))


# --- finding -----------------------------------------------------------------------------------


def test_each_facet_counts_without_its_own_choice():
    africa, arab = in_region("africa", "KE"), in_region("arab-states", "EG")
    published(title="A", lead_institution=africa, tech=("no-tech",), sdg=("4.3",))
    published(title="B", lead_institution=africa, tech=("hi-tech", "no-tech"), sdg=("4.4",))
    published(title="C", lead_institution=arab, tech=("hi-tech",), sdg=("4.3", "4.4"))
    made = counts(Client(), tech="hi-tech", region="africa")
    assert made["tech"] == {"Level no-tech": 2, "Level hi-tech": 1}
    assert made["region"] == {"Africa": 1, "Arab States": 1}
    assert made["sdg"] == {"Target 4.4": 1}
    assert found(Client(), tech="hi-tech", region="africa") == ["B"]
    assert sorted(found(Client(), tech=["hi-tech", "no-tech"])) == ["A", "B", "C"]


def test_a_practice_without_a_region_is_listed(client):
    published(title="From nowhere", lead_institution=InstitutionFactory(country=CountryFactory(code="AQ", region=None)))  # fmt: skip
    assert found(client) == ["From nowhere"]


@pytest.mark.parametrize(
    "query",
    [{"tech": "nonsense"}, {"region": "' OR 1=1 --"}, {"sdg": "4.3'"}, {"lang": "x" * 500}, {"q": "zzz"}],
)
def test_what_nobody_has_finds_nothing_and_breaks_nothing(client, query):
    published()
    assert found(client, **query) == []


@pytest.mark.parametrize(
    "q", ["radio & !lessons", "'); DROP TABLE", "lessons | x:*", "\\", "<->", "radio:*A"]
)
def test_words_are_text_never_syntax(client, q):
    published(title="Radio lessons")
    assert client.get(reverse("practice_list"), {"q": q, "sort": "relevance"}).status_code == 200


def test_orders(client):
    published(title="Beta")
    published(title="älpha")
    assert found(client, sort="title") == ["älpha", "Beta"]
    assert found(client, sort="newest") == ["älpha", "Beta"]
    assert found(client, sort="nonsense") == ["älpha", "Beta"]


@pytest.mark.parametrize("page", ["0", "2", "99999999", "x", "-1", "1e3", "٣"])
def test_pages_that_are_none_are_404(client, page):
    published()
    assert client.get(reverse("practice_list"), {"page": page}).status_code == 404


def test_the_language_facet(client):
    published(title="Arabic", language=LanguageFactory(code="ar"))
    published(title="English")
    assert found(client, lang="ar") == ["Arabic"]


# --- hiding ------------------------------------------------------------------------------------


def hidden():
    made = {"draft": whole(title="Zebra draft"), "submitted": submitted(title="Zebra submitted")}
    made["retired"] = published(title="Zebra retired")
    services.retire_practice(practice=made["retired"], reason="Over.", actor=SecretariatFactory())
    return made


def test_what_is_not_published_is_found_nowhere(client):
    made = hidden()
    assert found(client) == []
    assert found(client, q="zebra") == []
    pages = [reverse("search") + "?q=zebra", "/sitemap-practices.xml", reverse("member_list")]
    pages += [reverse("member_detail", args=[each.lead_institution.slug]) for each in made.values()]
    for address in pages:
        assert "Zebra " not in client.get(address).content.decode(), address
        assert "zebra-" not in client.get(address).content.decode(), address
    assert registries.listings.get("featured_practices").rows(10, {}) == []
    assert registries.search_sources.get("practices").find(AnonymousUser(), "zebra", 5) == ([], 0)


def test_the_published_is_found_everywhere(client):
    practice = published(title="Zebra")
    profile = client.get(reverse("member_detail", args=[practice.lead_institution.slug]))
    assert found(client, q="zeb") == ["Zebra"]
    assert "Zebra" in profile.content.decode()
    assert "Zebra" in client.get(reverse("search"), {"q": "zebra"}).content.decode()
    assert "/library/zebra/" in client.get("/sitemap-practices.xml").content.decode()


@pytest.mark.parametrize("who", ["visitor", "newcomer"])
def test_drafts_do_not_exist_for_others(client, client_for, who):
    browser = client if who == "visitor" else client_for(UserFactory())
    for practice in (whole(), submitted()):
        for name in ("practice_preview", "practice_edit", "practice_review"):
            status = browser.get(reverse(name, args=[practice.pk])).status_code
            assert status == (302 if who == "visitor" else 404), name
        for name in ("practice_withdraw", "practice_discard"):
            status = browser.post(reverse(name, args=[practice.pk])).status_code
            assert status == (302 if who == "visitor" else 404), name
    assert Practice.objects.count() == 2


def test_a_withdrawn_practice_leaves_a_stone_with_the_reason(client):
    practice = hidden()["retired"]
    response = client.get(reverse("practice_detail", args=[practice.slug]))
    text = response.content.decode()
    assert response.status_code == 200
    assert "Over." in text
    assert "239 of 412" not in text


def test_an_unknown_address_is_404(client):
    assert client.get(reverse("practice_detail", args=["nothing"])).status_code == 404


# --- the page ----------------------------------------------------------------------------------


def test_json_ld_uses_terms_of_schema_org_only(client):
    practice = published(title='</script><script>alert("x")</script>')
    response = client.get(reverse("practice_detail", args=[practice.slug]))
    assert '<script>alert("x")' not in response.content.decode()
    data = json_ld_of(response)
    assert data["name"] == practice.title
    assert illegal(data) == []


def test_translations_point_to_each_other(client):
    original = published(title="Original")
    other = published(
        title="Traduction", language=LanguageFactory(code="fr"), translation_of=original,
        lead_institution=original.lead_institution,
    )  # fmt: skip
    draft = whole(title="Borrador", language=LanguageFactory(code="es"), translation_of=original)
    for practice, sibling in ((original, other), (other, original)):
        response = client.get(reverse("practice_detail", args=[practice.slug]))
        assert list(response.context["translations"]) == [sibling]
        assert draft.title not in response.content.decode()


@pytest.mark.parametrize(
    ("visibility", "visitor", "member"),
    [("public", True, True), ("members", False, True), ("reviewers", False, False)],
)
def test_who_sees_the_contact(client, client_for, visibility, visitor, member):
    practice = published()
    Practice.objects.update(contact_visibility=visibility)
    address = reverse("practice_detail", args=[practice.slug])
    assert ("office@example.org" in client.get(address).content.decode()) is visitor
    signed_in = client_for(UserFactory())
    assert ("office@example.org" in signed_in.get(address).content.decode()) is member


def test_public_pages_can_be_kept_by_caches(client):
    practice = published()
    for address in (reverse("practice_list"), reverse("practice_detail", args=[practice.slug])):
        response = client.get(address)
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert not response.cookies


# --- cost --------------------------------------------------------------------------------------


def queries(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def copies(practice, number):
    """More of the same, cheaply."""
    for index in range(number):
        more = Practice.objects.defer(None).get(pk=practice.pk)
        terms = {name: list(getattr(more, name).all()) for name in ("countries", "tech_levels")}
        more.pk, more.latest_revision = None, None
        if more.slug:
            more.slug, more.number = f"copy-{practice.pk}-{index}", f"C{practice.pk}-{index}"
        for name, rows in terms.items():
            setattr(more, name, rows)
        more.save(force_insert=True)


def test_lists_cost_the_same_with_one_and_thirty_rows(client, client_for):
    practice = published(title="Zebra")
    waiting = submitted(lead_institution=practice.lead_institution, submitted_by=practice.submitted_by)
    people = [client, client_for(practice.submitted_by), client_for(SecretariatFactory())]
    profile = reverse("member_detail", args=[practice.lead_institution.slug])
    wanted = [
        (client, reverse("practice_list")), (client, reverse("practice_list") + "?q=zebra&tech=no-tech"),
        (client, reverse("search") + "?q=zebra"), (client, profile),
        (people[1], reverse("dashboard")), (people[2], reverse("desk")),
    ]  # fmt: skip
    before = [queries(*each) for each in wanted]
    copies(practice, 29)
    copies(waiting, 29)
    assert [queries(*each) for each in wanted] == before


def test_a_page_costs_the_same_whatever_it_has(client):
    practice = published()
    address = reverse("practice_detail", args=[practice.slug])
    before = queries(client, address)
    full = Practice.objects.get()
    full.authors = [Author(name=f"A{number}", consents=True) for number in range(15)]
    full.tech_levels = [TechLevelFactory(code=code) for code in ("no-tech", "lo-tech", "hi-tech")]
    full.save()
    assert queries(client, address) == before


def test_empty_library_says_so(client):
    PracticeFactory()
    assert found(client) == []
