"""Production: refuses to start while a required setting is missing or wrong, and names it."""

from django.core.exceptions import ImproperlyConfigured

from . import environment
from .base import *
from .base import CACHE_URL, CACHES, DATABASE_URL, SITE_URL, database, env

REQUIRED = ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL"]
if missing := [name for name in REQUIRED if not env.str(name, default="").strip()]:
    raise ImproperlyConfigured(f"Production needs these environment variables: {', '.join(missing)}.")

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise environment.refuse("SECRET_KEY", "a random text of at least 50 characters", "")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", [])
DATABASES = {"default": database(DATABASE_URL)}
CSRF_TRUSTED_ORIGINS = [SITE_URL]

if not CACHE_URL:
    # Rate limits must be shared by all processes; without Redis the database keeps them
    # (`manage.py createcachetable` makes the table).
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    }

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"

if email_url := env.service("EMAIL_URL", environment.MAIL, "smtp+tls://user:password@mail.example.org:587"):
    smtp = env.email_url_config(email_url)
    EMAIL_USE_TLS, EMAIL_USE_SSL = smtp.get("EMAIL_USE_TLS", False), smtp.get("EMAIL_USE_SSL", False)
    EMAIL_HOST = smtp["EMAIL_HOST"]
    EMAIL_PORT = smtp["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = smtp["EMAIL_HOST_USER"] or "", smtp["EMAIL_HOST_PASSWORD"] or ""
EMAIL_TIMEOUT = 10
