"""Answers for machines: health, robots.txt and the sitemap."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from portal import demo_pages, health
from tests.factories.projects import WorkingGroupFactory

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def _nothing_remembered():
    health._remembered.cache_clear()
    yield
    health._remembered.cache_clear()


def test_livez_asks_nothing_of_anybody(client):
    """Without the ``db`` fixture any query would fail."""
    answer = client.get("/livez")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_readyz_says_what_works(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "cache": "ok", "search": "ok", "mail": "ok"},
    }


@pytest.mark.django_db
def test_readyz_fails_without_the_database(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "failed")
    assert answer.json()["checks"]["database"] == "failed"
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_readyz_fails_until_the_last_migration_is_applied(client):
    last = MigrationRecorder.Migration.objects.filter(app="portal").latest("pk")
    last.delete()
    assert client.get("/readyz").json()["checks"]["migrations"] == "failed"
    last.save(force_insert=True)
    assert client.get("/readyz").json()["checks"]["migrations"] == "ok"


@pytest.mark.django_db
def test_readyz_fails_without_the_cache(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RedisConnectionError("redis://user:secret@cache")

    monkeypatch.setattr(cache._connections[cache._alias], "set", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["cache"]) == (503, "failed")


@pytest.mark.django_db
def test_pages_do_without_search_and_mail(client, settings):
    settings.ELASTICSEARCH_URL = "http://user:secret@127.0.0.1:1"
    settings.OUTBOX_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = health.SMTP, "127.0.0.1", 1
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert (answer.json()["checks"]["search"], answer.json()["checks"]["mail"]) == ("degraded", "degraded")


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/robots.txt", "/sitemap.xml"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405


def test_robots_keep_out_of_what_is_personal(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /en/dashboard/\n" in text
    assert "Disallow: /ar/account/\n" in text
    assert text.endswith("Sitemap: http://127.0.0.1:8000/sitemap.xml\n")


def part(client, name: str) -> dict[str, list[str]]:
    """Addresses of one part of the sitemap, each with the languages it links to."""
    answer = client.get(reverse("sitemap_part", args=[name]))
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)
    return {
        url.find("s:loc", SITEMAP).text: [link.get("hreflang") for link in url.findall("x:link", SITEMAP)]
        for url in root.findall("s:url", SITEMAP)
    }


@pytest.mark.django_db
def test_the_sitemap_lists_its_parts(client):
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {element.text.rpartition("/")[2] for element in root.iterfind(".//s:loc", SITEMAP)}
    assert {"sitemap-pages.xml", "sitemap-groups.xml", "sitemap-events.xml"} <= found


@pytest.mark.django_db
def test_the_sitemap_has_public_groups_in_all_languages_and_no_private_one(client):
    WorkingGroupFactory(slug="open", visibility="public")
    WorkingGroupFactory(slug="closed", visibility="private")
    found = part(client, "groups")
    assert len(found) == 6
    assert "http://testserver/ar/groups/open/" in found
    assert not [address for address in found if "closed" in address]


@pytest.mark.django_db
def test_the_sitemap_links_the_translations_of_a_page(client):
    demo_pages.load(lambda text: None)
    found = part(client, "pages")
    home = next(address for address in found if address.endswith("/en/"))
    assert sorted(found[home]) == ["ar", "en", "es", "fr", "ru", "zh-hans"]
    assert not [address for address in found if address.endswith("None")]


@pytest.mark.django_db
def test_an_unknown_part_is_not_found(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404
    assert client.get("/sitemap-pages.xml?p=99").status_code == 404
    assert client.get("/sitemap-pages.xml?p=x").status_code == 404
