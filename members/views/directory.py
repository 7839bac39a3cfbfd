"""The directory as a list and as a map, and the look-up in ROR."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.kept_forms import sign_in_keeping_form
from portal.paging import paginate

from .. import directory, mapping
from ..ror import look_up

PER_PAGE = 24
MAX_QUERY = 200


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """The institutions that fit the address's filters, 24 a page."""
    return render(request, "members/list.html", _directory(request, directory.Wish.of(request.GET)))


@require_safe
def member_map(request: HttpRequest) -> HttpResponse:
    """The same institutions on the map, with the same list below it."""
    wish = directory.Wish.of(request.GET)
    context = _directory(request, wish)
    points = directory.institutions(request.user, wish).placed().order_by()
    view = mapping.view_of(wish.box)
    rows = list(points.values_list("slug", "name", "latitude", "longitude"))
    context |= {"view": view, "dots": mapping.dots(rows, wish, view), "placed": len(rows)}
    return render(request, "members/map.html", context)


def _directory(request: HttpRequest, wish: directory.Wish) -> dict[str, Any]:
    found = directory.facets(request.user, wish)
    sorts = {"": _("best match") if wish.q else _("name"), "newest": _("newest"), "country": _("country")}
    if wish.q:
        sorts["name"] = _("name")
    return {
        "wish": wish,
        "query": wish.query(),
        "total": found.total,
        "countries": found.options("country"),
        "facets": found.choices(wish),
        "chips": directory.chips(wish, found),
        "sorts": [
            {"label": label, "url": wish.query(sort=code), "current": code == wish.sort}
            for code, label in sorts.items()
        ],
        "page": paginate(
            request, directory.institutions(request.user, wish), per_page=PER_PAGE, total=found.total
        ),
    }


@require_safe
@sign_in_keeping_form
def ror_lookup(request: HttpRequest) -> HttpResponse:
    """Records of ROR as one types: a fragment for htmx, a page of its own without scripts."""
    query = request.GET.get("q", request.GET.get("ror", "")).strip()[:MAX_QUERY]
    context = {"query": query, "records": look_up(query) if query else []}
    fragment = bool(request.headers.get("HX-Request"))
    return render(request, "members/ror_results.html" if fragment else "members/ror.html", context)
