"""Databases of a test run: built once, then cloned, which takes a fraction of a second.

``template_…`` holds the migrated schema, ``template_demo_…`` the loaded demo as well; both are kept
between runs under a digest of the files they are made from. A worker's database is a clone of the
first; after a test that commits it is cloned again instead of being emptied, so that what the
migrations wrote (Wagtail's root page) is there for the next one.

Names of clones begin with the process of the run. What a killed run left is dropped by the next.
"""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg2
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache as django_cache
from django.core.management import call_command
from django.db import connection, connections

APPS = ("portal", "members", "projects", "resources")
SCHEMA_FILES = re.compile(r"/(models|migrations)/|/(apps|models|signals|signal_handlers)\.py$")
KEPT_TEMPLATES = 8
FOLDERS = ("media", "private")


def run_id() -> str:
    """The number of this run, the same in all its workers."""
    return os.environ.setdefault("PORTAL_TEST_RUN", str(os.getpid()))


def worker_database() -> str:
    """The name of this worker's database."""
    return f"test_{run_id()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@contextmanager
def administration() -> Iterator[Callable[..., list]]:
    """A function that runs SQL in the server's own database, each statement for itself."""
    with closing(psycopg2.connect(os.environ["PORTAL_TEST_DATABASE_URL"])) as link:
        link.autocommit = True

        def run(sql: str, *values) -> list:
            with link.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []

        yield run


def use(name: str) -> None:
    """Point Django at the database ``name`` and forget what was remembered of another."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    django_cache.clear()


def clone(template: str, name: str) -> None:
    """Make ``name`` a fresh copy of ``template``."""
    with administration() as run:
        run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def drop(name: str) -> None:
    """Remove ``name``, whoever is connected."""
    with administration() as run:
        run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def drop_leftovers() -> None:
    """Drop the databases of runs that are no more."""
    with administration() as run:
        for (name,) in run("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"):
            owner = re.match(r"test_(\d+)_", name)
            if owner and not Path(f"/proc/{owner[1]}").exists():
                run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@cache
def schema_template() -> str:
    """The name of the migrated template; builds it if need be."""
    name = f"template_{_digest(lambda path: SCHEMA_FILES.search(path) is not None)}"
    return _template(name, lambda: call_command("migrate", verbosity=0))


@cache
def demo_template() -> str:
    """The name of the template with the demo loaded; builds it if need be."""
    name = f"template_demo_{_digest(lambda path: True)}"
    return _template(name, lambda: _load_demo(name), based_on=schema_template())


def demo_files(template: str) -> Path:
    """Where the uploaded files that belong to a demo template are kept."""
    return settings.TEST_HOME / "files" / template


def use_demo_files(template: str) -> None:
    """Give this process a fresh copy of the template's files."""
    for name in FOLDERS:
        shutil.rmtree(settings.DATA_DIR / name, ignore_errors=True)
        source = demo_files(template) / name
        if source.exists():
            shutil.copytree(source, settings.DATA_DIR / name)


def _load_demo(template: str) -> None:
    from portal import demo

    demo.load()
    for name in FOLDERS:
        if (settings.DATA_DIR / name).exists():
            shutil.copytree(settings.DATA_DIR / name, demo_files(template) / name, dirs_exist_ok=True)


def _template(name: str, build: Callable[[], None], based_on: str = "template0") -> str:
    """Build a template while other workers wait; one that exists is complete."""
    with administration() as run:
        run("SELECT pg_advisory_lock(hashtext(%s))", name)
        if not run("SELECT 1 FROM pg_database WHERE datname = %s", name):
            _build(name, build, based_on)
            _drop_old(run)
    return name


def _build(name: str, build: Callable[[], None], based_on: str) -> None:
    unfinished, before = f"test_{run_id()}_{name}", connection.settings_dict["NAME"]
    clone(based_on, unfinished)
    use(unfinished)
    try:
        build()
    finally:
        use(before)
    with administration() as run:
        run(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
        run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')  # nor does autovacuum get in the way


def _drop_old(run: Callable[..., list]) -> None:
    """Keep the newest templates; older code comes back seldom."""
    names = run("SELECT datname FROM pg_database WHERE datname LIKE 'template\\__%%\\_%%' ORDER BY oid DESC")
    names += run("SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]+$' ORDER BY oid DESC")
    by_kind: dict[bool, list[str]] = {}
    for (name,) in names:
        by_kind.setdefault(name.startswith("template_demo_"), []).append(name)
    for kept in by_kind.values():
        for name in list(dict.fromkeys(kept))[KEPT_TEMPLATES:]:
            with contextlib.suppress(psycopg2.Error):  # another run is cloning it
                run(f'DROP DATABASE IF EXISTS "{name}"')
            shutil.rmtree(demo_files(name), ignore_errors=True)


def _digest(wanted: Callable[[str], bool]) -> str:
    base = settings.BASE_DIR
    digest = hashlib.blake2b(digest_size=8)
    paths = [path for app in APPS for path in (base / app).rglob("*") if path.is_file()]
    for path in [base / "uv.lock", *sorted(paths)]:
        name = str(path.relative_to(base))
        if path.suffix in {".pyc", ".po", ".mo"} or not (name == "uv.lock" or wanted(f"/{name}")):
            continue
        digest.update(name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
