"""The directory: one query, shown as a list or as a map."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Model, QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import authz
from portal.models.terms import label_field
from portal.page_cache import memo
from portal.search.vectors import MAX_QUERY, match

from .enums import InstitutionKind
from .models import Country, Institution, Region

SORTS = ("name", "newest", "country")
FACETS = ("region", "country", "kind")
LOOKUPS = {"region": "region__code", "country": "country__code", "kind": "kind"}
MAX_CHOICES = 12
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True)
class Wish:
    """What a reader asks the directory for, as in the address."""

    q: str = ""
    region: str = ""
    country: str = ""
    kind: str = ""
    sort: str = ""
    box: Box | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        """Read an address's query; what is too long is cut, an unknown order is left out."""
        sort = query.get("sort", "")
        return cls(
            q=query.get("q", "").strip()[:MAX_QUERY],
            sort=sort if sort in SORTS else "",
            box=_box(query.get("box", "")),
            **{name: query.get(name, "")[:64] for name in FACETS},
        )

    def parameters(self, **changes: Any) -> dict[str, str]:
        """The wish as parameters of an address, with changes; empty ones are left out."""
        box = ",".join(f"{edge:g}" for edge in self.box) if self.box else ""
        values = {"q": self.q, "region": self.region, "country": self.country, "kind": self.kind}
        values |= {"sort": self.sort, "box": box, **changes}
        return {name: value for name, value in values.items() if value}

    def query(self, **changes: Any) -> str:
        """The same as ``?…``."""
        return f"?{urlencode(self.parameters(**changes))}"


def _box(text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(edge) for edge in text[:80].split(","))
    except ValueError as error:
        raise Http404(_("There is no such part of the map.")) from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Http404(_("There is no such part of the map."))
    return west, south, east, north


def _found(user: Any, wish: Wish, *, ranked: bool) -> QuerySet[Institution]:
    rows = authz.scope(user, "view", Institution)
    if wish.box:
        west, south, east, north = wish.box
        rows = rows.filter(longitude__range=(west, east), latitude__range=(south, north))
    return match(rows, wish.q, ranked=ranked) if wish.q else rows


def institutions(user: Any, wish: Wish) -> QuerySet[Institution]:
    """The rows the person may see, in the wished order: by name, or by fit if words were given."""
    rows = _found(user, wish, ranked=not wish.sort)
    chosen = {LOOKUPS[name]: getattr(wish, name) for name in FACETS if getattr(wish, name)}
    rows = rows.filter(**chosen).for_lists()  # type: ignore[attr-defined]
    if wish.sort == "newest":
        return rows.order_by("-created_at", "pk")
    if wish.sort == "country":
        return rows.order_by(f"country__{label_field()}", "sort_key", "pk")
    return rows if wish.q and not wish.sort else rows.order_by("sort_key", "pk")


def labels(model: type[Model]) -> dict[str, str]:
    """Labels of a vocabulary by code in the reader's language, English where there is none."""
    return memo(("labels", model._meta.label, get_language()), lambda: _labels(model))


def _labels(model: type[Model]) -> dict[str, str]:
    rows = model._default_manager.values_list("code", label_field(), "label_en")
    return {code: label or english for code, label, english in rows}


@dataclass
class Facets:
    """Counts for each facet, each as if its own choice were not made; and the number of rows found."""

    counts: dict[str, Counter]
    total: int
    labels: dict[str, dict[str, str]]

    def choices(self, wish: Wish) -> list[dict[str, Any]]:
        """For ``components/facets.html``."""
        return [self._facet(name, wish) for name in FACETS]

    def _facet(self, name: str, wish: Wish) -> dict[str, Any]:
        chosen, words = getattr(wish, name), self.labels[name]
        most = self.counts[name].most_common(MAX_CHOICES)
        found = [code for code, _count in most if code]
        if name != "country":
            found = [code for code in words if self.counts[name][code]]
        return {
            "name": name,
            "label": facet_label(name),
            "choices": [self._choice(name, code, wish) for code in _with(found, chosen, words)],
        }

    def _choice(self, name: str, code: str, wish: Wish) -> dict[str, Any]:
        chosen = getattr(wish, name) == code
        return {
            "label": self.labels[name].get(code, code),
            "count": self.counts[name][code],
            "url": wish.query(**{name: "" if chosen else code}),
            "chosen": chosen,
        }

    def options(self, name: str) -> list[tuple[str, str]]:
        """All values that lead somewhere, by label, for a select."""
        words = self.labels[name]
        found = [(code, words.get(code, code)) for code in self.counts[name] if code]
        return sorted(found, key=lambda option: option[1])


def _with(found: list[str], chosen: str, words: dict[str, str]) -> list[str]:
    return [*found, chosen] if chosen in words and chosen not in found else found


def facet_label(name: str) -> str:
    """A facet's name for people."""
    return {"region": _("Region"), "country": _("Country"), "kind": _("Kind")}[name]


def facets(user: Any, wish: Wish) -> Facets:
    """Count the rows by region, country and kind at once: one query, and one for each vocabulary's labels."""
    groups = _groups(user, wish)
    words = {
        "region": labels(Region),
        "country": labels(Country),
        "kind": {str(code): str(label) for code, label in InstitutionKind.choices},
    }
    return Facets({name: _count(groups, wish, name) for name in FACETS}, _total(groups, wish), words)


def _groups(user: Any, wish: Wish) -> list[tuple]:
    """Numbers of rows by region, country and kind; of the whole directory counted once until it changes."""

    def count() -> list[tuple]:
        rows = _found(user, wish, ranked=False).order_by()
        return list(rows.values_list(*LOOKUPS.values()).annotate(number=Count("pk")))

    is_visitor = not getattr(user, "is_authenticated", False)
    return memo("members.groups", count) if is_visitor and not wish.q and not wish.box else count()


def _count(groups: Iterable[tuple], wish: Wish, facet: str) -> Counter:
    """Sum the groups by ``facet`` under the choices made in the other facets."""
    counts: Counter = Counter()
    for *codes, number in groups:
        values = dict(zip(FACETS, codes, strict=True))
        others = (name for name in FACETS if name != facet)
        if all(getattr(wish, name) in ("", values[name]) for name in others):
            counts[values[facet]] += number
    return counts


def _total(groups: Iterable[tuple], wish: Wish) -> int:
    wanted = [getattr(wish, name) for name in FACETS]
    return sum(
        number
        for *codes, number in groups
        if all(want in ("", code) for want, code in zip(wanted, codes, strict=True))
    )


def chips(wish: Wish, found: Facets) -> list[dict[str, str]]:
    """What was chosen, each with the address without it."""
    made = [
        {
            "label": f"{facet_label(name)}: {found.labels[name].get(code, code)}",
            "url": wish.query(**{name: ""}),
        }
        for name in FACETS
        if (code := getattr(wish, name))
    ]
    if wish.q:
        made.insert(0, {"label": f"“{wish.q}”", "url": wish.query(q="")})
    if wish.box:
        made.append({"label": _("A part of the map"), "url": wish.query(box="")})
    return made
