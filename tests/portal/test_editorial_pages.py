"""Editorial pages: the tree in six languages, blocks that show live data, and what visitors get."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import escape

from members import demo_hubs, vocabularies
from portal import demo_pages, registries
from portal.blocks.content import validate_href
from portal.models import DeclarationPage, HomePage, NewsIndexPage, NewsPage, StandardPage

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ar", "zh-hans", "fr", "ru", "es"]


@pytest.fixture
def pages():
    vocabularies.load_regions()
    vocabularies.load_countries()
    demo_pages.load(lambda _text: None)
    demo_hubs.load(lambda _text: None)
    demo_pages.load_navigation(lambda _text: None)


def test_the_front_speaks_six_languages_and_names_the_others(pages, client):
    for language in LANGUAGES:
        html = client.get(f"/{language}/").content.decode()
        assert demo_pages.content()["home"][language]["hero_title"] in html
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
        assert len(re.findall(r'rel="alternate"\s+hreflang=', html)) == len(LANGUAGES)
    response = client.get("/", headers={"accept-language": "ar,fr;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/ar/")


def test_loading_twice_changes_nothing(pages):
    before = sorted(HomePage.objects.values_list("pk", flat=True)), NewsPage.objects.count()
    demo_pages.load(lambda _text: None)
    assert (sorted(HomePage.objects.values_list("pk", flat=True)), NewsPage.objects.count()) == before


def test_language_links_lead_to_the_front_where_a_page_has_no_translation(pages, client):
    html = client.get("/en/accessibility/").content.decode()
    assert 'href="/ar/"' in html
    assert client.get("/ar/").status_code == 200
    assert not re.search(r'rel="alternate"\s+hreflang="ar"', html)


def test_news_lists_the_newest_first_with_the_same_number_of_queries(pages, client):
    index = NewsIndexPage.objects.get(locale__language_code="en")
    dates = list(NewsPage.objects.order_by("-date").values_list("title", flat=True))
    html = client.get("/en/news/").content.decode()
    places = [html.index(escape(title)) for title in dates[:4]]
    assert places == sorted(places)
    few = _queries(client, "/en/news/")
    for number in range(10):
        page = NewsPage(title=f"More {number}", slug=f"more-{number}", summary="x", body=[])
        demo_pages.add_page(index, page)
    assert _queries(client, "/en/news/") == few


def _queries(client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_draft_is_not_served_and_blocks_show_live_numbers(pages, client):
    page = NewsPage.objects.first()
    page.unpublish()
    assert client.get(f"/en/news/{page.slug}/").status_code == 404
    assert str(registries.figures.get("groups").label) in client.get("/en/").content.decode()


def test_region_hub_shows_its_region_and_only_its_news(pages, client):
    africa = demo_hubs.RegionHubPage.objects.get(region__code="africa")
    asia = demo_hubs.RegionHubPage.objects.get(region__code="asia-pacific")
    demo_pages.add_page(africa, NewsPage(title="Savannah", slug="savannah", summary="s", body=[]))
    demo_pages.add_page(asia, NewsPage(title="Archipelago", slug="archipelago", summary="s", body=[]))
    html = client.get("/en/regions/africa/").content.decode()
    assert ("Savannah" in html, "Archipelago" in html) == (True, False)


def test_declaration_paragraphs_can_be_cited_by_numbers_given_once(pages, client):
    html = client.get("/en/declaration/").content.decode()
    assert ('id="p7"' in html, 'href="#p7"' in html) == (True, True)
    page = DeclarationPage.objects.get(locale__language_code="en")
    page.paragraphs = [("paragraph", {"number": "1", "heading": "", "text": "a"})] * 2
    with pytest.raises(ValidationError):
        page.full_clean()


@pytest.mark.parametrize("href", ["/library/", "https://example.org/a", "http://example.org/"])
def test_card_links_lead_to_pages(href):
    validate_href(href)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:x", "library"]
)
def test_card_links_refuse_tricks(href):
    with pytest.raises(ValidationError):
        validate_href(href)


def test_navigation_speaks_the_readers_language(pages, client):
    french = client.get("/fr/").content.decode()
    about = StandardPage.objects.get(locale__language_code="fr", slug="about")
    assert 'href="/fr/about/"' in french
    assert escape(about.title) in french
    assert 'href="/fr/members/"' in french
