"""The projection and the clusters of the map."""

import pytest

from portal.management.commands.draw_land import rings
from portal.maps import HEIGHT, WIDTH, cluster, project


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [
        (0, 0, WIDTH / 2, HEIGHT / 2),
        (0, 180, WIDTH, HEIGHT / 2),
        (90, 0, WIDTH / 2, 0),
        (-90, 0, WIDTH / 2, HEIGHT),
    ],
)
def test_project_puts_the_edges_where_robinson_does(latitude, longitude, x, y):
    assert project(latitude, longitude) == (x, y)


def test_project_is_symmetric_and_shortens_towards_the_pole():
    north, south = project(60, 90), project(-60, -90)
    assert north[0] + south[0] == pytest.approx(WIDTH)
    assert north[1] + south[1] == pytest.approx(HEIGHT, abs=0.1)
    assert project(60, 90)[0] < project(0, 90)[0]


def test_project_cuts_what_lies_beyond_the_globe():
    assert project(999, 999) == project(90, 180)


def test_cluster_keeps_every_point_once():
    points = [(lat, lng, (lat, lng)) for lat in range(-80, 81, 8) for lng in range(-180, 181, 12)]
    things = [thing for each in cluster(points) for thing in each.members]
    assert sorted(things) == sorted(thing for _lat, _lng, thing in points)


def test_cluster_joins_neighbours_and_parts_strangers():
    nairobi, nearby, lima = (-1.28, 36.82, "a"), (-1.3, 36.8, "b"), (-12.05, -77.04, "c")
    assert sorted(sorted(each.members) for each in cluster([nairobi, nearby, lima])) == [["a", "b"], ["c"]]


def test_cluster_area_grows_with_the_number():
    few, many = cluster([(0, 0, 1)] * 2)[0], cluster([(0, 0, 1)] * 20)[0]
    assert few.radius < many.radius <= 20


def test_rings_follow_shared_arcs_backwards():
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[0, 0], [10, 10]]],
        "objects": {"land": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]]}]}},
    }
    assert rings(topology) == [[(0, 0), (10, 0), (10, 10), (0, 0)]]
