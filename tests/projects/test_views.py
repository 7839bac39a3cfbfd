"""The screens of a group: what members can do, and what comes back when it cannot be done."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from portal.authz import grants
from portal.models import AuditEntry, User
from projects.models import FileVersion, Post, Seat, Thread, WorkingGroup
from tests.factories.members import AffiliationFactory
from tests.factories.portal import UserFactory
from tests.factories.projects import (
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    upload,
)

from .space import READ, addresses, build_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return build_space()


def token():
    return str(uuid.uuid4())


# --- talking -------------------------------------------------------------------------------


def test_a_member_answers_and_lands_at_the_post(space, client_for):
    client, url = client_for(space.member), addresses(space)["thread_detail"]
    response = client.post(url, {"text": "An answer.", "token": token()})
    post = Post.objects.latest("pk")
    assert (response.status_code, response.url) == (302, f"{url}#post-{post.pk}")
    assert (post.author, post.text, post.group) == (space.member, "An answer.", space.group)
    assert "An answer." in client.get(url).content.decode()


def test_the_address_of_a_late_post_names_its_page(space, client_for):
    for minute in range(60):
        PostFactory(thread=space.thread, posted_at=timezone.now() - timedelta(days=1, minutes=minute))
    client, url = client_for(space.member), addresses(space)["thread_detail"]
    response = client.post(url, {"text": "The newest.", "token": token()})
    assert response.url == f"{url}?page=2#post-{Post.objects.latest('posted_at').pk}"
    assert "The newest." in client.get(response.url).content.decode()


def test_a_form_sent_twice_posts_once(space, client_for):
    client, url, sent = client_for(space.member), addresses(space)["thread_detail"], token()
    first = client.post(url, {"text": "Once.", "token": sent})
    second = client.post(url, {"text": "Once.", "token": sent})
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Post.objects.filter(text="Once.").count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "", "token": str(uuid.uuid4())},
        {"text": "   ", "token": str(uuid.uuid4())},
        {"text": "x" * 10_001, "token": str(uuid.uuid4())},
        {"text": "Fine.", "token": "no-uuid"},
        {"text": "Fine."},
    ],
    ids=["empty", "blank", "endless", "broken token", "no token"],
)
def test_a_bad_post_is_refused_and_nothing_typed_is_lost(space, client_for, sent):
    response = client_for(space.member).post(addresses(space)["thread_detail"], sent)
    assert response.status_code == 422
    assert Post.objects.count() == 1
    assert sent["text"].strip() in response.content.decode()


def test_somebody_elses_token_is_an_error_and_no_crash(space, client_for):
    response = client_for(space.member).post(
        addresses(space)["thread_detail"], {"text": "Mine.", "token": str(PostFactory().token)}
    )
    assert response.status_code == 422
    assert "Mine." in response.content.decode()


def test_markup_in_a_post_stays_text(space, client_for):
    client, url = client_for(space.member), addresses(space)["thread_detail"]
    evil = '<script>alert(1)</script> "><img src=x onerror=alert(1)> javascript:alert(1) http://x.test/"onclick="x'
    client.post(url, {"text": evil, "token": token()})
    body = client.get(url).content.decode()
    assert "<script>alert(1)" not in body
    assert "<img src=x" not in body
    assert re.search(r'href="javascript:', body) is None
    assert re.search(r"<[^>]*onclick=", body) is None


def test_a_member_starts_a_discussion(space, client_for):
    response = client_for(space.member).post(
        addresses(space)["thread_start"], {"title": "When?", "text": "Well?", "token": token()}
    )
    thread = Thread.objects.get(title="When?")
    assert response.url == reverse("thread_detail", args=[space.group.slug, thread.pk])
    assert (thread.group, thread.started_by) == (space.group, space.member)


def test_a_closed_discussion_shows_no_form_and_takes_no_post(space, client_for):
    client, urls = client_for(space.member), addresses(space)
    assert client.post(urls["thread_close"]).status_code == 302  # who started it may close it
    assert 'name="text"' not in client.get(urls["thread_detail"]).content.decode()
    response = client.post(urls["thread_detail"], {"text": "Still?", "token": token()})
    assert response.status_code == 403
    assert client.post(urls["thread_close"], {"open": "1"}).status_code == 302
    assert client.post(urls["thread_detail"], {"text": "Yes.", "token": token()}).status_code == 302


def test_another_member_cannot_close_a_discussion_or_edit_a_post(space, client_for):
    other = client_for(SeatFactory(group=space.group).person)
    urls = addresses(space)
    assert other.post(urls["thread_close"]).status_code == 403
    assert other.get(urls["post_edit"]).status_code == 403
    assert other.post(urls["post_edit"], {"text": "Forged."}).status_code == 403
    assert client_for(space.chair).post(urls["post_edit"], {"text": "Forged."}).status_code == 403
    assert Post.objects.get().text == "Zebra post"


def test_the_author_mends_a_post_and_readers_see_that(space, client_for):
    client, urls = client_for(space.post.author), addresses(space)
    assert client.post(urls["post_edit"], {"text": "Mended."}).status_code == 302
    body = client.get(urls["thread_detail"]).content.decode()
    assert "Mended." in body
    assert "Edited" in body
    assert client.post(urls["post_edit"], {"text": " "}).status_code == 422
    assert Post.objects.get().text == "Mended."


# --- one group's things under another's address -----------------------------------------------


def test_nothing_of_another_group_answers_under_this_groups_address(space, client_for):
    """A member of both groups asks for the other's things under this slug: there are none."""
    other = build_space()
    SeatFactory(group=space.group, person=other.chair, role="chair")
    client, slug = client_for(other.chair), space.group.slug
    for name, url in addresses(other).items():
        wrong = url.replace(f"/{other.group.slug}/", f"/{slug}/")
        if name in ("thread_detail", "thread_close", "post_edit", "file_detail", "file_download", "seat_end"):
            for response in (client.get(wrong), client.post(wrong, {"text": "x", "token": token()})):
                assert response.status_code in (404, 405), name
    assert (Post.objects.count(), Seat.objects.current().count()) == (2, 7)
    assert not Thread.objects.filter(closed=True).exists()


