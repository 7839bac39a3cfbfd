"""The demo's settings plus one bare page to compare with; ``PAGES_CACHED=1`` turns the page cache on."""

from portal.settings.demo import *  # noqa: F403
from portal.settings.demo import BASE_DIR, TEMPLATES, env

ROOT_URLCONF = "tests.benchmarks.urls"
PAGE_CACHE_ENABLED = env.bool("PAGES_CACHED", default=False)
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "benchmarks" / "templates"]
