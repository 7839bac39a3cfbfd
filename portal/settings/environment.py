"""Reading the environment: a wrong value stops the start with one clear sentence that names the variable."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SECRETS = frozenset({"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "ELASTICSEARCH_URL"})
KINDS = {bool: "yes or no (true or false)", int: "a whole number"}
TRUE = frozenset({"true", "on", "yes", "y", "1", "ok", "t"})
FALSE = frozenset({"false", "off", "no", "n", "0", "f", ""})
DATABASES = frozenset({"postgres", "postgresql", "psql", "pgsql"})
CACHES = frozenset({"redis", "rediss", "unix"})
MAIL = frozenset({"smtp", "smtp+tls", "smtp+ssl"})


def refuse(name: str, expected: str, value: str) -> ImproperlyConfigured:
    """The error for a variable with a wrong value; the value of a secret is not repeated."""
    said = "" if name in SECRETS else f", not {value!r}"
    return ImproperlyConfigured(f"The environment variable {name} must be {expected}{said}.")


class Environment(environ.Env):
    """``environ.Env`` that checks what it reads."""

    def get_value(self, var: str, cast=None, default: Any = environ.Env.NOTSET, parse_default=False):
        """The value of ``var``; ``ImproperlyConfigured`` when it cannot be what it should be."""
        written = self.ENVIRON.get(var, "")
        if cast is bool and var in self.ENVIRON and written.strip().lower() not in TRUE | FALSE:
            raise refuse(var, KINDS[bool], written)
        if cast is int and var in self.ENVIRON and not written.strip():
            return default
        try:
            return super().get_value(var, cast, default, parse_default)
        except ValueError as error:
            raise refuse(var, KINDS.get(cast, "well-formed"), written) from error

    def service(self, name: str, schemes: frozenset[str], example: str) -> str:
        """An address such as ``redis://…``, or an empty string when it is not set."""
        url = self.str(name, default="").strip()
        if url and not _is_address(url, schemes):
            raise refuse(name, f"an address such as {example}", url)
        return url

    def site(self, name: str, default: str) -> str:
        """An origin, ``https://host[:port]`` without path, as SITE_URL is."""
        url = self.str(name, default="").strip().rstrip("/") or default
        if (
            not _is_address(url, frozenset({"http", "https"}))
            or urlsplit(url).path
            or not urlsplit(url).hostname
        ):
            raise refuse(name, "an address such as https://alliance.example.org, without a path", url)
        return url

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """Host names separated by commas."""
        names = [each.strip() for each in self.list(name, default=default) if each.strip()]
        for each in names:
            if "/" in each or " " in each:
                raise refuse(name, "host names separated by commas, without https://", ",".join(names))
        return names


def _is_address(url: str, schemes: frozenset[str]) -> bool:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and len(url) > len(parts.scheme) + 3
