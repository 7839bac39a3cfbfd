"""What lists cost, how they are ordered, and that visitors' pages can be kept by caches."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects import services
from projects.models import FileVersion
from tests.factories.projects import (
    EventFactory,
    FileVersionFactory,
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    ThreadFactory,
    WorkingGroupFactory,
)

from .space import READ, addresses, build_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return build_space()


def token():
    return str(uuid.uuid4())


# --- cost and cache ----------------------------------------------------------------------------


def test_public_pages_of_visitors_hold_no_token_and_set_no_cookie(client):
    space = build_space(visibility="public")
    event = EventFactory()
    urls = [addresses(space)[name] for name in (*READ, "thread_detail", "file_detail")]
    urls += [reverse("group_list"), reverse("event_list"), reverse("event_detail", args=[event.slug])]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        assert b"csrfmiddlewaretoken" not in response.content, url
        assert not response.cookies, url


@pytest.mark.parametrize("who", ["visitor", "member"])
@pytest.mark.parametrize("page", [*READ, "thread_detail", "file_detail", "group_list", "event_list"])
def test_a_page_costs_the_same_with_1_and_with_30_rows(page, who, client_for):
    space = build_space(visibility="public")
    EventFactory()
    client = Client() if who == "visitor" else client_for(space.member)
    url = {**addresses(space), "group_list": reverse("group_list"), "event_list": reverse("event_list")}[page]
    client.get(url)  # what is loaded once for all
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert client.get(url).status_code == 200
    for _ in range(30):
        WorkingGroupFactory(visibility="public")
        EventFactory()
        PostFactory(thread=ThreadFactory(group=space.group))
        PostFactory(thread=space.thread)
        GroupFileFactory(group=space.group)
        SeatFactory(group=space.group)
        FileVersionFactory(file=space.file, number=FileVersion.objects.filter(file=space.file).count() + 1)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(one) == len(many), [query["sql"] for query in many.captured_queries]
    assert len(many) <= 20


def test_discussions_come_with_the_most_lively_first(space, client_for):
    quiet = ThreadFactory(group=space.group, title="Quiet", active_at=timezone.now() - timedelta(days=9))
    services.reply(thread=space.thread, author=space.member, text="New.", token=uuid.uuid4())
    body = client_for(space.member).get(addresses(space)["group_discussions"]).content.decode()
    assert body.index("Zebra thread") < body.index(quiet.title)
    services.reply(thread=quiet, author=space.member, text="New.", token=uuid.uuid4())
    body = client_for(space.member).get(addresses(space)["group_discussions"]).content.decode()
    assert body.index(quiet.title) < body.index("Zebra thread")


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=999999", "?page=-1", "?page=²"])
def test_absurd_pages_are_not_found(client, query):
    assert client.get(f"{reverse('group_list')}{query}").status_code == 404


@pytest.mark.parametrize("query", ["?q=%00", "?page=99999999999999999999", "?q=%ff"])
def test_hostile_queries_are_refused(client, query):
    assert client.get(f"{reverse('group_list')}{query}").status_code == 400
    assert client.get(f"{reverse('event_list')}{query}").status_code == 400
