"""What groups and events give to the dashboard and to pages."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import authz
from portal.registries import Figure, Listing, Panel

from . import selectors
from .models import WorkingGroup


def _my_groups(request: HttpRequest) -> dict[str, Any] | None:
    groups = list(selectors.groups(request.user, mine=True).order_by("-active_at")[:8])
    return {"groups": groups} if groups else None


def _upcoming(limit: int, options: dict[str, Any]) -> list:
    return list(selectors.events(AnonymousUser(), region=options.get("region", ""))[:limit])


MY_GROUPS = Panel("projects/dashboard_groups.html", _my_groups)
UPCOMING_EVENTS = Listing(_("Coming events"), "projects/event_cards.html", _upcoming)
GROUP_FIGURE = Figure(
    _("open working groups"),
    lambda: authz.scope(AnonymousUser(), "view", WorkingGroup).filter(status="active").count(),
    lambda: reverse("group_list"),
)
