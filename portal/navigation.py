"""The menus: kept in the process until a page or a menu changes."""

from typing import NamedTuple

from django.core.exceptions import DisallowedHost
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from portal.page_cache import memo

from .models.navigation import FooterItem, MainItem, MenuItem, Navigation, Screen


class Entry(NamedTuple):
    """One link of a menu."""

    label: str
    url: str
    current: bool


Link = tuple[str, str]
DEFAULT_SCREENS = (Screen.PRACTICES, Screen.MEMBERS, Screen.GROUPS, Screen.EVENTS)


def main_entries(request: HttpRequest) -> list[Entry]:
    """The main navigation; the portal's own screens while nothing was set."""
    links = _links(request, MainItem) or [(str(each.label), reverse(each.value)) for each in DEFAULT_SCREENS]
    return [Entry(label, url, request.path.startswith(url)) for label, url in links]


def footer_entries(request: HttpRequest) -> list[Entry]:
    """The footer's links."""
    return [Entry(label, url, request.path == url) for label, url in _links(request, FooterItem)]


def footer_text(request: HttpRequest) -> str:
    """The line in the footer."""
    host = _host(request)
    return memo(("footer text", host), lambda: _footer_text(request)) if host else ""


def _footer_text(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return Navigation.for_site(site).footer_text if site else ""


def _links(request: HttpRequest, model: type[MenuItem]) -> list[Link]:
    host = _host(request)
    if host is None:
        return []
    return memo(("menu", model.__name__, host, get_language()), lambda: _made(request, model))


def _host(request: HttpRequest) -> str | None:
    """The host asked for; ``None`` on the error page for one that is not ours."""
    try:
        return request.get_host()
    except DisallowedHost:
        return None


def _made(request: HttpRequest, model: type[MenuItem]) -> list[Link]:
    site = Site.find_for_request(request)
    if site is None:
        return []
    rows = list(
        model.objects.filter(navigation__site=site).select_related("page__locale").order_by("sort_order")
    )
    pages = _in_language([row.page for row in rows if row.page_id])
    made = (_link(request, row, pages) for row in rows)
    return [link for link in made if link]


def _link(request: HttpRequest, row: MenuItem, pages: dict) -> Link | None:
    if row.screen:
        screen = Screen(row.screen)
        return str(screen.label), reverse(screen.value)
    page = pages.get(row.page.translation_key)
    url = page.get_url(request) if page else None
    return (page.title, url) if page and url else None


def _in_language(pages: list[Page]) -> dict:
    """By translation key: the live page in the reader's language, else the one chosen."""
    keys = [page.translation_key for page in pages]
    found: QuerySet = Page.objects.live().public().filter(translation_key__in=keys).select_related("locale")
    chosen = {page.pk for page in pages}
    ranked = sorted(found, key=lambda page: (page.locale.language_code == get_language(), page.pk in chosen))
    return {page.translation_key: page for page in ranked}