def test_a_version_of_another_file_is_not_found(space, client_for):
    other = GroupFileFactory(group=space.group, versions=2)
    client, slug = client_for(space.member), space.group.slug
    assert client.get(reverse("file_download", args=[slug, space.file.pk, 2])).status_code == 404
    assert b"".join(client.get(reverse("file_download", args=[slug, other.pk, 2])))


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**30])
def test_absurd_numbers_in_an_address_are_not_found(space, client_for, number):
    client, slug = client_for(space.member), space.group.slug
    for name, args in (
        ("thread_detail", [slug, number]),
        ("file_detail", [slug, number]),
        ("file_download", [slug, number, 1]),
        ("file_download", [slug, space.file.pk, number]),
        ("post_edit", [slug, number]),
    ):
        assert client.get(reverse(name, args=args)).status_code in (400, 404), name
    assert client.post(reverse("seat_end", args=[slug, number])).status_code in (400, 404)


# --- archived --------------------------------------------------------------------------------


def test_an_archived_group_is_readable_and_takes_nothing(space, client_for):
    urls, chair, member = addresses(space), client_for(space.chair), client_for(space.member)
    assert chair.post(urls["group_archive"]).status_code == 302
    for name in (*READ, "thread_detail", "file_detail"):
        assert member.get(urls[name]).status_code == 200, name
    for client in (member, chair):
        for name in ("thread_start", "file_add"):
            assert client.get(urls[name]).status_code == 403, name
        for name, sent in (
            ("thread_start", {"title": "Late", "text": "Late.", "token": token()}),
            ("thread_detail", {"text": "Late.", "token": token()}),
            ("post_edit", {"text": "Late."}),
            ("file_add", {"title": "Late", "upload": upload()}),
            ("file_detail", {"upload": upload()}),
            ("thread_close", {}),
        ):
            assert client.post(urls[name], sent).status_code == 403, name
    assert (Post.objects.get().text, FileVersion.objects.count()) == ("Zebra post", 1)


# --- people -----------------------------------------------------------------------------------


def test_a_chair_gives_a_seat_by_address_and_the_affiliation_comes_with_it(space, client_for):
    affiliation = AffiliationFactory()
    response = client_for(space.chair).post(
        addresses(space)["seat_give"], {"email": affiliation.person.email.upper(), "role": "member"}
    )
    assert response.status_code == 302
    seat = Seat.objects.get(person=affiliation.person)
    assert (seat.group, seat.institution) == (space.group, affiliation.institution)
    assert grants.drift() == 0
    line = AuditEntry.objects.get(action="projects.give_seat")
    assert (line.actor, line.after) == (space.chair, {"person": affiliation.person.pk, "role": "member"})


def test_an_unconfirmed_address_gets_no_seat(space, client_for):
    """Anybody can sign up with somebody else's address; the seat must not wait there for them."""
    impostor = UserFactory(confirmed=False)
    response = client_for(space.chair).post(
        addresses(space)["seat_give"], {"email": impostor.email, "role": "member"}
    )
    assert response.status_code == 422
    assert not Seat.objects.filter(person=impostor).exists()


