"""Walks the whole URLconf: every address is declared in ``addresses.csv`` and answers as declared.

``get`` says who may read an address: ``public`` everybody; ``signed-in`` whoever has an account, others are
sent to sign in; ``object`` whoever may see the thing it names, for others there is no such address;
``editors`` the Wagtail admin's people; ``gone`` nobody; ``form`` is for forms alone. ``methods`` are those it takes
beside HEAD and OPTIONS.
"""

import csv
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories.portal import UserFactory

from .world import World

pytestmark = pytest.mark.django_db
DECLARED = {
    row["address"]: row
    for row in csv.DictReader((Path(__file__).parent / "addresses.csv").read_text("utf-8").splitlines())
}
KINDS = {"public", "signed-in", "object", "editors", "gone", "form"}
HOW_TO = (
    "Nobody declared these addresses. Add a line for each to tests/permissions/addresses.csv: its name (or pattern), "
    "who may read it (see the top of this file), its methods; if it takes arguments, a sample to SAMPLES here; "
    "and rows in matrix.csv with a door in addresses.py for what can be done there."
)
HOSTILE = (
    "?page=99999999999999999999",
    "?page=%00",
    "?q=%00",
    "?q=%ff%fe",
    "?q=" + "x" * 9000,
    "?page=-1&sort=;DROP&region[]=1&region=%27",
    "?next=//evil.example/&id=x&year=999999999999",
    "?" + "&".join(f"a{number}=1" for number in range(600)),
)


def walk(patterns, prefix=""):
    """(address as it is declared, pattern, url name) of everything the URLconf holds; one language."""
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, whole)
        else:
            yield (
                (f"admin/{'*'}" if whole.startswith("admin/") else pattern.name or whole),
                whole,
                pattern.name,
            )


ALL = list(walk(get_resolver().url_patterns))


@pytest.fixture
def world():
    return World()


def samples(world) -> dict[str, tuple[list, list]]:
    """By name: arguments of a thing everybody may see, and of one that an outsider may not."""
    t = world.things
    public, private = t["public group"].slug, t["private group"].slug
    thread = ([public, t["public discussion"].pk], [private, t["private discussion"].pk])
    file = ([public, t["public file"].pk], [private, t["private file"].pk])
    seats = [t[f"{kind} group"].seats.first().pk for kind in ("public", "private")]
    institution = ([t["public institution"].slug], [t["hidden institution"].slug])
    role = world.institution.representatives.first().pk
    draft = ([t["published practice"].pk], [t["draft practice"].pk])
    group = ([public], [private])
    event = ([t["event"].slug], [t["hidden event"].slug])
    return {
        **dict.fromkeys(
            ("group_detail", "group_discussions", "group_files", "group_members", "group_settings"), group
        ),
        **dict.fromkeys(("thread_start", "file_add", "seat_give", "group_archive"), group),
        **dict.fromkeys(("thread_detail", "thread_close"), thread),
        "post_edit": ([public, t["public post"].pk], [private, t["private post"].pk]),
        "file_detail": file,
        "file_download": ([*file[0], 1], [*file[1], 1]),
        "seat_end": ([public, seats[0]], [private, seats[1]]),
        **dict.fromkeys(("event_detail", "event_calendar"), event),
        **dict.fromkeys(
            ("member_detail", "profile_edit", "profile_draft_discard", "profile_logo", "profile_history"),
            institution,
        ),
        "profile_people": institution,
        "representative_end": ([institution[0][0], role], [institution[1][0], role]),
        **dict.fromkeys(("change_withdraw", "change_detail"), ([t["open change"].pk], [t["open change"].pk])),
        **dict.fromkeys(
            (
                *("practice_edit", "practice_preview", "practice_withdraw", "practice_discard"),
                *("practice_retire", "practice_review"),
            ),
            draft,
        ),
        "practice_detail": ([t["published practice"].slug], ["no-such-practice"]),
        "demo_picture": (["x.webp"], ["x.webp"]),
        "dev_mail_detail": ([1], [1]),
        "sitemap_part": (["groups"], ["nothing"]),
        "wagtaildocs_serve": ([1, "x.pdf"], [1, "x.pdf"]),
        "wagtaildocs_authenticate_with_password": ([1], [1]),
        "wagtailcore_authenticate_with_password": ([1, 1], [1, 1]),
        "wagtail_serve": ([""], ["no-such-page/"]),
        "account_confirm_email": (["no-key"], ["no-key"]),
        "account_reset_password_from_key": (["1", "no-key"], ["1", "no-key"]),
        **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), ([1], [1])),
    }


def addresses(world, which: int):
    """(name, address) of everything that has a name, but the admin."""
    known = samples(world)
    for key, _whole, name in ALL:
        if name and key == name:
            yield name, reverse(name, args=known[name][which] if name in known else [])


def leads_to_sign_in(response) -> bool:
    return response.status_code == 302 and "/account/login/" in response.url


