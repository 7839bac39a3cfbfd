"""Files of a group: brought in, refused, served."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import FileVersion, GroupFile
from tests.factories.projects import (
    FileVersionFactory,
    upload,
)

from .space import addresses, build_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return build_space()


def token():
    return str(uuid.uuid4())


# --- files ------------------------------------------------------------------------------------


def test_a_member_shares_a_file_and_a_new_version(space, client_for):
    client, urls = client_for(space.member), addresses(space)
    response = client.post(urls["file_add"], {"title": "Plan", "upload": upload("plan.pdf")})
    file = GroupFile.objects.get(title="Plan")
    url = reverse("file_detail", args=[space.group.slug, file.pk])
    assert response.url == url
    assert client.post(url, {"upload": upload("plan2.pdf"), "note": "Better"}).status_code == 302
    assert [version.number for version in file.versions.all()] == [2, 1]
    body = client.get(url).content.decode()
    assert "plan.pdf" in body
    assert "plan2.pdf" in body


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tool.exe", b"MZ\x90\x00"),
        ("page.html", b"<script>alert(1)</script>"),
        ("image.svg", b"<svg onload='alert(1)'/>"),
        ("paper.pdf", b"MZ\x90\x00 no pdf at all"),
        ("paper.pdf", b""),
        ("noextension", b"text"),
        (".pdf", b"%PDF-1.4"),
        ("text.txt", b"\xff\xfe\x00binary"),
        ("archive.zip", b"PK\x03\x04 broken"),
    ],
)
def test_an_unacceptable_upload_is_refused_and_leaves_nothing(space, client_for, name, content):
    client, urls = client_for(space.member), addresses(space)
    response = client.post(urls["file_add"], {"title": "Bad", "upload": upload(name, content)})
    assert response.status_code == 422
    assert 'value="Bad"' in response.content.decode()
    assert client.post(urls["file_detail"], {"upload": upload(name, content)}).status_code == 422
    assert (GroupFile.objects.count(), FileVersion.objects.count()) == (1, 1)


def test_a_form_without_a_file_is_refused(space, client_for):
    client, urls = client_for(space.member), addresses(space)
    assert client.post(urls["file_add"], {"title": "None"}).status_code == 422
    assert client.post(urls["file_detail"], {"note": "None"}).status_code == 422


def test_a_download_is_a_download_and_nothing_else(space, client_for):
    version = FileVersionFactory(file=space.file, number=2)
    FileVersion.objects.filter(pk=version.pk).update(original_name='Ré"sumé;\\<b>.pdf')
    response = client_for(space.member).get(
        reverse("file_download", args=[space.group.slug, space.file.pk, 2])
    )
    body = b"".join(response)
    assert (response.status_code, len(body)) == (200, version.size)
    headers = response.headers
    assert headers["Content-Disposition"].startswith('attachment; filename="R')
    assert "filename*=UTF-8''R%C3%A9" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "\n" not in headers["Content-Disposition"]


def test_the_web_server_is_told_where_the_bytes_are_in_production(space, client_for, settings):
    settings.PRIVATE_REDIRECT_PREFIX = "/_private/"
    response = client_for(space.member).get(addresses(space)["file_download"])
    name = FileVersion.objects.get().storage_name
    assert (response.headers["X-Accel-Redirect"], response.content) == (f"/_private/{name}", b"")
    assert Client().get(addresses(space)["file_download"]).headers.get("X-Accel-Redirect") is None


def test_private_bytes_lie_outside_of_what_the_web_server_serves(space, settings):
    path = settings.PRIVATE_ROOT / FileVersion.objects.get().storage_name
    assert path.exists()
    assert settings.MEDIA_ROOT not in path.parents
