"""Tests: a real embedded PostgreSQL of their own, without fsync, shared by all workers of a run."""

import os
import tempfile
from pathlib import Path

from portal.embedded.postgres import ensure_running

from .base import *
from .base import STORAGES, database, env

SECRET_KEY = "test-only"  # noqa: S105
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

url = env.str("PORTAL_TEST_DATABASE_URL", default="")
if not url:
    url = ensure_running(Path(tempfile.gettempdir()) / f"alliance-portal-tests-{os.getuid()}", durable=False)
    os.environ["PORTAL_TEST_DATABASE_URL"] = url
DATABASES = {"default": database(url)}
CONN_MAX_AGE = 0
DATABASES["default"]["CONN_MAX_AGE"] = 0

DATA_DIR = Path(tempfile.mkdtemp(prefix="alliance-test-"))
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PAGE_CACHE_ENABLED = False
