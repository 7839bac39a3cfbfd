"""A private group does not exist for whoever has no seat: on no address, in no list, number or search."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal import authz, registries
from portal.models import AuditEntry
from projects import panels, search, selectors, services, sitemaps
from projects.models import FileVersion, GroupFile, Post, Seat, Thread, WorkingGroup
from tests.factories.portal import UserFactory
from tests.factories.projects import (
    EventFactory,
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    WorkingGroupFactory,
    upload,
)

from .space import POST_ONLY, READ, SIGNED_IN, addresses, build_space, outsiders, shape

pytestmark = pytest.mark.django_db
OUTSIDERS = ("visitor", "newcomer", "rep", "coordinator", "chair of another group")
DATA = {"text": "x", "title": "x", "email": "x@example.org", "role": "member", "version": "1"}


@pytest.fixture
def space():
    return build_space(slug="zebra-council")


@pytest.fixture
def sign_in(client_for):
    return lambda user: client_for(user) if user else Client()


def send(client, method, url):
    data = {**DATA, "upload": upload()} if method == "post" else {}
    return getattr(client, method)(url, data)


def read(response):
    return b"".join(response)


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_every_address_answers_outsiders_as_if_there_were_no_such_group(space, sign_in, who, method):
    client = sign_in(space.outsiders[who])
    for name, url in addresses(space).items():
        there = send(client, method, url)
        absent = send(client, method, addresses(space, "no-such-group")[name])
        assert shape(there, "zebra-council") == shape(absent, "no-such-group"), (name, who)
        assert there.status_code in (302, 404, 405), name
        assert "Zebra" not in shape(there, "zebra-council")[2]
    assert (Post.objects.count(), Thread.objects.count(), GroupFile.objects.count()) == (1, 1, 1)
    assert WorkingGroup.objects.get(pk=space.group.pk).status == "active"


def test_visitors_are_sent_to_sign_in_where_only_members_may_be(space, client):
    for name, url in addresses(space).items():
        if name in (*SIGNED_IN, *POST_ONLY, "post_edit"):
            response = client.get(url)
            assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("who", ["member", "chair"])
def test_members_see_everything(space, sign_in, who):
    client = sign_in(getattr(space, who))
    urls = addresses(space)
    for name in (*READ, "thread_detail", "file_detail"):
        response = client.get(urls[name])
        assert response.status_code == 200, name
        assert "Zebra" in response.content.decode()
    assert read(client.get(urls["file_download"])).startswith(b"%PDF")
    assert not AuditEntry.objects.filter(action="projects.visit_private_group").exists()


def test_each_visit_of_the_secretariat_is_logged_once(space, sign_in):
    client = sign_in(space.secretariat)
    urls = addresses(space)
    seen = (*READ, "thread_detail", "file_detail", "file_download", "group_settings")
    for name in seen:
        response = client.get(urls[name])
        assert response.status_code == 200, name
        assert read(response)
    lines = AuditEntry.objects.filter(action="projects.visit_private_group").order_by("pk")
    assert [line.after["path"] for line in lines] == [urls[name] for name in seen]
    assert {(line.actor, line.object_id) for line in lines} == {(space.secretariat, str(space.group.pk))}


def test_the_secretariat_sees_and_does_not_take_part(space, sign_in):
    client, urls = sign_in(space.secretariat), addresses(space)
    for name in ("thread_start", "file_add", "post_edit"):
        assert client.get(urls[name]).status_code == 403, name
    for name in ("thread_detail", "file_detail"):
        assert send(client, "post", urls[name]).status_code == 403, name
    assert (Post.objects.count(), FileVersion.objects.count()) == (1, 1)


def test_a_visit_to_a_public_group_is_not_logged(sign_in):
    space = build_space(visibility="public")
    sign_in(space.secretariat).get(addresses(space)["group_detail"])
    assert not AuditEntry.objects.filter(action="projects.visit_private_group").exists()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_lists_are_byte_for_byte_the_same_with_and_without_the_group(sign_in, who):
    people = outsiders()
    WorkingGroupFactory(visibility="public", name="Open circle", slug="open")
    EventFactory()
    client = sign_in(people[who])
    urls = [
        f"{reverse('group_list')}{query}"
        for query in ("", "?q=zebra", "?q=council", "?archived=1", "?mine=1", "?mine=1&archived=1")
    ]
    urls += [reverse("event_list"), f"{reverse('event_list')}?q=zebra"]
    urls += [f"{reverse('search')}?q=zebra", reverse("sitemap"), reverse("sitemap_part", args=["groups"])]
    urls += [reverse("dashboard"), reverse("desk")] if people[who] else []
    before = [shape(client.get(url), "-") for url in urls]
    for status in ("active", "archived"):
        group = WorkingGroupFactory(name="Zebra council", slug=f"zebra-{status}", status=status)
        PostFactory(thread__group=group)
        SeatFactory(group=group)
        GroupFileFactory(group=group)
    assert [shape(client.get(url), "-") for url in urls] == before
    assert {status for status, _headers, _text in before} <= {200, 403}  # the desk is not for everybody
    assert before[0][0] == 200


@pytest.mark.parametrize("who", OUTSIDERS)
def test_search_panels_and_figures_do_not_know_it(space, who):
    user = space.outsiders[who] or AnonymousUser()
    assert search.find_groups(user, "zebra", 10) == ([], 0)
    for source in registries.search_sources:
        assert source.find(user, "zebra", 10) == ([], 0)
    request = RequestFactory().get("/")
    request.user = user
    shown = panels.MY_GROUPS.context(request)
    assert space.group not in (shown or {}).get("groups", [])
    assert panels.GROUP_FIGURE.value() == 0
    assert list(selectors.groups(user).filter(slug="zebra-council")) == []


def test_the_sitemap_lists_public_groups_alone(space):
    public = WorkingGroupFactory(visibility="public")
    assert list(sitemaps.GroupSitemap().items()) == [public]
    hidden, shown = EventFactory(live=False), EventFactory()
    assert list(sitemaps.EventSitemap().items()) == [shown]
    assert hidden.live is False


def test_members_find_it_and_the_total_is_that_of_the_list(space):
    WorkingGroupFactory(visibility="public", status="archived", name="Zebra past")
    assert search.find_groups(space.member, "zebra", 10) == ([space.group], 1)


def test_the_audience_of_a_private_group_is_its_members_and_the_secretariat(space):
    for obj in (space.group, space.thread, space.post, space.file, FileVersion.objects.get()):
        people = set(authz.audience("view", obj))
        assert people == {space.member, space.chair, space.secretariat}, obj


# --- a public group becomes private, a seat ends ----------------------------------------------


def test_what_becomes_private_is_gone_on_the_next_request(client):
    space = build_space(visibility="public", slug="zebra-council")
    urls = addresses(space)
    for name in (*READ, "thread_detail", "file_detail", "file_download"):
        response = client.get(urls[name])
        assert response.status_code == 200, name
        assert read(response)
    services.change_group(
        group=space.group, version=space.group.version, changes={"visibility": "private"}, actor=space.chair
    )
    for name in (*READ, "thread_detail", "file_detail", "file_download"):
        assert client.get(urls[name]).status_code == 404, name


def test_a_seat_given_or_ended_holds_on_the_next_request(space, sign_in):
    person = UserFactory()
    client, url = sign_in(person), addresses(space)["group_detail"]
    assert client.get(url).status_code == 404
    seat = services.give_seat(group=space.group, person=person, actor=space.chair)
    assert client.get(url).status_code == 200
    services.end_seat(seat=seat, actor=space.chair)
    assert client.get(url).status_code == 404


def test_a_form_that_was_open_when_the_seat_ended_posts_nothing(space, sign_in):
    client, urls = sign_in(space.member), addresses(space)
    for name in ("thread_detail", "thread_start", "file_add", "file_detail"):
        assert client.get(urls[name]).status_code == 200, name
    services.end_seat(seat=space.seat, actor=space.chair)
    for name in ("thread_detail", "thread_start", "file_add", "file_detail", "post_edit"):
        assert send(client, "post", urls[name]).status_code == 404, name
    assert (Post.objects.count(), Thread.objects.count(), FileVersion.objects.count()) == (1, 1, 1)


def test_a_seat_whose_last_instant_has_passed_opens_nothing_without_any_tick(space, sign_in):
    now = timezone.now()
    seat = SeatFactory(group=space.group, starts_at=now - timezone.timedelta(days=1))
    Seat.objects.filter(pk=seat.pk).update(ends_at=now)
    space.group.workinggroupgrant_set.filter(user=seat.person).update(valid_until=now)
    assert sign_in(seat.person).get(addresses(space)["file_download"]).status_code == 404


def test_former_members_of_a_public_group_read_and_change_nothing(sign_in):
    space = build_space(visibility="public")
    client, urls = sign_in(space.member), addresses(space)
    Post.objects.update(author=space.member)
    services.end_seat(seat=space.seat, actor=space.chair)
    assert client.get(urls["thread_detail"]).status_code == 200
    assert client.get(urls["post_edit"]).status_code == 403
    assert send(client, "post", urls["post_edit"]).status_code == 403
    assert client.post(urls["thread_close"]).status_code == 403
    assert "thread_close" not in client.get(urls["thread_detail"]).content.decode()
    assert (Post.objects.get().text, Thread.objects.get().closed) == ("Zebra post", False)