def read(response):
    return b"".join(response) if response.streaming else response.content


def test_every_address_is_declared():
    assert {key for key, _whole, _name in ALL} - DECLARED.keys() == set(), HOW_TO


def test_nothing_is_declared_that_is_not_there():
    assert DECLARED.keys() - {key for key, _whole, _name in ALL} == set()
    assert {row["get"] for row in DECLARED.values()} <= KINDS


def test_visitors_get_what_is_declared(world):
    client, wrong = Client(), []
    for which in (0, 1):
        for name, url in addresses(world, which):
            response = client.get(url)
            read(response)
            kind, status = DECLARED[name]["get"], response.status_code
            right = {
                "public": status in (200, 301, 404 if which or name in TOKENS else 200)
                or (status == 302 and (name in MOVES or not leads_to_sign_in(response))),
                "signed-in": leads_to_sign_in(response),
                "object": status == (404 if which else 200),
                "form": leads_to_sign_in(response) or status == 405,
                "gone": status == 404 or leads_to_sign_in(response),
            }[kind]
            wrong += [] if right else [(name, kind, url, status, response.headers.get("Location"))]
    assert wrong == [], wrong


# Addresses that answer to a key or id out of a mail or another table; a made-up one is not there.
TOKENS = {"demo_picture", "dev_mail_detail", "wagtaildocs_serve",
          "wagtaildocs_authenticate_with_password",
          "wagtailcore_authenticate_with_password", "wagtail_serve"}  # fmt: skip
# Steps of signing in that lead back to its beginning.
MOVES = {
    "account_reauthenticate",
    "mfa_authenticate",
    "account_confirm_login_code",
    "account_logout",
    "mfa_login_webauthn",
    "wagtailcore_login",
}


def test_people_with_an_account_get_past_the_door_and_no_further(world):
    """A newcomer sees what is public, is refused what is a role's, and meets no error."""
    client = Client()
    client.force_login(UserFactory(), backend="portal.authz.backends.GrantBackend")
    wrong = []
    for name, url in addresses(world, 1):
        response = client.get(url)
        read(response)
        if response.status_code >= 500 or (DECLARED[name]["get"] == "object" and response.status_code != 404):
            wrong.append((name, url, response.status_code))
    assert wrong == [], wrong


def test_the_admin_is_for_editors(world):
    """Each pattern of the Wagtail admin, filled with something, leads visitors and representatives to sign in.

    Icons and the catalogue of the interface's words are public.
    """
    outsider = Client()
    outsider.force_login(world.people["representative"], backend="portal.authz.backends.GrantBackend")
    wrong = []
    for key, whole, _name in ALL:
        url = "/" + re.sub(r"<\w+:\w+>|<\w+>", "1", whole)
        if key != "admin/*" or url in ("/admin/sprite/", "/admin/jsi18n/") or re.search(r"[\^$(]", url):
            continue
        answers = [
            answer for client in (Client(), outsider) for answer in (client.get(url), client.post(url, {}))
        ]
        wrong += [(url, each.status_code) for each in answers if not stays_out(each)]
    assert wrong == [], wrong


def stays_out(response) -> bool:
    """Refused, or led to sign in or out, or to a language prefix (where there is nothing)."""
    if response.status_code == 302:
        return response.url.startswith(("/en/", "/account/"))
    return response.status_code in (301, 400, 403, 404)


@pytest.mark.parametrize("who", ["visitor", "newcomer", "secretariat"])
def test_hostile_queries_are_no_error_anywhere(world, who):
    client = Client()
    if who != "visitor":
        client.force_login(world.people[who], backend="portal.authz.backends.GrantBackend")
    wrong = []
    for name, url in addresses(world, 0):
        for query in HOSTILE if name not in THIRD_PARTY else HOSTILE[:3]:
            response = client.get(url + query)
            read(response)
            if response.status_code >= 500:
                wrong.append((name, query[:40], response.status_code))
    assert wrong == [], wrong


THIRD_PARTY = {key for key in DECLARED if key.startswith(("account_", "mfa_", "usersessions_"))}


def test_other_methods_than_the_declared_are_refused(world):
    client, wrong = Client(), []
    client.force_login(world.people["secretariat"], backend="portal.authz.backends.GrantBackend")
    for name, url in addresses(world, 0):
        row = DECLARED[name]
        if name in THIRD_PARTY or name.startswith("wagtail") or row["get"] == "gone":
            continue
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(row["methods"].split()):
            status = getattr(client, method.lower())(url).status_code
            if status not in (403, 404, 405):
                wrong.append((name, method, status))
    assert wrong == [], wrong


def test_there_is_one_door_to_sign_in():
    """Wagtail's own form would let people in without second factor, limits or a confirmed address."""
    person = UserFactory()
    client = Client()
    for url in ("/en/_util/login/", "/admin/login/"):
        client.post(url, {"username": person.email, "password": "alliance-demo"})
        assert "_auth_user_id" not in client.session, url
