"""Hostile and broken input: a clear 4xx, never a 500, and ordinary input passes."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError
from django.test import Client
from django.utils.datastructures import MultiValueDictKeyError

from portal.middleware import guard
from portal.models import User

from .pages import state

pytestmark = [pytest.mark.urls("tests.portal.pages")]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def light_page(monkeypatch):
    """The page without the site's header and footer: these tests need no database."""
    monkeypatch.setattr(guard, "TEMPLATES", ["portal/refusal.html"])


def raw_query(client, query, path="/en/page/"):
    return client.get(path, QUERY_STRING=query)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=a%00b",
        "%00=q",
        "q=%FF",
        "q=%C0%80",
        "q=%ED%A0%80",
        "%E2%82=1",
        "page=99999999999999999999",
        "page=2147483648",
        "offset=9223372036854775808",
        "id=-9223372036854775809",
        "region=" + "1" * 5000,
        "page=%D9%A9" + "%D9%A9" * 18,
        "&".join(f"p{number}=" for number in range(501)),
    ],
)
def test_bad_queries_are_refused(client, query):
    answer = raw_query(client, query)
    assert answer.status_code == 400
    assert answer["Cache-Control"] == "no-store"
    assert (
        "Content-Security-Policy" not in answer or "default-src 'none'" in answer["Content-Security-Policy"]
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=%D8%B3%D9%84%D8%A7%D9%85",
        "q=99999999999999999999",
        "q=100%25",
        "q=%EF%BF%BD",
        "page=2147483647",
        "page=x",
        "id=123456789012345678",
        "flag&empty=&=",
        "q=%",
        "q=%zz",
    ],
)
def test_ordinary_queries_pass(client, query):
    assert raw_query(client, query).status_code == 200


def test_a_long_query_is_refused(client):
    assert raw_query(client, "q=" + "x" * 9000).status_code == 414


@pytest.mark.parametrize("path", ["/en/page/\0", "/en/%00/", "/en/page/%C3%28/", "/%ff/", "/admin/%00/"])
def test_bad_paths_are_refused(client, path):
    raw = path.replace("%00", "\0").replace("%C3%28", "\xc3\x28").replace("%ff", "\xff")
    assert client.get("/", PATH_INFO=raw).status_code == 400


def test_a_cookie_with_nul_is_refused(client):
    assert client.get("/en/page/", HTTP_COOKIE='sessionid="a\\000b"').status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"a=%00",
        b"a%00=1",
        b"a=\0",
        b"a=%FF",
        b"a=\xff",
        "&".join(f"f{number}=1" for number in range(1001)).encode(),
    ],
)
def test_bad_forms_are_refused(client, body):
    assert client.post("/echo/", body, content_type=FORM).status_code == 400


def test_a_form_in_another_encoding_is_refused(client):
    assert client.post("/echo/", b"a=1", content_type=f"{FORM}; charset=utf-16").status_code == 400


def test_ordinary_forms_pass(client):
    answer = client.post(
        "/echo/", {"a": "سلام\r\nline", "file": SimpleUploadedFile("دليل.txt", b"\0binary\xff")}
    )
    assert answer.json()["post"]["a"] == ["سلام\r\nline"]
    assert client.post("/echo/", "a=%E4%BD%A0+1", content_type=f"{FORM}; charset=UTF-8").status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [(b"na\0me", b"v"), (b"name", b"v\0")],
)
def test_bad_multipart_fields_are_refused(client, field, value):
    body = b'--x\r\nContent-Disposition: form-data; name="' + field + b'"\r\n\r\n' + value + b"\r\n--x--\r\n"
    assert client.post("/echo/", body, content_type="multipart/form-data; boundary=x").status_code == 400


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=\xff", "multipart/form-data; boundary="]
)
def test_broken_multipart_is_refused(client, kind):
    assert client.post("/echo/", b"--x\r\nrubbish", content_type=kind).status_code == 400


def test_too_many_files_are_refused(client):
    files = {f"f{number}": SimpleUploadedFile("a.txt", b"x") for number in range(21)}
    assert client.post("/echo/", files).status_code == 400


