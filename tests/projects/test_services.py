"""The doors of the groups: idempotent, closed when they should be, right when two come at once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from portal.authz import grants
from portal.models import AuditEntry
from projects import demo, services
from projects.models import Event, FileVersion, GroupFile, Post, Seat, Thread, WorkingGroup
from tests.factories.portal import UserFactory
from tests.factories.projects import (
    EventFactory,
    FileVersionFactory,
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    ThreadFactory,
    WorkingGroupFactory,
    upload,
)


def code_of(refused):
    return getattr(refused.value, "code", None)


def together(*works):
    """Start all of ``works`` in the same moment, each on a connection of its own; return what they return."""
    barrier = threading.Barrier(len(works))

    def run(work):
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=30) for done in [pool.submit(run, work) for work in works]]


# --- posting -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_form_sent_twice_posts_once():
    thread, author, token = ThreadFactory(), UserFactory(), uuid.uuid4()
    first = services.reply(thread=thread, author=author, text="Yes.", token=token)
    assert services.reply(thread=thread, author=author, text="Yes.", token=token) == first
    assert Post.objects.count() == 1


@pytest.mark.django_db
def test_the_same_form_sent_twice_starts_one_discussion():
    group, author, token = WorkingGroupFactory(), UserFactory(), uuid.uuid4()
    sent = {"group": group, "author": author, "title": "When?", "text": "Well?", "token": token}
    assert services.start_thread(**sent) == services.start_thread(**sent)
    assert (Thread.objects.count(), Post.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_somebody_elses_token_posts_nothing_and_shows_nothing():
    post = PostFactory()
    other = ThreadFactory()
    with pytest.raises(ValidationError):
        services.reply(thread=other, author=UserFactory(), text="Mine.", token=post.token)
    with pytest.raises(ValidationError):
        services.start_thread(
            group=other.group, author=UserFactory(), title="Mine", text="Mine.", token=post.token
        )
    assert Post.objects.count() == 1
    assert Thread.objects.count() == 2


@pytest.mark.django_db
def test_a_token_used_in_one_discussion_is_no_answer_in_another():
    """Else a stale form would swallow the text and lead the person elsewhere."""
    post = PostFactory()
    with pytest.raises(ValidationError):
        services.reply(thread=ThreadFactory(), author=post.author, text="Lost?", token=post.token)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_six_times_at_once_posts_once():
    thread, author, token = ThreadFactory(), UserFactory(), uuid.uuid4()
    posts = together(*[lambda: services.reply(thread=thread, author=author, text="Yes.", token=token)] * 6)
    assert len({post.pk for post in posts}) == 1
    assert Post.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_six_times_at_once_starts_one_discussion():
    group, author, token = WorkingGroupFactory(), UserFactory(), uuid.uuid4()
    sent = {"group": group, "author": author, "title": "When?", "text": "Well?", "token": token}
    threads = together(*[lambda: services.start_thread(**sent)] * 6)
    assert len({thread.pk for thread in threads}) == 1
    assert (Thread.objects.count(), Post.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_post_without_text_is_refused():
    thread = ThreadFactory()
    with pytest.raises(ValidationError):
        services.reply(thread=thread, author=thread.started_by, text="", token=uuid.uuid4())
    assert Post.objects.count() == 0


@pytest.mark.django_db
def test_a_closed_discussion_takes_no_post_until_it_is_opened_again():
    thread = ThreadFactory()
    services.close_thread(thread=thread, actor=thread.started_by, closed=True)
    with pytest.raises(ValidationError) as refused:
        services.reply(thread=thread, author=thread.started_by, text="Still?", token=uuid.uuid4())
    assert code_of(refused) == "closed"
    services.close_thread(thread=thread, actor=thread.started_by, closed=False)
    services.reply(thread=thread, author=thread.started_by, text="Again.", token=uuid.uuid4())
    lines = AuditEntry.objects.filter(action="projects.close_thread").order_by("pk")
    assert [(line.before, line.after) for line in lines] == [(False, True), (True, False)]


@pytest.mark.django_db
def test_the_former_text_of_a_post_is_kept_in_the_audit_trail():
    post = PostFactory(text="Before.")
    edited = services.edit_post(post=post, author=post.author, text="After.")
    assert (edited.text, edited.edited_at is not None) == ("After.", True)
    line = AuditEntry.objects.get(action="projects.edit_post")
    assert (line.before, line.after) == ({"text": "Before."}, {"text": "After."})


@pytest.mark.django_db
def test_nobody_else_edits_a_post():
    post = PostFactory()
    with pytest.raises(Post.DoesNotExist):
        services.edit_post(post=post, author=UserFactory(), text="Forged.")


# --- archived groups ------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda made: services.start_thread(
            group=made["group"], author=made["person"], title="Late", text="Late.", token=uuid.uuid4()
        ),
        lambda made: services.reply(
            thread=made["thread"], author=made["person"], text="Late.", token=uuid.uuid4()
        ),
        lambda made: services.edit_post(post=made["post"], author=made["post"].author, text="Late."),
        lambda made: services.close_thread(thread=made["thread"], actor=made["person"], closed=True),
        lambda made: services.add_file(
            group=made["group"], author=made["person"], title="Late", upload=upload()
        ),
        lambda made: services.add_version(file=made["file"], author=made["person"], upload=upload()),
    ],
    ids=["start", "reply", "edit", "close", "file", "version"],
)
def test_an_archived_group_is_read_only_even_past_the_views(act):
    group = WorkingGroupFactory()
    person = SeatFactory(group=group, role="chair").person
    thread = ThreadFactory(group=group, started_by=person)
    post, file = PostFactory(thread=thread), GroupFileFactory(group=group)
    services.archive_group(group=WorkingGroup.objects.get(pk=group.pk), actor=person)
    with pytest.raises(ValidationError) as refused:
        act({"group": group, "person": person, "thread": thread, "post": post, "file": file})
    assert code_of(refused) == "archived"
    assert (Thread.objects.count(), Post.objects.count()) == (1, 1)
    assert (GroupFile.objects.count(), FileVersion.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_archiving_twice_leaves_one_line():
    group, person = WorkingGroupFactory(), UserFactory()
    services.archive_group(group=group, actor=person)
    services.archive_group(group=group, actor=person)
    line = AuditEntry.objects.get(action="projects.archive_group")
    assert (line.before, line.after) == ({"status": "active"}, {"status": "archived"})


# --- files ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_versions_brought_by_several_people_at_once_get_different_numbers():
    file, people = GroupFileFactory(), [UserFactory() for _ in range(5)]
    made = together(
        *[
            lambda person=person: services.add_version(file=file, author=person, upload=upload())
            for person in people
        ]
    )
    assert sorted(version.number for version in made) == [2, 3, 4, 5, 6]
    assert GroupFile.objects.get().latest_number == 6
    assert FileVersion.objects.count() == 6


@pytest.mark.django_db
def test_an_unacceptable_file_leaves_nothing():
    group = WorkingGroupFactory()
    with pytest.raises(ValidationError):
        services.add_file(
            group=group, author=UserFactory(), title="Bad", upload=upload("tool.exe", b"MZ\x90")
        )
    assert GroupFile.objects.count() == 0


@pytest.mark.django_db
def test_versions_keep_their_bytes_apart():
    file = GroupFileFactory()
    FileVersionFactory(file=file, number=2)
    names = {version.storage_name for version in FileVersion.objects.all()}
    assert len(names) == 2
    assert not any("draft" in name or ".." in name for name in names)


# --- groups and seats -----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_second_editor_of_the_settings_is_told():
    group, person = WorkingGroupFactory(version=1), UserFactory()
    services.change_group(group=group, version=1, changes={"name": "Renamed"}, actor=person)
    with pytest.raises(ValidationError) as refused:
        services.change_group(group=group, version=1, changes={"name": "Lost"}, actor=person)
    assert code_of(refused) == "conflict"
    line = AuditEntry.objects.get(action="projects.change_group")
    assert (line.before, line.after) == ({"name": group.name}, {"name": "Renamed"})
    assert WorkingGroup.objects.get().name == "Renamed"


@pytest.mark.django_db
def test_a_change_of_what_nobody_may_change_is_ignored():
    group = WorkingGroupFactory(version=1)
    changes = {"slug": "taken-over", "status": "archived", "version": 99, "name": "Fine"}
    changed = services.change_group(group=group, version=1, changes=changes, actor=UserFactory())
    assert (changed.slug, changed.status, changed.version, changed.name) == (group.slug, "active", 2, "Fine")
    assert AuditEntry.objects.get().after == {"name": "Fine"}


@pytest.mark.django_db
def test_a_name_is_found_after_it_was_changed():
    from portal.search.vectors import match

    group = WorkingGroupFactory(version=1)
    services.change_group(group=group, version=1, changes={"name": "Étoile"}, actor=UserFactory())
    assert list(match(WorkingGroup.objects.all(), "etoile")) == [group]


@pytest.mark.django_db
def test_a_new_group_has_its_chair():
    chair = UserFactory()
    group = services.open_group(
        slug="new", name="New", summary="New.", mandate="New.", chair=chair, actor=None
    )
    seat = Seat.objects.get()
    assert (seat.group, seat.person, seat.role, group.visibility) == (group, chair, "chair", "private")
    assert grants.drift() == 0


@pytest.mark.django_db
def test_two_seats_of_one_person_in_one_group_are_refused():
    seat = SeatFactory()
    with pytest.raises(ValidationError) as refused:
        services.give_seat(group=seat.group, person=seat.person, actor=None)
    assert code_of(refused) == "seated"


@pytest.mark.django_db
def test_the_last_chair_cannot_leave_but_the_last_but_one_can():
    chair = SeatFactory(role="chair")
    SeatFactory(group=chair.group)  # a member is no chair
    SeatFactory(role="chair")  # nor is another group's chair
    with pytest.raises(ValidationError) as refused:
        services.end_seat(seat=chair, actor=chair.person)
    assert code_of(refused) == "last_chair"
    SeatFactory(group=chair.group, role="co-chair")
    ended = services.end_seat(seat=chair, actor=chair.person)
    assert not ended.is_current()


@pytest.mark.django_db
def test_ending_an_ended_seat_changes_nothing():
    now = timezone.now()
    seat = SeatFactory(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    assert services.end_seat(seat=seat, actor=None).ends_at == seat.ends_at
    assert not AuditEntry.objects.filter(action="projects.end_seat").exists()


# --- events --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_a_change_of_the_schedule_raises_the_sequence():
    event = EventFactory()
    event.title = "Renamed"
    services.save_event(event=event, actor=None)
    assert Event.objects.get().sequence == 0
    event.ends_at += timedelta(hours=1)
    services.save_event(event=event, actor=None)
    assert Event.objects.get().sequence == 1


@pytest.mark.django_db
def test_an_event_that_ends_before_it_begins_is_refused():
    event = EventFactory()
    event.ends_at = event.starts_at - timedelta(minutes=1)
    with pytest.raises(ValidationError):
        services.save_event(event=event, actor=None)


# --- the demo ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_demos_seats_and_grants_agree():
    """The demo dates seats back; the grants must follow."""
    person = UserFactory()
    seats = [{"person": "p", "role": "chair"}]
    text = {
        "slug": "demo",
        "name": "Demo",
        "summary": "Demo.",
        "mandate": "Demo.",
        "visibility": "private",
        "proposed": (timezone.now() - timedelta(days=99)).date(),
        "seats": seats,
    }
    demo._load_group(text, {"p": person}, {})
    assert Seat.objects.get().starts_at < timezone.now() - timedelta(days=98)
    assert grants.drift() == 0


@pytest.mark.django_db
def test_another_text_under_the_same_token_is_another_post():
    """Somebody goes back in the browser, types something new and sends the old page again."""
    thread, author, token = ThreadFactory(), UserFactory(), uuid.uuid4()
    first = services.reply(thread=thread, author=author, text="Yes.", token=token)
    second = services.reply(thread=thread, author=author, text="No, rather not.", token=token)
    assert second.pk != first.pk
    assert sorted(thread.posts.values_list("text", flat=True)) == ["No, rather not.", "Yes."]
