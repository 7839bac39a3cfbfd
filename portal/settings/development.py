"""Development: the embedded PostgreSQL unless DATABASE_URL says otherwise; mail goes to files."""

from portal.embedded.postgres import ensure_running

from .base import *
from .base import DATA_DIR, DATABASE_URL, database

DEBUG = True
SECRET_KEY = "development-only-never-in-production"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": database(DATABASE_URL or ensure_running(DATA_DIR))}
OUTBOX_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
