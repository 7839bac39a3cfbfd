"""What the upper floors give to the ground floor without being imported by it.

An app registers in ``AppConfig.ready()``; the ground floor's screens ask the registries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things in a stable order: by ``order``, then by name."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[int, T]] = {}

    def register(self, name: str, item: T, *, order: int = 100) -> T:
        """Add ``item``; ``ValueError`` if the name is taken."""
        if name in self._items:
            raise ValueError(f"{name!r} is registered already.")
        self._items[name] = (order, item)
        return item

    def get(self, name: str) -> T | None:
        """The item of that name, or ``None``."""
        entry = self._items.get(name)
        return entry[1] if entry else None

    def __iter__(self) -> Iterator[T]:
        for _name, (_order, item) in sorted(self._items.items(), key=lambda pair: (pair[1][0], pair[0])):
            yield item

    def names(self) -> list[str]:
        """All names, in order."""
        return [name for name, _entry in sorted(self._items.items(), key=lambda pair: (pair[1][0], pair[0]))]


@dataclass(frozen=True)
class Panel:
    """A part of the dashboard: ``context(request)`` returns the template's context, or ``None`` to stay away."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]


@dataclass(frozen=True)
class DeskSource:
    """A kind of matter that waits on the review desk.

    ``rows(user)`` is the scoped queryset of open matters; ``item(row, user)`` describes one as a
    ``DeskItem``. Lists page over ``since`` so that every kind mixes by age. The rows carry a foreign
    key ``region`` to a term; empty stands for the secretariat.
    """

    label: Any
    rows: Callable[[Any], QuerySet]
    since_field: str
    item: Callable[[Any, Any], "DeskItem"]


@dataclass(frozen=True)
class DeskItem:
    """One line of the desk."""

    kind: str
    title: str
    url: str
    since: Any
    by: str
    institution: str
    region: str
    may_decide: bool
    hint: str = ""


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing the site-wide search finds.

    ``find(user, query, limit)`` returns (hits visible to the user, total, capped by the source).
    """

    label: Any
    template: str
    find: Callable[[Any, str, int], tuple[list[Any], int]]
    list_url: Callable[[str], str]


@dataclass(frozen=True)
class Listing:
    """Rows for a page block (featured practices, coming events): ``rows(limit, options)`` and a template."""

    label: Any
    template: str
    rows: Callable[[int, dict[str, Any]], list[Any]]


@dataclass(frozen=True)
class ProfileSection:
    """A part of an institution's public profile; ``context(user, institution)`` or ``None`` to stay away."""

    template: str
    context: Callable[[Any, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Figure:
    """A number of the Alliance for the figures block."""

    label: Any
    value: Callable[[], int]
    url: Callable[[], str]


@dataclass(frozen=True)
class DemoStep:
    """A step of the demo's loading; ``load(report)`` is idempotent and reports progress as text."""

    label: str
    load: Callable[[Callable[[str], None]], None]


dashboard_panels: Registry[Panel] = Registry()
desk_sources: Registry[DeskSource] = Registry()
search_sources: Registry[SearchSource] = Registry()
listings: Registry[Listing] = Registry()
figures: Registry[Figure] = Registry()
profile_sections: Registry[ProfileSection] = Registry()
demo_steps: Registry[DemoStep] = Registry()
vocabularies: Registry[Callable[[], int]] = Registry()
sitemaps: Registry[type] = Registry()
ticks: Registry[Callable[[], int]] = Registry()
# Grants that open the review desk, as permission names.
desk_permissions: list[str] = []
