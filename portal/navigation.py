"""The menus for one request: two queries at most, whatever their length."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .models.navigation import FooterItem, MainItem, MenuItem, Navigation, Screen


class Entry(NamedTuple):
    """One link of a menu."""

    label: str
    url: str
    current: bool


DEFAULT_SCREENS = (Screen.PRACTICES, Screen.MEMBERS, Screen.GROUPS, Screen.EVENTS)


def main_entries(request: HttpRequest) -> list[Entry]:
    """The main navigation; the portal's own screens while nothing was set."""
    entries = _entries(request, MainItem)
    return entries or [_screen_entry(request, screen) for screen in DEFAULT_SCREENS]


def footer_entries(request: HttpRequest) -> list[Entry]:
    """The footer's links."""
    return _entries(request, FooterItem)


def footer_text(request: HttpRequest) -> str:
    """The line in the footer."""
    site = Site.find_for_request(request)
    return Navigation.for_site(site).footer_text if site else ""


def _entries(request: HttpRequest, model: type[MenuItem]) -> list[Entry]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    rows = list(
        model.objects.filter(navigation__site=site).select_related("page__locale").order_by("sort_order")
    )
    pages = _in_language([row.page for row in rows if row.page_id])
    made = (_entry(request, row, pages) for row in rows)
    return [entry for entry in made if entry]


def _entry(request: HttpRequest, row: MenuItem, pages: dict) -> Entry | None:
    if row.screen:
        return _screen_entry(request, Screen(row.screen))
    page = pages.get(row.page.translation_key)
    url = page.get_url(request) if page else None
    return Entry(page.title, url, request.path.startswith(url)) if url else None


def _screen_entry(request: HttpRequest, screen: Screen) -> Entry:
    url = reverse(screen.value)
    return Entry(str(screen.label), url, request.path.startswith(url))


def _in_language(pages: list[Page]) -> dict:
    """By translation key: the live page in the reader's language, else the one chosen."""
    keys = [page.translation_key for page in pages]
    found: QuerySet = Page.objects.live().public().filter(translation_key__in=keys).select_related("locale")
    chosen = {page.pk for page in pages}
    ranked = sorted(found, key=lambda page: (page.locale.language_code == get_language(), page.pk in chosen))
    return {page.translation_key: page for page in ranked}
