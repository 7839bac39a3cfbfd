"""The cache of anonymous pages: fast for visitors, invisible to everybody else, never behind."""

import gzip
import threading

import brotli
import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from portal import page_cache
from portal.models import StandardPage, TickMark, User
from portal.page_cache import generation, rules
from portal.page_cache.entries import Entry
from portal.page_cache.store import Flights, Shelves, Store

from .pages import state

pytestmark = [pytest.mark.urls("tests.portal.pages")]


@pytest.fixture(autouse=True)
def enabled(settings, tmp_path):
    settings.PAGE_CACHE_ENABLED = True
    settings.DATA_DIR = tmp_path
    state.update(text="first", renderings=0, before_answer=None)


def renderings(client, address, times=3, **options):
    state["renderings"] = 0
    for _ in range(times):
        client.get(address, **options)
    return state["renderings"]


def test_a_visitor_gets_the_stored_page(client):
    first, second = client.get("/en/page/"), client.get("/en/page/")
    assert first.content == second.content
    assert dict(first.headers) == dict(second.headers)
    assert state["renderings"] == 1


def test_a_hit_touches_no_database(client, django_assert_num_queries):
    client.get("/en/page/")
    # No access to the database is allowed in this test at all.
    assert client.get("/en/page/").status_code == 200


def test_headers_let_a_cache_in_front_keep_it(client):
    response = client.get("/en/greeting/")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert response["Vary"] == "Accept-Encoding"
    assert "Content-Security-Policy" in response
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_asks_who_is_there_is_stored_for_nobody(client):
    assert renderings(client, "/en/greeting/") == 1
    assert client.get("/en/greeting/").text == "False"


@pytest.mark.django_db
def test_signed_in_people_neither_get_nor_fill_it(client):
    person = Client()
    person.force_login(
        User.objects.create_user("a@example.org", name="A"), backend="portal.authz.backends.GrantBackend"
    )
    assert person.get("/en/greeting/").text == "True"
    assert client.get("/en/greeting/").text == "False"
    answer = person.get("/en/greeting/")
    assert (answer.text, answer["Cache-Control"]) == ("True", "private, no-store")
    assert "ETag" not in answer


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "messages"])
@pytest.mark.django_db
def test_whoever_carries_a_cookie_of_ours_is_rendered_for(client, name):
    client.cookies[name] = "x"
    assert renderings(client, "/en/page/") == 3


def test_other_cookies_do_not_matter(client):
    client.cookies["_ga"] = "x"
    assert renderings(client, "/en/page/") == 1


@pytest.mark.parametrize("header", ["Authorization", "HX-Request", "Range"])
def test_special_requests_are_rendered(client, header):
    assert renderings(client, "/en/page/", headers={header: "x"}) == 3


@pytest.mark.parametrize(
    "name", ["form", "nonce", "note", "remember", "cookie", "private", "varied", "data", "missing"]
)
@pytest.mark.django_db
def test_personal_and_odd_answers_are_not_stored(name, monkeypatch):
    stored = []
    monkeypatch.setattr(Store, "put", lambda self, key, entry: stored.append(key))
    answer = Client().get(f"/en/{name}/")
    assert stored == []
    assert "public" not in answer.get("Cache-Control", "")


def test_posts_pass(client):
    client.get("/en/page/")
    state["text"] = "second"
    assert "second" in client.post("/en/page/").text


def test_languages_hosts_and_queries_are_apart(client):
    assert "en" in client.get("/en/page/").text
    assert "ar" in client.get("/ar/page/").text
    assert "first en x" in client.get("/en/page/?q=x").text
    client.get("/en/page/", headers={"host": "localhost"})
    assert state["renderings"] == 4


def test_the_order_of_parameters_does_not_matter_but_that_of_values_does(client):
    assert renderings(client, "/en/page/?a=1&b=2") == 1
    assert renderings(client, "/en/page/?b=2&a=1") == 0
    assert renderings(client, "/en/page/?a=2&a=1") == 1
    assert renderings(client, "/en/page/?a=1&a=2") == 1


def test_a_long_query_is_not_kept(client):
    assert renderings(client, "/en/page/?q=" + "x" * rules.MAX_QUERY) == 3


def test_head_is_answered_from_a_page_but_fills_nothing(client):
    client.head("/en/page/")
    assert state["renderings"] == 1
    body = client.get("/en/page/").content
    answer = client.head("/en/page/")
    assert state["renderings"] == 2
    assert (answer.content, answer["Content-Length"]) == (b"", str(len(body)))


def test_an_unchanged_page_is_not_sent_again(client):
    etag = client.get("/en/page/")["ETag"]
    same = client.get("/en/page/", headers={"If-None-Match": f'"other", {etag}'})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert client.get("/en/page/", headers={"If-None-Match": '"other"'}).status_code == 200
    page_cache.purge()
    state["text"] = "second"
    assert client.get("/en/page/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0.0", None),
        ("identity", None),
        ("xbr, gzipped", None),
        ("", None),
        ("*" * 5000, None),
    ],
)
def test_each_client_gets_an_encoding_it_understands(client, accepted, encoding):
    plain = client.get("/en/page/").content
    answer = client.get("/en/page/", headers={"Accept-Encoding": accepted})
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert decode(answer.content) == plain
    assert answer["Content-Length"] == str(len(answer.content))


