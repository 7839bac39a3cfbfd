"""What some tests need from the machine: Chromium, Elasticsearch.

A test marked ``browser`` or ``search`` runs where that is found. Where it is not, the test is
skipped and the summary says so; when ``PORTAL_TEST_REQUIRE`` names it, the test fails instead.
"""

import os
import shutil
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
CHROMIUM_PATHS = (
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NEEDED = {"browser": "chromium", "search": "elasticsearch"}
HOW = {
    "chromium": "no Chromium was found; install one or set CHROMIUM to its program",
    "elasticsearch": "no Elasticsearch answers; set ELASTICSEARCH_URL to one",
}


@cache
def chromium() -> str | None:
    """The program of a Chromium on this machine."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in CHROMIUM_PATHS if Path(path).exists()), None)


@cache
def elasticsearch() -> str | None:
    """The address of an Elasticsearch that answers."""
    url = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    try:
        with urllib.request.urlopen(url, timeout=2):
            return url
    except (OSError, ValueError, urllib.error.URLError):
        return None


FINDERS = {"chromium": chromium, "elasticsearch": elasticsearch}


def check(item: pytest.Item) -> None:
    """Skip or fail ``item`` if what it needs is missing."""
    required = {name.strip() for name in os.environ.get("PORTAL_TEST_REQUIRE", "").split(",") if name.strip()}
    if unknown := required - set(FINDERS):
        pytest.exit(
            f"PORTAL_TEST_REQUIRE knows chromium and elasticsearch, not {', '.join(sorted(unknown))}."
        )
    for marker, name in NEEDED.items():
        if item.get_closest_marker(marker) is None or FINDERS[name]():
            continue
        if name in required:
            pytest.fail(f"This test is required to run, but {HOW[name]}.", pytrace=False)
        pytest.skip(f"not run: {HOW[name]}")


def summary(reports: list) -> list[str]:
    """A line for each thing that was missing, with the number of tests that were not run."""
    reasons = [report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)]
    lines = []
    for name, how in HOW.items():
        if number := sum(how in reason for reason in reasons):
            lines.append(f"{number} tests that need {name} did not run: {how}.")
    return lines
