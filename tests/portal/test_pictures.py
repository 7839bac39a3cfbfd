"""Pictures of public pages where no web server stands in front."""

import pytest


@pytest.fixture
def pictures(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "documents", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.webp").write_bytes(b"picture")
    return tmp_path


def test_the_demo_shows_renditions(client, db, pictures, settings):
    settings.DEMO = True
    answer = client.get("/media/images/x.webp")
    assert b"".join(answer.streaming_content) == b"picture"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "documents/x.webp",
        "original_images/x.webp",
        "images/../documents/x.webp",
        "images/%2e%2e/documents/x.webp",
        "images/no.webp",
        "images/",
    ],
)
def test_the_demo_shows_nothing_else(client, db, pictures, settings, path):
    settings.DEMO = True
    assert client.get(f"/media/{path}", follow=True).status_code in (400, 404)


def test_elsewhere_the_web_server_shows_them(client, db, pictures, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/media/images/x.webp", follow=True).status_code in (400, 404)