def test_pages_for_one_person_are_compressed_too(client):
    client.cookies["sessionid"] = "x"
    answer = client.get("/en/page/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"first" in gzip.decompress(answer.content)


# --- purging -------------------------------------------------------------------------------------


def test_a_purge_is_seen_at_once(client):
    client.get("/en/page/")
    state["text"] = "second"
    page_cache.purge()
    assert "second" in client.get("/en/page/").text


def test_every_process_sees_the_purge(client):
    other_process = Client()  # its handler has a cache of its own
    other_process.get("/en/page/")
    client.get("/en/page/")
    state["text"] = "second"
    page_cache.purge()
    assert "second" in other_process.get("/en/page/").text


def test_a_page_rendered_while_its_content_changed_is_not_served_again(client):
    def change():
        state.update(text="second", before_answer=None)
        page_cache.purge()

    state["before_answer"] = change
    assert "first" in client.get("/en/page/").text
    assert "second" in client.get("/en/page/").text


@pytest.mark.django_db(transaction=True)
def test_watched_models_purge_after_the_commit_only():
    page_cache.watch(TickMark)
    before = generation.current()
    with transaction.atomic():
        mark = TickMark.objects.create(name="x")
        assert generation.current() == before
    created = generation.current()
    mark.save()
    saved = generation.current()
    mark.delete()
    assert len({before, created, saved, generation.current()}) == 4
    with transaction.atomic():
        TickMark.objects.create(name="y")
        transaction.set_rollback(True)
    assert generation.current() not in (before, created, saved)


def test_the_generation_never_returns(monkeypatch):
    monkeypatch.setattr(generation, "MAX_SIZE", 3)
    seen = [generation.current()]
    for _ in range(12):
        generation.purge()
        seen.append(generation.current())
    assert len(set(seen)) == 13
    assert generation._path().stat().st_size <= 4
    assert [path.name for path in generation._path().parent.iterdir()] == ["page-generation"]


def test_without_a_generation_nothing_is_served_or_stored(client, monkeypatch):
    client.get("/en/page/")
    monkeypatch.setattr(generation, "_file_state", _no_disk)
    assert renderings(client, "/en/page/") == 3


def test_a_purge_that_fails_does_not_undo_the_change(monkeypatch):
    monkeypatch.setattr(generation, "_append", _no_disk)
    page_cache.purge()


def _no_disk():
    raise OSError("No space left on device")


def test_with_a_shared_cache_the_generation_lives_there(settings):
    settings.CACHE_URL = "locmem://"
    first = generation.current()
    assert generation.current() == first
    page_cache.purge()
    assert generation.current() != first


# --- bounds --------------------------------------------------------------------------------------


def entry(size, expires=float("inf")):
    return Entry("g", b"x" * size, {}, "", expires)


def test_the_store_forgets_the_least_recently_used():
    store = Store(100_000)
    for name in "abcdefghij":
        store.put((name,), entry(6_000))
        store.get(("a",), "g")
    assert store.bytes <= 100_000
    assert store.get(("a",), "g")
    assert store.get(("b",), "g") is None


def test_the_store_refuses_giants_and_drops_the_old():
    store = Store(100_000)
    store.put(("giant",), entry(90_000))
    store.put(("old",), entry(10, expires=0))
    store.put(("other generation",), entry(10))
    assert store.get(("giant",), "g") is None
    assert store.get(("old",), "g") is None
    assert store.get(("other generation",), "h") is None
    assert (len(store), store.bytes) == (0, 0)


def test_a_flood_of_queries_leaves_pages_alone(client, settings):
    settings.PAGE_CACHE_MAX_BYTES = 400_000
    client.get("/en/page/")
    for number in range(200):
        client.get(f"/en/page/?q={number}")
    assert renderings(client, "/en/page/") == 0


def test_shelves_share_the_bound():
    shelves = Shelves(1000)
    assert (shelves.of("").max_bytes, shelves.of("q=1").max_bytes) == (750, 250)


def test_one_thread_renders_and_the_others_wait():
    flights, inside, most = Flights(), [], []
    barrier = threading.Barrier(8)

    def fly():
        barrier.wait(10)
        with flights.alone(("page",)):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=fly) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
    assert flights._locks == {}


@pytest.mark.django_db
def test_a_refused_host_is_nobody(client):
    assert client.get("/en/page/", headers={"host": "evil.example"}).status_code == 400


def test_switched_off_it_does_nothing(client, settings):
    settings.PAGE_CACHE_ENABLED = False
    assert renderings(client, "/en/page/") == 3


# --- what editors change -------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_editorial_changes_purge():
    seen = [generation.current()]

    def moved():
        seen.append(generation.current())
        return seen[-1] != seen[-2]

    parent = Page.get_first_root_node()
    page = parent.add_child(instance=StandardPage(title="About", slug="about-x"))
    assert moved()
    page.unpublish()
    assert moved()
    page.save_revision().publish()
    assert moved()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert moved()
    restriction.delete()
    assert moved()
    page.delete()
    assert moved()


@pytest.mark.django_db(transaction=True)
def test_names_of_people_purge_but_signing_in_does_not(client):
    before = generation.current()
    person = User.objects.create_user("a@example.org", name="A")
    client.force_login(person, backend="portal.authz.backends.GrantBackend")
    assert generation.current() == before
    person.name = "B"
    person.save()
    assert generation.current() != before
