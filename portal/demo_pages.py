"""The demo's editorial pages, in the languages their texts are written in."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from . import registries
from .models import DeclarationPage, HomePage, NewsIndexPage, NewsPage, StandardPage
from .models.navigation import FooterItem, MainItem, Navigation, Screen

CONTENT = Path(__file__).parent / "demo_content" / "pages.toml"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NEWS_TITLES = {
    "en": "News",
    "ar": "الأخبار",
    "zh-hans": "新闻",
    "fr": "Actualités",
    "ru": "Новости",
    "es": "Noticias",
}
FIGURES_TITLES = {
    "en": "The Alliance in numbers",
    "ar": "التحالف بالأرقام",
    "zh-hans": "联盟数据",
    "fr": "L’Alliance en chiffres",
    "ru": "Альянс в цифрах",
    "es": "La Alianza en cifras",
}
MAP_TITLES = {
    "en": "Members in every region",
    "ar": "أعضاء في كل منطقة",
    "zh-hans": "遍布各地区的成员",
    "fr": "Des membres dans chaque région",
    "ru": "Участники во всех регионах",
    "es": "Miembros en todas las regiones",
}
PRACTICES_TITLES = {
    "en": "Recent good practices",
    "ar": "أحدث الممارسات الجيدة",
    "zh-hans": "最新优秀实践",
    "fr": "Bonnes pratiques récentes",
    "ru": "Новые примеры успешной практики",
    "es": "Buenas prácticas recientes",
}
EVENTS_TITLES = {
    "en": "Coming events",
    "ar": "الفعاليات القادمة",
    "zh-hans": "近期活动",
    "fr": "Événements à venir",
    "ru": "Ближайшие мероприятия",
    "es": "Próximos eventos",
}
BUTTONS = {
    "en": "Browse the library",
    "ar": "تصفّح المكتبة",
    "zh-hans": "浏览资源库",
    "fr": "Parcourir la bibliothèque",
    "ru": "Открыть библиотеку",
    "es": "Explorar la biblioteca",
}


def content() -> dict[str, Any]:
    """The texts, as the file has them."""
    return tomllib.loads(CONTENT.read_text("utf-8"))


@transaction.atomic
def load(report: Callable[[str], None]) -> None:
    """Build the page tree once; a page that is there already is left as it is."""
    texts = content()
    homes = {code: _home(code, texts["home"][code]) for code in LANGUAGES}
    for code, home in homes.items():
        _news_index(home, code)
        _about(home, texts["about"], code)
    _declarations(homes, texts["declaration"])
    _news(homes["en"], texts["news"])
    _standard_pages(homes["en"], texts.get("standard", {}))
    report(f"{Page.objects.count()} pages")


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _home(code: str, text: dict) -> HomePage:
    home = HomePage.objects.filter(locale__language_code=code).first()
    if home:
        return home
    root = Page.get_first_root_node()
    original = HomePage.objects.filter(locale__language_code="en").first()
    home = HomePage(
        title=text["title"], slug=f"home-{code}", locale=_locale(code), body=_home_body(code, text)
    )
    if original:
        home.translation_key = original.translation_key
    root.add_child(instance=home)
    if code == "en":
        _site(home)
    return home


def _site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.site_name, site.root_page = (
        "localhost",
        80,
        settings.WAGTAIL_SITE_NAME,
        home,
    )
    site.save()
    Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()


def _home_body(code: str, text: dict) -> list[dict]:
    hero = {
        "title": text["hero_title"],
        "text": text["hero_text"],
        "action_label": BUTTONS[code],
        "action_href": f"/{code}/library/",
    }
    cards = [{**card, "href": _prefixed(card["href"], code)} for card in text["cards"]]
    return [
        {"type": "hero", "value": hero},
        {
            "type": "figures",
            "value": {"heading": FIGURES_TITLES[code], "figures": registries.figures.names()},
        },
        {"type": "text", "value": _paragraphs(text["intro"])},
        {"type": "listing", "value": _listing(PRACTICES_TITLES[code], "featured_practices", 8)},
        {"type": "map", "value": {"heading": MAP_TITLES[code]}},
        {"type": "quote", "value": {"text": text["quote"], "source": text["quote_source"]}},
        {"type": "listing", "value": _listing(EVENTS_TITLES[code], "upcoming_events", 4)},
        {
            "type": "cards",
            "value": {"heading": "", "cards": cards},
        },
    ]


def _listing(heading: str, name: str, number: int) -> dict:
    return {"heading": heading, "listing": name, "number": number}


def _prefixed(href: str, code: str) -> str:
    return f"/{code}{href}" if href.startswith("/") else href


def _paragraphs(text: str | list[str]) -> str:
    parts = text.split("\n\n") if isinstance(text, str) else text
    return "".join(f"<p>{escape(part.strip())}</p>" for part in parts if part.strip())


def sections(texts: list[dict]) -> list[dict]:
    """Headings with paragraphs as text blocks."""
    return [
        {"type": "text", "value": f"<h2>{escape(each['heading'])}</h2>{_paragraphs(each['text'])}"}
        for each in texts
    ]


def add_page(parent: Page, page: Page) -> Page:
    """Add ``page`` below ``parent`` unless a page with its slug is there; return the one that is."""
    present = parent.get_children().filter(slug=page.slug).first()
    if present:
        return present.specific
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _translated(page: Page, model: type[Page], slug: str) -> Page:
    """Link ``page`` as a translation to the page of the same model and slug that came first."""
    first = model.objects.filter(slug=slug).first()
    if first:
        page.translation_key = first.translation_key
    return page


def _news_index(home: HomePage, code: str) -> None:
    page = NewsIndexPage(title=NEWS_TITLES[code], slug="news", show_in_menus=True, locale=home.locale)
    add_page(home, _translated(page, NewsIndexPage, "news"))


def _about(home: HomePage, about: dict, code: str) -> None:
    text = about.get(code)
    if not text:
        return
    page = StandardPage(
        title=text["title"], slug="about", body=sections(text["sections"]), locale=home.locale
    )
    page.introduction = text.get("introduction", "")
    add_page(home, _translated(page, StandardPage, "about"))


def _declarations(homes: dict[str, HomePage], text: dict) -> None:
    for code, home in homes.items():
        paragraphs = text["paragraphs"].get(code)
        if paragraphs:
            page = _declaration(text, code, paragraphs)
            page.locale = home.locale
            add_page(home, _translated(page, DeclarationPage, "declaration"))


def _declaration(text: dict, code: str, paragraphs: list) -> DeclarationPage:
    return DeclarationPage(
        title=_in(text["title"], code),
        slug="declaration",
        note=_in(text["note"], code),
        adopted_on="2020-12-11",
        paragraphs=[
            {"type": "paragraph", "value": _paragraph(each, number)}
            for number, each in enumerate(paragraphs, 1)
        ],
    )


def _in(text: str | dict, code: str) -> str:
    return text if isinstance(text, str) else text.get(code, text.get("en", ""))


def _paragraph(each: str | dict, number: int) -> dict:
    if isinstance(each, str):
        return {"number": str(number), "heading": "", "text": each}
    return {
        "number": str(each.get("number", number)),
        "heading": each.get("heading", ""),
        "text": each["text"],
    }


def _news(home: HomePage, items: list[dict]) -> None:
    index = NewsIndexPage.objects.child_of(home).get()
    for item in items:
        page = NewsPage(
            title=item["title"],
            slug=item["slug"],
            date=item["date"],
            summary=item["summary"],
            body=[{"type": "text", "value": _paragraphs(item["body"])}],
        )
        add_page(index, page)


def _standard_pages(home: HomePage, pages: dict) -> None:
    for slug, text in pages.items():
        body = sections(text["sections"])
        add_page(home, StandardPage(title=text["title"], slug=slugify(slug), body=body))


@transaction.atomic
def load_navigation(report: Callable[[str], None]) -> None:
    """Fill the menus once, when all pages are there."""
    home = HomePage.objects.get(locale__language_code="en")
    site = Site.objects.get(is_default_site=True)
    navigation = Navigation.for_site(site)
    if navigation.main_items.exists():
        return
    navigation.save()
    screens = [Screen.PRACTICES, Screen.MEMBERS, Screen.GROUPS, Screen.EVENTS]
    pages = {page.slug: page for page in home.get_children().live()}
    entries = [*({"screen": screen} for screen in screens), *_page_entries(pages, ["news", "about"])]
    for order, entry in enumerate(entries):
        MainItem.objects.create(navigation=navigation, sort_order=order, **entry)
    footer = _page_entries(pages, ["about", "declaration", "regions", "accessibility", "privacy"])
    for order, entry in enumerate(footer):
        FooterItem.objects.create(navigation=navigation, sort_order=order, **entry)
    report(f"{len(entries)} entries")


def _page_entries(pages: dict[str, Page], slugs: list[str]) -> list[dict]:
    return [{"page": pages[slug]} for slug in slugs if slug in pages]
