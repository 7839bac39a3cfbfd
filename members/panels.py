"""What the members give to the dashboard, the desk, the search and pages."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from portal import authz
from portal.registries import DeskItem, DeskSource, Figure, Listing, Panel, SearchSource
from portal.search.vectors import match

from . import directory, mapping
from .enums import ChangeStatus, RepresentativeKind
from .models import ChangeRequest, CoordinatorAppointment, Institution, Representative
from .snapshots import field_label


def _my_institutions(request: HttpRequest) -> dict[str, Any] | None:
    latest = ChangeRequest.objects.order_by("-proposed_at")
    roles = (
        Representative.objects.current().filter(person=request.user).select_related("institution__country")
    )
    rows = list(
        roles.prefetch_related(
            Prefetch("institution__change_requests", queryset=latest, to_attr="latest_changes")
        )
    )
    for role in rows:
        role.change = role.institution.latest_changes[0] if role.institution.latest_changes else None
        role.manages = role.kind == RepresentativeKind.PRIMARY
    return {"roles": rows} if rows else None


def _my_regions(request: HttpRequest) -> dict[str, Any] | None:
    current = CoordinatorAppointment.objects.current().filter(person=request.user).select_related("region")
    rows = list(current.prefetch_related("region__hub_pages"))
    return {"appointments": rows} if rows else None


def _waiting(user: Any):
    rows = authz.scope(user, "view_desk", ChangeRequest).filter(status=ChangeStatus.OPEN)
    return rows.select_related("institution", "region", "proposed_by")


def _desk_item(change: ChangeRequest, user: Any) -> DeskItem:
    return DeskItem(
        kind=str(_("Profile")),
        title=str(change.institution),
        url=reverse("change_detail", args=[change.pk]),
        since=change.proposed_at,
        by=str(change.proposed_by),
        institution=_fields(change),
        region=str(change.region) if change.region else "",
        may_decide=authz.can(user, "decide", change),
        hint=authz.blocked_by(user, "decide", change) or "",
    )


def _fields(change: ChangeRequest) -> str:
    return ", ".join(field_label(name) for name in change.after)


def find_institutions(user: Any, query: str, limit: int) -> tuple[list[Institution], int]:
    """Institutions that match and the person may see, and how many there are."""
    rows = match(authz.scope(user, "view", Institution), query)
    return list(rows.for_lists()[:limit]), rows.count()


def institutions_url(query: str) -> str:
    """The directory for the same words."""
    return f"{reverse('member_list')}?{urlencode({'q': query})}"


def _map(limit: int, options: dict[str, Any]) -> list[mapping.Dot]:
    wish = directory.Wish()
    points = directory.institutions(AnonymousUser(), wish).placed().order_by()
    return mapping.dots(
        list(points.values_list("slug", "name", "latitude", "longitude")), wish, mapping.View()
    )


def _public():
    return authz.scope(AnonymousUser(), "view", Institution)


MY_INSTITUTIONS = Panel("members/dashboard_institutions.html", _my_institutions)
MY_REGIONS = Panel("members/dashboard_regions.html", _my_regions)
DESK = DeskSource(_("Profiles"), _waiting, "proposed_at", _desk_item)
SEARCH = SearchSource(_("Institutions"), "members/cards.html", find_institutions, institutions_url)
MAP = Listing(_("Map of members"), "members/map_block.html", _map)
INSTITUTIONS_FIGURE = Figure(
    _("member institutions"), lambda: _public().count(), lambda: reverse("member_list")
)
COUNTRIES_FIGURE = Figure(
    _("countries and territories"),
    lambda: _public().aggregate(number=Count("country", distinct=True))["number"],
    lambda: reverse("member_map"),
)
