"""Files: what comes in, how it goes out, what is swept away."""

import io
import os
import stat
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory

from portal.files import archives, sweeper
from portal.files.models import StoredFile, private_storage
from portal.files.responses import content_disposition, serve
from portal.files.uploads import check, clean_name, store

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = b"%PDF-1.7\n" + b"x" * 64
TEXT = "نص عربي, plain text\n".encode()


class Paper(StoredFile):
    """A concrete row that is never saved."""

    class Meta:
        app_label = "portal"
        managed = False


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(sweeper, "_known", lambda names: set())


def upload(name, content):
    return SimpleUploadedFile(name, content)


def make_zip(entries, *, symlink=None, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
        if symlink:
            info = zipfile.ZipInfo(symlink)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def paper(content=TEXT, name="paper.txt"):
    row = Paper()
    row.take(upload(name, content))
    return row


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return content


DOCX = {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.txt", TEXT, "text/plain"),
        ("a.md", b"\xef\xbb\xbf# With a mark", "text/markdown"),
        ("a.csv", b"a,b\r\n1,2\r\n", "text/csv"),
        ("a.zip", make_zip({"folder/readme.txt": "x"}), "application/zip"),
        ("a.docx", make_zip(DOCX), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.odt", make_zip(ODT), "application/vnd.oasis.opendocument.text"),
        ("a.mp3", b"ID3\x03" + b"\0" * 64, "audio/mpeg"),
    ],
)
def test_check_accepts_and_names_the_kind(name, content, kind):
    assert check(upload(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "kind"),
        ("a.html", b"<script>", "kind"),
        ("a.svg", b"<svg/>", "kind"),
        ("pdf", PDF, "kind"),
        (".pdf", PDF, "kind"),
        ("a.pdf", b"MZ\x90\0", "mismatch"),
        ("a.png", PDF, "mismatch"),
        ("a.mp4", PNG, "mismatch"),
        ("a.pdf", b"", "empty"),
        ("a.txt", b"with a \0 inside", "text"),
        ("a.txt", "Größe".encode("latin-1"), "text"),
        ("a.csv", "a;b".encode("utf-16"), "text"),
        ("a.txt", b"cut off \xe2\x82", "text"),
        ("a.zip", b"PK\x03\x04 damaged", "damaged"),
        ("a.zip", PDF, "damaged"),
        ("a.docx", make_zip({"a.txt": "x"}), "mismatch"),
        ("a.docx", make_zip(DOCX | {"word/vbaProject.bin": "x"}), "macros"),
        ("a.xlsx", make_zip(DOCX), "mismatch"),
        ("a.odt", make_zip(ODT | {"mimetype": "application/epub+zip"}), "mismatch"),
        ("a.zip", make_zip({"../../etc/passwd": "x"}), "path"),
        ("a.zip", make_zip({"/etc/passwd": "x"}), "path"),
        ("a.zip", make_zip({"..\\..\\boot.ini": "x"}), "path"),
        ("a.zip", make_zip({"C:/boot.ini": "x"}), "path"),
        ("a.zip", make_zip({"a": "x"}, symlink="link"), "path"),
        ("a.zip", make_zip({"zeros": b"\0" * (30 * 1024 * 1024)}), "bomb"),
    ],
)
def test_check_refuses(name, content, code):
    with pytest.raises(ValidationError) as refused:
        check(upload(name, content))
    assert refused.value.code == code


def test_check_refuses_too_many_entries(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    with pytest.raises(ValidationError) as refused:
        check(upload("a.zip", make_zip({str(number): "" for number in range(4)})))
    assert refused.value.code == "bomb"


def test_check_refuses_encrypted_entries():
    content = bytearray(make_zip({"a.txt": "x"}, method=zipfile.ZIP_STORED))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ValidationError) as refused:
        check(upload("a.zip", bytes(content)))
    assert refused.value.code == "encrypted"


def test_check_refuses_what_is_too_large(settings):
    settings.PRIVATE_MAX_UPLOAD_SIZE = 10
    with pytest.raises(ValidationError) as refused:
        check(upload("a.txt", b"eleven byte"))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\0b.txt", "ab.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("invoice\u202efdp.txt", "invoicefdp.txt"),
        ("  دليل الجودة.pdf ", "دليل الجودة.pdf"),
        ("می\u200cخواهم.txt", "می\u200cخواهم.txt"),
        ("...", ""),
        (None, ""),
    ],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name) == clean


def test_a_long_name_keeps_its_ending():
    assert clean_name("ä" * 300 + ".docx") == "ä" * 195 + ".docx"


def test_store_describes_the_bytes_and_hides_the_name():
    fields = store(upload("دليل.txt", TEXT))
    assert fields["original_name"] == "دليل.txt"
    assert fields["size"] == len(TEXT)
    assert len(fields["sha256"]) == 64
    assert "دليل" not in fields["storage_name"]
    with private_storage().open(fields["storage_name"]) as stored:
        assert stored.read() == TEXT


def test_serve_sends_a_download_that_runs_nowhere():
    response = serve(RequestFactory().get("/"), paper(b"<script>alert(1)</script>", "page.txt"))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename=\"page.txt\"; filename*=UTF-8''page.txt"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert body(response) == b"<script>alert(1)</script>"


def test_names_in_headers_follow_rfc_6266():
    assert (
        content_disposition('دليل "1".pdf')
        == "attachment; filename=\"____ _1_.pdf\"; filename*=UTF-8''%D8%AF%D9%84%D9%8A%D9%84%20%221%22.pdf"
    )


@pytest.mark.parametrize(
    ("asked", "status", "content", "span"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=5-99", 206, b"56789", "bytes 5-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=3-1", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
        ("bytes=" + "9" * 40 + "-", 200, b"0123456789", None),
    ],
)
def test_serve_ranges(asked, status, content, span):
    response = serve(RequestFactory().get("/", headers={"Range": asked}), paper(b"0123456789"))
    assert (response.status_code, body(response)) == (status, content)
    assert response.headers.get("Content-Range") == span
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_range_of_another_version_gets_the_whole():
    row = paper(b"0123456789")
    headers = {"Range": "bytes=0-3", "If-Range": '"older"'}
    response = serve(RequestFactory().get("/", headers=headers), row)
    assert (response.status_code, body(response)) == (200, b"0123456789")


def test_serve_hands_over_to_the_web_server(settings):
    settings.PRIVATE_REDIRECT_PREFIX = "/_private/"
    row = paper()
    response = serve(RequestFactory().get("/"), row)
    assert response["X-Accel-Redirect"] == f"/_private/{row.storage_name}"
    assert response.content == b""


def test_serve_answers_404_when_the_bytes_are_gone():
    row = paper()
    private_storage().delete(row.storage_name)
    with pytest.raises(Http404):
        serve(RequestFactory().get("/"), row)


def test_sweep_removes_only_old_bytes_without_a_row(monkeypatch):
    orphan, young, known = paper(), paper(), paper()
    monkeypatch.setattr(sweeper, "_known", lambda names: names & {known.storage_name})
    old = time.time() - sweeper.GRACE.total_seconds() - 60
    for row in (orphan, known):
        os.utime(private_storage().path(row.storage_name), (old, old))
    assert sweeper.sweep() == 1
    present = [row for row in (orphan, young, known) if private_storage().exists(row.storage_name)]
    assert present == [young, known]
    assert sweeper.sweep() == 0


def test_sweep_knows_the_rows_of_every_model():
    assert Paper in set(sweeper._concrete(StoredFile))
