"""What the library gives to the dashboard, the desk, profiles and pages."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Institution
from portal import authz
from portal.registries import DeskItem, DeskSource, Figure, Listing, Panel, ProfileSection

from . import selectors
from .models import Practice, ReviewAssignment


def _my_practices(request: HttpRequest) -> dict[str, Any] | None:
    drafts = list(selectors.drafts(request.user)[:8])
    may_submit = selectors.lead_choices(request.user).exists()
    return {"practices": drafts, "may_submit": may_submit} if drafts or may_submit else None


def _my_reviews(request: HttpRequest) -> dict[str, Any] | None:
    open_ones = ReviewAssignment.objects.current().filter(person=request.user)
    rows = list(open_ones.select_related("practice").order_by("starts_at"))
    return {"assignments": rows} if rows else None


def _waiting(user: Any):
    rows = authz.scope(user, "view_desk", Practice)
    return rows.select_related("lead_institution", "region", "submitted_by").defer("search")


def _desk_item(practice: Practice, user: Any) -> DeskItem:
    return DeskItem(
        kind=str(_("Practice")),
        title=practice.title,
        url=reverse("practice_review", args=[practice.pk]),
        since=practice.submitted_at,
        by=str(practice.submitted_by),
        institution=str(practice.lead_institution),
        region=str(practice.region) if practice.region else "",
        may_decide=authz.can(user, "decide", practice),
        hint=authz.blocked_by(user, "decide", practice) or "",
    )


def _of_institution(user: Any, institution: Institution) -> dict[str, Any] | None:
    rows = authz.scope(user, "list", Practice).of_institution(institution.pk)  # type: ignore[attr-defined]
    found = list(
        rows.select_related("lead_institution", "language").defer("search").order_by("-published_at")[:6]
    )
    return {"rows": selectors.cards(found)} if found else None


def _featured(limit: int, options: dict[str, Any]) -> list[selectors.Card]:
    rows = authz.scope(AnonymousUser(), "list", Practice)
    if options.get("region"):
        rows = rows.filter(region__code=options["region"])
    rows = (
        rows.select_related("lead_institution", "language").defer("search").order_by("-published_at", "-pk")
    )
    return selectors.cards(rows[:limit])


def _published() -> int:
    return authz.scope(AnonymousUser(), "list", Practice).count()


def _countries() -> int:
    rows = authz.scope(AnonymousUser(), "list", Practice)
    return rows.aggregate(number=Count("countries", distinct=True))["number"]


MY_PRACTICES = Panel("resources/dashboard_practices.html", _my_practices)
MY_REVIEWS = Panel("resources/dashboard_reviews.html", _my_reviews)
DESK = DeskSource(_("Practices"), _waiting, "submitted_at", _desk_item)
OF_INSTITUTION = ProfileSection("resources/profile_practices.html", _of_institution)
FEATURED = Listing(_("Newest good practices"), "resources/practice_cards.html", _featured)
PRACTICES_FIGURE = Figure(_("good practices"), _published, lambda: reverse("practice_list"))
COUNTRIES_FIGURE = Figure(_("countries where they were tried"), _countries, lambda: reverse("practice_list"))
