"""What machines find of practices: the site-wide search and structured data."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal import authz
from portal.registries import SearchSource
from portal.search.vectors import match

from . import selectors
from .models import Practice


def find_practices(user: Any, query: str, limit: int) -> tuple[list[selectors.Card], int]:
    """Published practices that match, as cards, and how many there are."""
    rows = match(authz.scope(user, "list", Practice), query)
    hits = rows.select_related("lead_institution", "language").defer("search")[:limit]
    return selectors.cards(hits), rows.count()


def practices_url(query: str) -> str:
    """The library's list for the same words."""
    return f"{reverse('practice_list')}?{urlencode({'q': query})}"


PRACTICES = SearchSource(_("Good practices"), "resources/practice_cards.html", find_practices, practices_url)
