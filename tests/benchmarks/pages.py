"""Speed, queries and weight of the main pages, against a bare Django page on the same server in the same run.

Load the demo once (``uv run manage.py demo``, then Ctrl-C), then::

    uv run python -m tests.benchmarks.pages [--data var] [--seconds 2]

Ratios are medians of three rounds in which every page is followed by the bare one.
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from .load import Client, rate

ROUNDS = 3


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="var")
    parser.add_argument("--seconds", type=float, default=1.5)
    options = parser.parse_args()
    os.environ["PORTAL_DATA"] = str(Path(options.data).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    pages = _setup()
    with server() as port:
        uncached = measure(port, pages, options.seconds, fresh=True)
        cached = measure(port, pages, options.seconds, fresh=False)
        weights = {name: weigh(port, path) for name, path in pages.items()}
    report(pages, uncached, cached, weights)


def _setup() -> dict[str, str]:
    import django

    django.setup()
    from django.urls import reverse
    from django.utils.translation import override

    from members.models import Institution
    from projects.models import Event, WorkingGroup
    from resources.models import Practice

    with override("en"):
        practice = Practice.objects.filter(status="published", language__code="en").order_by("pk").first()
        group = WorkingGroup.objects.filter(visibility="public").order_by("pk").first()
        return {
            "home": "/en/",
            "library": reverse("practice_list"),
            "library, two facets": f"{reverse('practice_list')}?tech=low&region=africa",
            "practice": reverse("practice_detail", args=[practice.slug]),
            "members": reverse("member_list"),
            "members, map": reverse("member_map"),
            "profile": reverse("member_detail", args=[Institution.objects.order_by("pk").first().slug]),
            "groups": reverse("group_list"),
            "group": reverse("group_detail", args=[group.slug]),
            "events": reverse("event_list"),
            "event": reverse("event_detail", args=[Event.objects.order_by("pk").first().slug]),
            "news (Wagtail)": "/en/news/",
            "about (Wagtail)": "/en/about/",
            "region (Wagtail)": "/en/regions/africa/",
            "search": f"{reverse('search')}?q=teacher",
        }


@contextmanager
def server():
    """The production server with one worker; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"),
        *("--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "error"),
        "portal.wsgi:application",
    ]
    process = subprocess.Popen(command)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if Client(port).get("/bare/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


def measure(
    port: int, pages: dict[str, str], seconds: float, *, fresh: bool
) -> dict[str, tuple[float, float]]:
    """By page: median requests per second and median ratio to the bare page next to it."""
    client, results = Client(port), {}
    for name, path in pages.items():
        if (status := client.get(path)[0]) != 200:
            raise SystemExit(f"{path} answers {status}")
        rounds = [
            (rate(client, path, seconds, fresh=fresh), rate(client, "/bare/", seconds, fresh=True))
            for _round in range(ROUNDS)
        ]
        speeds = statistics.median(speed for speed, _bare in rounds)
        results[name] = (speeds, statistics.median(speed / bare for speed, bare in rounds))
    return results


def weigh(port: int, path: str) -> tuple[int, int, int]:
    """Bytes on the wire with brotli or gzip: the page, its own CSS and JavaScript, queries of the page."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port)
    page, html = _fetch(connection, path)
    assets = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', html))
    return page, sum(_fetch(connection, asset)[0] for asset in assets), count_queries(path)


def _fetch(connection, path: str) -> tuple[int, str]:
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    size = len(answer.read())
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    return size, connection.getresponse().read().decode("utf-8", "replace")


def count_queries(path: str) -> int:
    """Queries of one anonymous request, by Django's own test client."""
    from django.db import connection
    from django.test import Client as TestClient
    from django.test.utils import CaptureQueriesContext

    client = TestClient(HTTP_HOST="127.0.0.1")
    sign = "&" if "?" in path else "?"
    client.get(f"{path}{sign}n=1")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{path}{sign}n=2")
    return len(queries)


def report(pages, uncached, cached, weights) -> None:
    """Print one table."""
    print(
        f"{'page':<22}{'queries':>8}{'uncached × bare':>17}{'cached × bare':>15}{'HTML KB':>9}{'CSS+JS KB':>11}"
    )
    for name in pages:
        html, assets, queries = weights[name]
        print(
            f"{name:<22}{queries:>8}{uncached[name][1]:>17.2f}{cached[name][1]:>15.1f}"
            f"{html / 1000:>9.1f}{assets / 1000:>11.1f}"
        )


if __name__ == "__main__":
    main()
