"""Valid working groups with what is in them, and events."""

import uuid
from datetime import timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.authz import grants
from portal.search.folding import fold
from portal.search.vectors import vector
from projects.enums import EventKind, EventMode, SeatRole, Visibility
from projects.models import Event, FileVersion, GroupFile, Post, Seat, Thread, WorkingGroup

from .portal import UserFactory

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload(name: str = "draft.pdf", content: bytes = PDF, content_type: str = "application/pdf"):
    """A small file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type)


class WorkingGroupFactory(DjangoModelFactory):
    """An active private group without any seat; ``visibility="public"`` for a public one."""

    class Meta:
        model = WorkingGroup

    slug = factory.Sequence(lambda number: f"group-{number}")
    name = factory.Sequence(lambda number: f"Group {number}")
    summary = "Works on a mandate."
    mandate = "To write things down."
    visibility = Visibility.PRIVATE
    sort_key = factory.LazyAttribute(lambda group: fold(group.name))
    search = factory.LazyAttribute(
        lambda group: vector([(group.name, "A"), (group.summary, "B"), (group.mandate, "C")])
    )


class SeatFactory(DjangoModelFactory):
    """A member's seat with its grants."""

    class Meta:
        model = Seat
        skip_postgeneration_save = True

    group = factory.SubFactory(WorkingGroupFactory)
    person = factory.SubFactory(UserFactory)
    role = SeatRole.MEMBER

    @factory.post_generation
    def granted(self, create, extracted, **kwargs):
        if create:
            grants.sync([self.person_id])


class ThreadFactory(DjangoModelFactory):
    class Meta:
        model = Thread

    group = factory.SubFactory(WorkingGroupFactory)
    title = factory.Sequence(lambda number: f"Question {number}")
    started_by = factory.SubFactory(UserFactory)


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    thread = factory.SubFactory(ThreadFactory)
    group = factory.SelfAttribute("thread.group")
    author = factory.SelfAttribute("thread.started_by")
    text = factory.Sequence(lambda number: f"Thought {number}")
    token = factory.LazyFunction(uuid.uuid4)


class GroupFileFactory(DjangoModelFactory):
    """A file with its first version in private storage; ``versions=0`` for none."""

    class Meta:
        model = GroupFile
        skip_postgeneration_save = True

    group = factory.SubFactory(WorkingGroupFactory)
    title = factory.Sequence(lambda number: f"Paper {number}")
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def versions(self, create, extracted, **kwargs):
        for number in range(1, (1 if extracted is None else extracted) + 1):
            FileVersionFactory(file=self, number=number, uploaded_by=self.created_by)
            self.latest_number = number
        self.save()


class FileVersionFactory(DjangoModelFactory):
    """A version whose bytes are in private storage."""

    class Meta:
        model = FileVersion

    file = factory.SubFactory(GroupFileFactory, versions=0)
    number = 1
    uploaded_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        version = model_class(**kwargs)
        version.take(upload())
        version.save()
        return version


class EventFactory(DjangoModelFactory):
    """A public event of one hour, tomorrow, online."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda number: f"event-{number}")
    title = factory.Sequence(lambda number: f"Event {number}")
    summary = "People meet."
    kind = EventKind.WEBINAR
    mode = EventMode.ONLINE
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=1))
    time_zone = "Africa/Nairobi"
    search = factory.LazyAttribute(lambda event: vector([(event.title, "A"), (event.summary, "B")]))