def test_too_large_bodies_are_refused(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert client.post("/echo/", "a=" + "x" * 2000, content_type=FORM).status_code == 413
    assert client.post("/echo/", json.dumps("x" * 2000), content_type="application/json").status_code == 413
    assert client.post("/echo/", {"a": "x" * 2000}).status_code == 413
    settings.MAX_REQUEST_SIZE = 5000
    assert client.post("/echo/", {"a": SimpleUploadedFile("a.txt", b"x" * 6000)}).status_code == 413


def test_a_nonsense_length_is_refused(client):
    assert client.post("/echo/", b"", content_type=FORM, CONTENT_LENGTH="1e9").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"a": "\\u0000"}',
        b'{"a": "\xff"}',
        b"{",
        b"",
        b"[" + b"9" * 5000 + b"]",
        b'"\0"',
    ],
)
def test_bad_json_is_refused_in_json(client, body):
    answer = client.post("/api/echo/", body, content_type="application/json")
    if body == b"":
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_ordinary_json_passes(client):
    body = json.dumps({"text": "[" * 500 + '\\"', "list": [[1, 2], {"a": None}]})
    assert client.post("/api/echo/", body, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    "error",
    [
        MultiValueDictKeyError("title"),
        DataError("integer out of range"),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ],
)
def test_bad_input_that_stock_code_trips_over_is_the_visitors_fault(client, error):
    state["error"] = error
    assert client.get("/en/failing/").status_code == 400


def test_our_own_faults_stay_faults(client):
    state["error"] = OSError("truncated")
    with pytest.raises(OSError, match="truncated"):
        client.get("/en/failing/")


def test_the_answer_is_in_the_visitors_language(client):
    assert 'lang="ar"' in raw_query(client, "q=%00", "/ar/page/").text
    assert 'dir="rtl"' in raw_query(client, "q=%00", "/ar/page/").text
    assert "NUL" in raw_query(client, "q=%00").text


# --- stock addresses of the admin that answered 500 ----------------------------------------------


@pytest.fixture
def editor(db):
    person = User.objects.create_user("editor@example.org", name="Editor", is_superuser=True)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(person, backend="portal.authz.backends.GrantBackend")
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-page/chosen-multiple/?id=x",
        "/admin/images/chooser/chosen-multiple/?id=x",
        "/admin/documents/chooser/chosen-multiple/?id=x",
        "/admin/choose-external-link/?parent_page_id=x",
        "/admin/choose-email-link/?parent_page_id=x",
        "/admin/choose-phone-link/?parent_page_id=x",
        "/admin/choose-anchor-link/?parent_page_id=x",
        "/admin/images/?tag=%00",
        "/admin/pages/?locale=%00",
        "/admin/images/?collection_id=x",
        "/admin/pages/999999999999999999999/?p=99999999999999999999",
    ],
)
def test_the_admin_refuses_what_it_tripped_over(editor, address):
    path, _mark, query = address.partition("?")
    assert raw_query(editor, query, path).status_code == 400


def test_the_admins_own_lists_still_work(editor):
    assert editor.get("/admin/images/").status_code == 200
    assert editor.get("/admin/choose-external-link/?parent_page_id=2").status_code == 200
    assert editor.get("/admin/bulk/wagtailcore/page/delete/?id=1&next=/admin/").status_code in (200, 302, 404)


def test_a_chooser_post_without_fields_is_refused(editor):
    assert editor.post("/admin/choose-external-link/", {}).status_code < 500
    assert editor.post("/admin/choose-external-link/", {"external-link-chooser-url": ""}).status_code < 500
    assert editor.post("/admin/pages/1/copy/", {}).status_code < 500
    assert editor.post("/admin/images/chooser/create/", {}).status_code < 500


def test_a_cut_off_image_is_refused(editor):
    png = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000400000004000802000000") + b"\0" * 30
    for content in (png, b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\4"):
        upload = {"title": "x", "file": SimpleUploadedFile("x.png", content, "image/png")}
        assert editor.post("/admin/images/add/", upload).status_code < 500
