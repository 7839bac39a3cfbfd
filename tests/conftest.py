"""Fixtures for the whole suite. People and things come from ``tests/factories``.

Databases: see ``tests/databases.py``. Chromium and Elasticsearch: see ``tests/requirements.py``.
A browser test takes ``page`` (and what it needs of ``live_demo`` and ``signed_in``)::

    @pytest.mark.browser
    def test_a_visitor_finds_a_practice(page):
        page.goto("/en/library/")
        ...

Each gets the whole demo Alliance in a database of its own, so it may change anything.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.testcases import TransactionTestCase
from django.utils import translation

from portal.translations import compile_all

from . import databases, requirements

pytest_plugins = ["tests.browsers"]

LONG = ("tests/portal/test_demo_command.py", "tests/browser/", "tests/portal/test_authz_consistency.py")

compile_all()  # Django reads .mo files only, and those are not in the repository
databases.run_id()  # before the workers start, so that they inherit it


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long files first, so that no worker is left with one of them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_runtest_setup(item):
    requirements.check(item)


def pytest_terminal_summary(terminalreporter):
    for line in requirements.summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line, yellow=True)


def pytest_sessionfinish(session):
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """This worker's database, instead of pytest-django's own way of making one."""
    name, before = databases.worker_database(), settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        databases.drop_leftovers()
        databases.clone(databases.schema_template(), name)
        databases.use(name)
    yield
    with django_db_blocker.unblock():
        databases.use(before)
        databases.drop(name)


def _start_over(self) -> None:
    """Clone the worker's database again: quicker than emptying 150 tables, and nothing is missing after it."""
    name = connections["default"].settings_dict["NAME"]
    if name == databases.worker_database():
        databases.clone(databases.schema_template(), name)
        databases.use(name)


TransactionTestCase._fixture_teardown = _start_over


@pytest.fixture
def demo_database(django_db_setup, django_db_blocker):
    """The whole demo Alliance in a database and folders of this test alone; everything is committed.

    The demo is loaded once for each state of the code and cloned after that, in well under a second.
    """
    name = f"{databases.worker_database()}_demo"
    with django_db_blocker.unblock():
        template = databases.demo_template()
        databases.clone(template, name)
        databases.use_demo_files(template)
        databases.use(name)
        yield
        databases.use(databases.worker_database())
        databases.drop(name)


@pytest.fixture(autouse=True)
def _clean_slate():
    """No test sees another one's cache or language."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="module")
def server_folder():
    """A folder for servers that run as somebody else. Each start of pytest closes ``tmp_path`` to others again."""
    with tempfile.TemporaryDirectory(prefix="alliance-servers-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def client_for():
    """``client_for(user)``: a test client on which ``user`` is signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="portal.authz.backends.GrantBackend")
        return client

    return sign_in


os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop lives in the tests' thread
