"""Security headers by area, and limits on forms."""

import pytest
from django.core.cache import cache
from django.test import Client

from portal.models import User

pytestmark = [pytest.mark.urls("tests.portal.pages"), pytest.mark.django_db]
PUBLIC = ["/en/page/", "/ar/greeting/", "/en/form/", "/en/data/"]


def directives(response):
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


@pytest.fixture
def person():
    return User.objects.create_user("a@example.org", name="A", is_superuser=True)


@pytest.fixture
def signed_in(person):
    client = Client()
    client.force_login(person, backend="portal.authz.backends.GrantBackend")
    return client


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_has_the_headers(client, address):
    response = client.get(address)
    policy = directives(response)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]
    assert "Server" not in response
    assert "X-Powered-By" not in response


def test_a_nonce_is_sent_where_a_template_asked_for_one(client):
    response = client.get("/en/nonce/")
    assert f"'nonce-{response.text}'" in directives(response)["script-src"]


def test_the_admin_has_a_policy_of_its_own(signed_in):
    policy = directives(signed_in.get("/admin/images/"))
    assert policy["script-src"] == "'self' 'unsafe-inline'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["default-src"] == "'none'"


def test_pages_of_signed_in_people_are_kept_nowhere(signed_in):
    assert signed_in.get("/en/page/")["Cache-Control"] == "private, no-store"
    assert signed_in.get("/en/greeting/")["Cache-Control"] == "private, no-store"


def test_pages_with_something_personal_are_kept_nowhere(client):
    assert client.get("/en/form/")["Cache-Control"] == "private, no-store"
    assert client.get("/en/remember/")["Cache-Control"] == "private, no-store"
    assert client.post("/en/page/")["Cache-Control"] == "private, no-store"


def test_a_views_own_word_stands(signed_in):
    assert signed_in.get("/en/private/")["Cache-Control"] == "private"


def test_production_speaks_only_https(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = client.get("/en/page/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


# --- limits --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


def test_a_form_can_be_sent_only_so_often(signed_in, client):
    statuses = [signed_in.post("/en/limited/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert signed_in.get("/en/limited/").status_code == 200
    # Counted for each person; visitors by address.
    assert client.post("/en/limited/").status_code == 200


def test_the_refusal_says_when_to_come_back(client):
    for _ in range(2):
        client.post("/en/limited/")
    refused = client.post("/en/limited/")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "60", "no-store")


def test_signing_in_is_limited(client, person):
    attempt = {"login": person.email, "password": "wrong"}
    pages = [client.post("/en/account/login/", attempt) for _ in range(7)]
    assert "Too many failed login attempts" in pages[-1].text


def test_asking_for_a_reset_is_limited(client):
    statuses = [
        client.post("/en/account/password/reset/", {"email": "a@example.org"}).status_code for _ in range(21)
    ]
    assert statuses[-1] == 429
