"""What the site-wide search finds of groups and events."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal import authz
from portal.registries import SearchSource
from portal.search.vectors import match

from . import selectors
from .models import Event, WorkingGroup


def find_groups(user: Any, query: str, limit: int) -> tuple[list[WorkingGroup], int]:
    """Groups the person may see that match, and how many there are."""
    rows = selectors.groups(user, q=query)
    return list(rows[:limit]), rows.count()


def find_events(user: Any, query: str, limit: int) -> tuple[list[Event], int]:
    """Events the person may see that match, and how many there are."""
    rows = match(authz.scope(user, "view", Event), query)
    return list(rows.select_related("country", "region")[:limit]), rows.count()


def groups_url(query: str) -> str:
    """The list of groups for the same words."""
    return f"{reverse('group_list')}?{urlencode({'q': query})}"


def events_url(query: str) -> str:
    """The list of coming events for the same words."""
    return f"{reverse('event_list')}?{urlencode({'q': query})}"


GROUPS = SearchSource(_("Working groups"), "projects/group_cards.html", find_groups, groups_url)
EVENTS = SearchSource(_("Events"), "projects/event_cards.html", find_events, events_url)
