"""Settings: what is read is documented, and what is wrong or missing is said in one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import CACHES, Environment

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'env\.(?:str|int|bool|list|service|site|hosts)\(\s*"([A-Z_]+)"')
LISTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "DATABASE_URL": "postgresql://portal:secret@localhost:5432/portal",
    "ALLOWED_HOSTS": "alliance.example.org",
    "SITE_URL": "https://alliance.example.org",
}


def check(**environment: str) -> tuple[int, str]:
    """``manage.py check --deploy`` in production with these settings: exit code and what was said on stderr."""
    wanted = {name: value for name, value in {**PRODUCTION, **environment}.items() if value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **wanted},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


def test_every_variable_is_in_the_readme_and_no_other():
    sources = [path.read_text("utf-8") for path in (ROOT / "portal" / "settings").glob("*.py")]
    read = {name for source in sources for name in READ.findall(source)}
    assert set(LISTED.findall((ROOT / "README.md").read_text("utf-8"))) == read


def test_only_the_settings_read_the_environment():
    """Two exceptions are no settings: the embedded parts (before Django) and a default for DJANGO_SETTINGS_MODULE."""
    allowed = {"portal/wsgi.py"}
    found = {
        str(path.relative_to(ROOT))
        for app in ("portal", "members", "projects", "resources")
        for path in (ROOT / app).rglob("*.py")
        if "os.environ" in path.read_text("utf-8") and not {"settings", "embedded"} & set(path.parts)
    }
    assert found <= allowed


def test_production_passes_the_deployment_checks():
    code, said = check()
    assert (code, said) == (0, "")


def test_production_names_everything_that_is_missing():
    code, said = check(SECRET_KEY="", DATABASE_URL="", ALLOWED_HOSTS="", SITE_URL="")
    assert code == 1
    assert said == (
        "Production needs these environment variables: SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS, SITE_URL.\n"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://portal:secret@localhost/portal"),
        ("SITE_URL", "alliance.example.org"),
        ("EMAIL_URL", "mail.example.org"),
        ("SECURE_SSL_REDIRECT", "perhaps"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_gives_no_secret_away(name, value):
    code, said = check(**{name: value})
    assert code == 1
    assert re.fullmatch(rf"The environment variable {name} must be [^\n]+\.\n", said)
    assert "secret@" not in said


def reading(**values: str) -> Environment:
    env = Environment()
    env.ENVIRON = values
    return env


@pytest.mark.parametrize("value", ["yes", "true", "1", "On"])
def test_yes_is_yes(value):
    assert reading(FLAG=value).bool("FLAG", default=False) is True


def test_a_number_has_to_be_one():
    assert reading(NUMBER="7").int("NUMBER", default=0) == 7
    assert reading(NUMBER=" ").int("NUMBER", default=3) == 3
    with pytest.raises(ImproperlyConfigured, match="NUMBER must be a whole number, not 'seven'"):
        reading(NUMBER="seven").int("NUMBER", default=0)


@pytest.mark.parametrize("url", ["redis://", "http://cache:6379", "redis://cache:port"])
def test_an_address_has_to_be_one(url):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must be an address such as redis"):
        reading(CACHE_URL=url).service("CACHE_URL", CACHES, "redis://cache:6379/0")


@pytest.mark.parametrize("value", ["https://alliance.example.org", "alliance.example.org/portal", "a b"])
def test_hosts_are_names(value):
    with pytest.raises(ImproperlyConfigured, match="without https://"):
        reading(ALLOWED_HOSTS=value).hosts("ALLOWED_HOSTS", [])


@pytest.mark.parametrize(
    "value", ["https://alliance.example.org/portal", "ftp://x", "https://", "https://x:port"]
)
def test_the_site_is_an_origin(value):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL must be an address such as https"):
        reading(SITE_URL=value).site("SITE_URL", "http://127.0.0.1:8000")


def test_the_sites_last_slash_is_forgiven():
    assert (
        reading(SITE_URL="https://alliance.example.org/").site("SITE_URL", "")
        == "https://alliance.example.org"
    )
