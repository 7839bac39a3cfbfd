"""The review desk: everything that waits for a decision, of all kinds, the longest wait first."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Count, F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import registries
from portal.context_processors import works_at_desk
from portal.models.terms import label_field
from portal.paging import paginate

PER_PAGE = 25


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """``?kind= &region= &page=``; only matters of the person's own regions exist here."""
    if not works_at_desk(request.user):
        raise PermissionDenied(_("The desk is for coordinators and the secretariat."))
    kind, region = request.GET.get("kind", "")[:40], request.GET.get("region", "")[:64]
    counted = _counts(request.user)
    page = paginate(request, _waiting(request.user, kind, region), per_page=PER_PAGE)
    context = {
        "page": page,
        "items": _items(page.object_list, request.user),
        "kinds": _kinds(counted, region),
        "regions": _regions(counted),
        "kind": kind,
        "region": region,
        "total": sum(number for _kind, _code, _label, number in counted),
    }
    return render(request, "portal/desk.html", context)


def _sources(kind: str = "") -> list[tuple[str, registries.DeskSource]]:
    names = registries.desk_sources.names()
    found = [(name, registries.desk_sources.get(name)) for name in names if kind in ("", name)]
    return [(name, source) for name, source in found if source is not None]


def _waiting(user: Any, kind: str, region: str) -> QuerySet | list:
    """Rows of (kind, id, since) over all sources, oldest first, for paging."""
    parts = []
    for name, source in _sources(kind):
        rows = source.rows(user).order_by()
        rows = rows.filter(region__code=region) if region else rows
        named = rows.annotate(desk_kind=Value(name, CharField()), desk_since=F(source.since_field))
        parts.append(named.values_list("desk_kind", "pk", "desk_since"))
    return parts[0].union(*parts[1:], all=True).order_by("desk_since", "pk") if parts else []


def _items(rows: list[tuple], user: Any) -> list[registries.DeskItem]:
    """The described matters of one page: one query for each kind on it."""
    found: dict[tuple[str, int], registries.DeskItem] = {}
    for name, source in _sources():
        ids = [pk for kind, pk, _since in rows if kind == name]
        for row in source.rows(user).filter(pk__in=ids) if ids else ():
            found[name, row.pk] = source.item(row, user)
    return [found[kind, pk] for kind, pk, _since in rows if (kind, pk) in found]


def _counts(user: Any) -> list[tuple[str, str, str, int]]:
    """How many wait, by kind and region, over all sources."""
    counted = []
    for name, source in _sources():
        rows = source.rows(user).order_by().select_related(None)
        grouped = rows.values_list("region__code", f"region__{label_field()}", "region__label_en")
        for code, label, english, number in grouped.annotate(n=Count("pk")):
            counted.append((name, code or "", label or english or "", number))
    return counted


def _kinds(counted: list[tuple[str, str, str, int]], region: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": source.label,
            "count": sum(n for kind, code, _label, n in counted if kind == name and region in ("", code)),
        }
        for name, source in _sources()
    ]


def _regions(counted: list[tuple[str, str, str, int]]) -> list[tuple[str, str]]:
    return sorted(
        {(code, label) for _kind, code, label, _number in counted if code}, key=lambda pair: pair[1]
    )
