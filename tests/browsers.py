"""Fixtures that drive a real Chromium against the demo Alliance on a live server."""

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from . import requirements

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
TIMEOUT_MS = 10_000


class LiveDemo:
    """The demo Alliance on a server of this process; ``url`` is its address without a slash at the end."""

    def __init__(self, url: str):
        self.url = url

    def run_jobs(self) -> int:
        """Do the background work that is due, as the worker would; returns how many jobs."""
        from portal.jobs.worker import run_pending

        return run_pending()


@pytest.fixture(scope="session")
def browser():
    """Chromium with a profile of its own, started once for each worker that needs it."""
    program = requirements.chromium()
    if program is None:
        pytest.skip(f"not run: {requirements.HOW['chromium']}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def live_server_thread(django_db_setup):
    """Django's live server, started once for each worker that needs it; it asks whatever database is in use."""
    server = LiveServer("127.0.0.1")
    server._live_server_modified_settings.enable()
    yield server
    server.stop()
    server._live_server_modified_settings.disable()


@pytest.fixture
def live_demo(live_server_thread, demo_database):
    """The loaded demo (see ``LiveDemo``) in a database and folders of this test alone.

    The test may use the ORM as well: it sees what the server wrote and the other way round.
    """
    return LiveDemo(live_server_thread.url)


@pytest.fixture
def new_page(browser, live_demo):
    """``new_page(**context options)``: a page in a context (cookies, size, language) of its own.

    ``page.goto("/en/")`` is relative to the demo. Fails at the end on script errors, on what
    the content security policy refused and on requests to anywhere else.
    """
    contexts, problems = [], []

    def make(**options):
        defaults = {"base_url": live_demo.url, "locale": "en-GB", "viewport": {"width": 1280, "height": 800}}
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        _watch(page, live_demo.url, problems)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def _watch(page, url, problems) -> None:
    def heard(message) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def asked(request) -> None:
        if not request.url.startswith((url, "data:", "blob:", "about:")):
            problems.append(f"request to {request.url}")

    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", heard)
    page.on("request", asked)


@pytest.fixture
def page(new_page):
    """A visitor's page, 1280 pixels wide. See ``new_page`` for others."""
    return new_page()


@pytest.fixture
def signed_in(new_page, live_demo):
    """``signed_in(email, **context options)``: a page on which that demo account is signed in.

    Quick, past the form; the sign-in form has its own test. ``email`` without ``@`` stands for
    the demo's domain: ``signed_in("rep.nairobi")``.
    """
    from django.conf import settings

    from portal.models import User

    def make(email: str, **options):
        full = email if "@" in email else f"{email}@demo.alliance.test"
        client = Client()
        client.force_login(User.objects.get(email=full), backend="portal.authz.backends.GrantBackend")
        page = new_page(**options)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_demo.url}]
        )
        return page

    return make
