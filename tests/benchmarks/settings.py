"""The demo's settings plus one bare page to compare with."""

from portal.settings.demo import *  # noqa: F403
from portal.settings.demo import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.benchmarks.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "benchmarks" / "templates"]
