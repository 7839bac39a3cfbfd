"""The demo Alliance: production behaviour on the embedded parts. Never for a public site."""

from portal.embedded.postgres import ensure_running
from portal.embedded.secret import secret_key

from .base import *
from .base import DATA_DIR, DATABASE_URL, SITE_URL, database, env

DEMO = True
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# The demo's supervisor hands DATABASE_URL to the processes it starts.
DATABASES = {"default": database(DATABASE_URL or ensure_running(DATA_DIR))}
OUTBOX_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
LOCALE_PATHS = [DATA_DIR / "locale"]  # compiled at each start; the sources are in portal/locale
