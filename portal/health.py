"""Answers for machines that watch: is the process alive, is the portal ready. No secrets, no numbers."""

import logging
import socket
from collections.abc import Callable
from functools import cache as remember
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger("portal.health")
REACH_SECONDS = 1.0
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else, so that a slow database gets no web server killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, 503 otherwise. What pages can do without is ``degraded`` and no failure."""
    needed = {"database": _database(), "migrations": _migrations(), "cache": _cache()}
    welcome = {"search": _search(), "mail": _mail()}
    ready = all(state == "ok" for state in needed.values())
    degraded = any(state == "degraded" for state in welcome.values())
    status = ("degraded" if degraded else "ok") if ready else "failed"
    return JsonResponse({"status": status, "checks": needed | welcome}, status=200 if ready else 503)


def _state(name: str, works: Callable[[], bool], errors: tuple[type[Exception], ...]) -> str:
    try:
        return "ok" if works() else "failed"
    except errors:
        logger.warning("Not ready: %s.", name, exc_info=True)
        return "failed"


def _database() -> str:
    def works() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)

    return _state("database", works, (DatabaseError, InterfaceError))


def _migrations() -> str:
    def works() -> bool:
        return bool(_all_applied())

    return _state("migrations", works, (DatabaseError, InterfaceError))


class _Unapplied(Exception):
    """Raised so that only a yes is remembered."""


@remember
def _remembered() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Unapplied
    return True


def _all_applied() -> bool:
    """Whether the database has every migration of this code. A yes holds for the life of the process."""
    try:
        return _remembered()
    except _Unapplied:
        return False


def _cache() -> str:
    def works() -> bool:
        key, value = f"readyz.{get_random_string(8)}", get_random_string(8)
        cache.set(key, value, timeout=10)
        found = cache.get(key)
        cache.delete(key)
        return found == value

    return _state("cache", works, _cache_errors())


def _cache_errors() -> tuple[type[Exception], ...]:
    from redis.exceptions import RedisError

    return (RedisError, DatabaseError, InterfaceError, OSError)


def _search() -> str:
    """Elasticsearch if there should be one; PostgreSQL answers without it."""
    parts = urlsplit(settings.ELASTICSEARCH_URL)
    return _reached(parts.hostname, parts.port or 9200) if parts.hostname else "ok"


def _mail() -> str:
    """The mail server; mail waits in the outbox without it."""
    if settings.OUTBOX_BACKEND != SMTP:
        return "ok"
    return _reached(settings.EMAIL_HOST, settings.EMAIL_PORT)


def _reached(host: str, port: int) -> str:
    try:
        with socket.create_connection((host, port), timeout=REACH_SECONDS):
            return "ok"
    except OSError:
        return "degraded"
