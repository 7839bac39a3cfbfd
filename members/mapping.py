"""Institutions on the map: clusters that are links, at any zoom, without scripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.maps import HEIGHT, WIDTH, Cluster, cluster, project

from .directory import Box, Wish

CELL = 26.0
MAX_ZOOM = 14.0
NEAR = 0.4  # degrees: a cluster this narrow cannot be taken apart by zooming
NAMED = 3
Point = tuple[float, float, Any]


@dataclass(frozen=True)
class View:
    """The part of the world that is shown: the land's transformation and where dots go."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    @property
    def transform(self) -> str:
        return f"scale({self.scale:g}) translate({-self.x:g} {-self.y:g})"

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A place of the world map in this view."""
        return round((x - self.x) * self.scale, 1), round((y - self.y) * self.scale, 1)

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Degrees north and east as a place in this view."""
        return self.place(*project(latitude, longitude))


def view_of(box: Box | None) -> View:
    """The view that holds ``box`` with some room around it; the world without one."""
    if box is None:
        return View()
    west, south, east, north = box
    middle = (south + north) / 2
    corners = [project(at, to) for at in (south, middle, north) for to in (west, east)]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    width = max(max(xs) - min(xs), (max(ys) - min(ys)) * WIDTH / HEIGHT) * 1.15
    scale = round(min(max(WIDTH / width if width else MAX_ZOOM, 1.0), MAX_ZOOM), 2)
    shown_width, shown_height = WIDTH / scale, HEIGHT / scale
    left = (min(xs) + max(xs) - shown_width) / 2
    top = (min(ys) + max(ys) - shown_height) / 2
    return View(
        round(min(max(left, 0), WIDTH - shown_width), 1),
        round(min(max(top, 0), HEIGHT - shown_height), 1),
        scale,
    )


@dataclass(frozen=True)
class Dot:
    """A link on the map: where, how large, whither, and its text."""

    x: float
    y: float
    radius: float
    count: int
    url: str
    label: str


def dots(points: Iterable[tuple[str, str, float, float]], wish: Wish, view: View) -> list[Dot]:
    """Clusters of ``(slug, name, latitude, longitude)`` as links, west to east.

    One institution leads to its profile; several lead to a nearer map, or to the list where they stand
    in one place.
    """
    located = (
        (latitude, longitude, (slug, name, latitude, longitude)) for slug, name, latitude, longitude in points
    )
    return [_dot(each, wish, view) for each in cluster(located, CELL / view.scale)]


def _dot(each: Cluster, wish: Wish, view: View) -> Dot:
    x, y = view.place(each.x, each.y)
    if each.count == 1:
        slug, name, _latitude, _longitude = each.members[0]
        return Dot(x, y, each.radius, 1, reverse("member_detail", args=[slug]), name)
    return Dot(x, y, each.radius, each.count, _nearer(each, wish, view), _label(each))


def _nearer(each: Cluster, wish: Wish, view: View) -> str:
    latitudes, longitudes = [row[2] for row in each.members], [row[3] for row in each.members]
    west, south, east, north = min(longitudes), min(latitudes), max(longitudes), max(latitudes)
    narrow = east - west < NEAR and north - south < NEAR
    screen = "member_list" if narrow or view.scale >= MAX_ZOOM else "member_map"
    box = f"{west - 0.01:.2f},{south - 0.01:.2f},{east + 0.01:.2f},{north + 0.01:.2f}"
    return reverse(screen) + wish.query(box=box)


def _label(each: Cluster) -> str:
    names = ", ".join(row[1] for row in each.members[:NAMED])
    number = ngettext("%(count)d institution", "%(count)d institutions", each.count) % {"count": each.count}
    more = "…" if each.count > NAMED else ""
    return _("%(number)s: %(names)s%(more)s") % {"number": number, "names": names, "more": more}
