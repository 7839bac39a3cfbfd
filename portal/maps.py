"""Our own map of the world: land and dots, no borders.

The land is Natural Earth's (public domain), drawn once into ``static/portal/land.svg`` by
``manage.py draw_land``. Points use the same projection: Robinson's, by linear interpolation of his
table (A. H. Robinson, 1974), in a view box of 1000 × 507.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

WIDTH, HEIGHT = 1000.0, 507.0
# For every 5 degrees of latitude: length of the parallel and distance from the equator, both relative.
LENGTHS = (
    1.0, 0.9986, 0.9954, 0.99, 0.9822, 0.973, 0.96, 0.9427, 0.9216, 0.8962,
    0.8679, 0.835, 0.7986, 0.7597, 0.7186, 0.6732, 0.6213, 0.5722, 0.5322,
)  # fmt: skip
DISTANCES = (
    0.0, 0.062, 0.124, 0.186, 0.248, 0.31, 0.372, 0.434, 0.4958, 0.5571,
    0.6176, 0.6769, 0.7346, 0.7903, 0.8435, 0.8936, 0.9394, 0.9761, 1.0,
)  # fmt: skip


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees north and east to x and y in the view box; values beyond the poles or the date line are cut."""
    latitude, longitude = max(-90.0, min(90.0, latitude)), max(-180.0, min(180.0, longitude))
    step = min(int(abs(latitude) / 5), 17)
    share = abs(latitude) / 5 - step
    length = LENGTHS[step] + (LENGTHS[step + 1] - LENGTHS[step]) * share
    distance = DISTANCES[step] + (DISTANCES[step + 1] - DISTANCES[step]) * share
    x = WIDTH / 2 * (1 + length * longitude / 180)
    y = HEIGHT / 2 * (1 - distance * (1 if latitude >= 0 else -1))
    return round(x, 1), round(y, 1)


@dataclass
class Cluster:
    """Points that stand close together: their middle, and what they are."""

    x: float
    y: float
    members: list[Any] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def radius(self) -> float:
        """Grows with the square root of the number, so that areas compare."""
        return round(min(4 + 2.2 * (self.count - 1) ** 0.5, 20), 1)


def cluster(points: Iterable[tuple[float, float, Any]], cell: float = 26.0) -> list[Cluster]:
    """Group ``(latitude, longitude, thing)`` by cells of the view box; ordered west to east, north to south."""
    cells: dict[tuple[int, int], list[tuple[float, float, Any]]] = defaultdict(list)
    for latitude, longitude, thing in points:
        x, y = project(latitude, longitude)
        cells[int(x // cell), int(y // cell)].append((x, y, thing))
    clusters = [_middle(inside) for inside in cells.values()]
    return sorted(clusters, key=lambda each: (each.x, each.y))


def _middle(inside: list[tuple[float, float, Any]]) -> Cluster:
    number = len(inside)
    x, y = sum(x for x, _y, _thing in inside) / number, sum(y for _x, y, _thing in inside) / number
    return Cluster(round(x, 1), round(y, 1), [thing for _x, _y, thing in inside])
