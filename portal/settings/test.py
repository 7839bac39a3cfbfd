"""Tests: a real embedded PostgreSQL of their own, without fsync, shared by all workers of a run.

The databases themselves are made by ``tests/databases.py``; their names carry the run, so that two
runs at once do not meet.
"""

import os
import tempfile
from pathlib import Path

from portal.embedded.postgres import ensure_running

from .base import *
from .base import MIDDLEWARE, STORAGES, database, env

SECRET_KEY = "test-only"  # noqa: S105
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

TEST_HOME = Path(tempfile.gettempdir()) / f"alliance-portal-tests-{os.getuid()}"
url = env.str("PORTAL_TEST_DATABASE_URL", default="")
if not url:
    url = ensure_running(TEST_HOME, durable=False)
    os.environ["PORTAL_TEST_DATABASE_URL"] = url
DATABASES = {"default": database(url)}
DATABASES["default"]["CONN_MAX_AGE"] = CONN_MAX_AGE = 0

DATA_DIR = Path(tempfile.mkdtemp(prefix="alliance-test-"))
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are served by the live server's own handler; nothing is collected for tests.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OUTBOX_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PAGE_CACHE_ENABLED = False
