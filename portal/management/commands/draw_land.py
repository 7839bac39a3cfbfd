"""Draws the land of ``portal/data/world_land_110m.topo.json`` into the static map."""

import json
from itertools import pairwise
from pathlib import Path

from django.core.management.base import BaseCommand

from portal.maps import HEIGHT, WIDTH, project

DATA = Path(__file__).resolve().parents[2] / "data" / "world_land_110m.topo.json"
TARGET = Path(__file__).resolve().parents[2] / "static" / "portal" / "land.svg"


class Command(BaseCommand):
    """Run once when the data or the projection changes; the result is committed."""

    help = "Draws the static map of the land."

    def handle(self, *args, **options):
        path = "".join(_ring(points) for points in rings(json.loads(DATA.read_text("utf-8"))))
        TARGET.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
            f'<path id="land" d="{path}"/></svg>\n',
            "utf-8",
        )
        self.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


def rings(topology: dict) -> list[list[tuple[float, float]]]:
    """All rings of the land as lists of (longitude, latitude), decoded from TopoJSON's shared arcs."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [_decode(arc, scale, shift) for arc in topology["arcs"]]
    polygons = [
        polygon
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
    ]
    return [_join(ring, arcs) for polygon in polygons for ring in polygon]


def _decode(arc, scale, shift) -> list[tuple[float, float]]:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points


def _join(ring: list[int], arcs) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def _ring(points: list[tuple[float, float]]) -> str:
    return "".join(_path(part) for part in _cut_at_date_line(points))


def _cut_at_date_line(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Parts of a ring that do not jump from one edge of the map to the other."""
    parts: list[list[tuple[float, float]]] = [[]]
    for before, now in zip([points[0], *points], points, strict=False):
        if abs(now[0] - before[0]) > 180:
            parts.append([])
        parts[-1].append(now)
    if len(parts) > 2:
        parts[0] = parts.pop() + parts[0]
    return parts


def _path(points: list[tuple[float, float]]) -> str:
    placed = [project(latitude, longitude) for longitude, latitude in points]
    kept = [placed[0], *(now for before, now in pairwise(placed) if now != before)]
    if len(kept) < 4:
        return ""
    steps = [f"{x:g} {y:g}" for x, y in kept]
    return f"M{steps[0]}L{' '.join(steps[1:])}Z"