def test_an_inactive_account_gets_no_seat(space, client_for):
    gone = UserFactory(is_active=False)
    response = client_for(space.chair).post(
        addresses(space)["seat_give"], {"email": gone.email, "role": "member"}
    )
    assert response.status_code == 422


@pytest.mark.parametrize("sent", [{}, {"email": "x", "role": "member"}, {"email": "", "role": "king"}])
def test_a_bad_seat_form_is_refused(space, client_for, sent):
    assert client_for(space.chair).post(addresses(space)["seat_give"], sent).status_code == 422


def test_members_neither_give_nor_end_seats_nor_see_settings(space, client_for):
    client, urls, guest = client_for(space.member), addresses(space), UserFactory()
    assert client.post(urls["seat_give"], {"email": guest.email, "role": "chair"}).status_code == 403
    chairs = reverse("seat_end", args=[space.group.slug, space.chair_seat.pk])
    assert client.post(chairs).status_code == 403
    assert client.get(urls["group_settings"]).status_code == 403
    assert client.post(urls["group_settings"], {"name": "Taken"}).status_code == 403
    assert client.post(urls["group_archive"]).status_code == 403
    assert Seat.objects.current().filter(group=space.group).count() == 2
    assert WorkingGroup.objects.get(pk=space.group.pk).name == "Zebra council"


def test_a_member_leaves_and_is_led_out(space, client_for):
    client, urls = client_for(space.member), addresses(space)
    assert client.post(urls["seat_end"]).url == reverse("group_list")
    assert client.get(urls["group_detail"]).status_code == 404


def test_the_last_chair_is_told_why_not(space, client_for):
    client = client_for(space.chair)
    response = client.post(reverse("seat_end", args=[space.group.slug, space.chair_seat.pk]), follow=True)
    assert "A group needs a chair." in response.content.decode()
    assert Seat.objects.get(pk=space.chair_seat.pk).is_current()


def test_a_deactivated_member_is_a_visitor_on_the_next_request(space, client_for):
    client = client_for(space.member)
    User.objects.filter(pk=space.member.pk).update(is_active=False)
    assert client.get(addresses(space)["group_detail"]).status_code == 404
    assert Session.objects.count() == 1  # it is the question that refuses, not the session


# --- settings ---------------------------------------------------------------------------------


def sent_settings(group, **changes):
    fields = {name: getattr(group, name) or "" for name in ("name", "summary", "mandate", "visibility")}
    return {**fields, "ends_on": "", "version": group.version, **changes}


def test_a_chair_changes_the_group(space, client_for):
    client, url = client_for(space.chair), addresses(space)["group_settings"]
    assert client.get(url).status_code == 200
    response = client.post(url, sent_settings(space.group, name="Renamed", slug="x", status="archived"))
    changed = WorkingGroup.objects.get(pk=space.group.pk)
    assert (response.status_code, changed.name, changed.slug) == (302, "Renamed", space.group.slug)
    assert (changed.status, changed.version) == ("active", space.group.version + 1)


def test_the_second_of_two_editors_keeps_the_text_and_overwrites_nothing(space, client_for):
    client, url = client_for(space.chair), addresses(space)["group_settings"]
    assert client.post(url, sent_settings(space.group, name="First")).status_code == 302
    response = client.post(url, sent_settings(space.group, name="Second"))
    assert response.status_code == 409
    body = response.content.decode()
    assert ('<del dir="auto">First</del>' in body, '<ins dir="auto">Second</ins>' in body) == (True, True)
    assert 'value="Second"' in body
    assert WorkingGroup.objects.get(pk=space.group.pk).name == "First"
    again = sent_settings(space.group, name="Second", version=space.group.version + 1)
    assert f'name="version" value="{again["version"]}"' in body
    assert client.post(url, again).status_code == 302
    assert WorkingGroup.objects.get(pk=space.group.pk).name == "Second"


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"visibility": "secret"},
        {"version": "x"},
        {"version": 2**31},
        {"ends_on": "0000-00-00"},
        {"mandate": "x" * 6001},
    ],
)
def test_bad_settings_are_refused_beside_the_field(space, client_for, change):
    response = client_for(space.chair).post(
        addresses(space)["group_settings"], sent_settings(space.group, **change)
    )
    assert response.status_code == 422
    assert WorkingGroup.objects.get(pk=space.group.pk).version == space.group.version


def test_an_end_before_the_beginning_is_refused(space, client_for):
    WorkingGroup.objects.filter(pk=space.group.pk).update(started_on="2026-01-02")
    response = client_for(space.chair).post(
        addresses(space)["group_settings"], sent_settings(space.group, ends_on="2026-01-01")
    )
    assert response.status_code == 422
