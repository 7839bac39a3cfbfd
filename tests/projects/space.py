"""A group with everything in it, its addresses, and answers made comparable."""

import re
from types import SimpleNamespace

from django.urls import reverse

from tests.factories.members import CoordinatorFactory, InstitutionFactory, RepresentativeFactory
from tests.factories.portal import SecretariatFactory, UserFactory
from tests.factories.projects import (
    GroupFileFactory,
    PostFactory,
    SeatFactory,
    ThreadFactory,
    WorkingGroupFactory,
)

READ = ("group_detail", "group_discussions", "group_files", "group_members")
SIGNED_IN = ("thread_start", "file_add", "group_settings")
POST_ONLY = ("thread_close", "seat_give", "seat_end", "group_archive")


def build_space(**fields) -> SimpleNamespace:
    """A group whose every text holds the word Zebra, with chair, member, thread, post, file and version."""
    group = WorkingGroupFactory(
        name="Zebra council", summary="Zebra summary.", mandate="Zebra mandate.", **fields
    )
    chair = SeatFactory(group=group, role="chair", person__name="Zebra Chair")
    member = SeatFactory(group=group, person__name="Zebra Member")
    thread = ThreadFactory(group=group, title="Zebra thread", started_by=member.person)
    return SimpleNamespace(
        group=group,
        chair=chair.person,
        member=member.person,
        seat=member,
        chair_seat=chair,
        thread=thread,
        post=PostFactory(thread=thread, text="Zebra post"),
        file=GroupFileFactory(group=group, title="Zebra file", created_by=member.person),
        secretariat=SecretariatFactory(),
        outsiders=outsiders(),
    )


def outsiders() -> dict:
    """People who have nothing to do with the group, whatever else they are; ``None`` is a visitor."""
    institution = InstitutionFactory()
    former = SeatFactory(group=WorkingGroupFactory(), role="chair").person
    return {
        "visitor": None,
        "newcomer": UserFactory(),
        "rep": RepresentativeFactory(institution=institution).person,
        "coordinator": CoordinatorFactory(region=institution.region).person,
        "chair of another group": former,
    }


def addresses(space, slug: str | None = None) -> dict[str, str]:
    """Every address of the group's space; with ``slug`` the same of a group of that name."""
    slug = slug or space.group.slug
    with_pk = {
        "thread_detail": space.thread.pk,
        "thread_close": space.thread.pk,
        "post_edit": space.post.pk,
        "file_detail": space.file.pk,
        "seat_end": space.seat.pk,
    }
    plain = (*READ, *SIGNED_IN, "seat_give", "group_archive")
    return {
        **{name: reverse(name, args=[slug]) for name in plain},
        **{name: reverse(name, args=[slug, pk]) for name, pk in with_pk.items()},
        "file_download": reverse("file_download", args=[slug, space.file.pk, 1]),
    }


def shape(response, slug: str):
    """An answer without what differs in every answer: the slug, tokens, nonces."""
    body = b"".join(response) if response.streaming else response.content
    text = body.decode().replace(slug, "SLUG")
    text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', r'\1=""', text)
    headers = {
        name: value.replace(slug, "SLUG")
        for name, value in response.headers.items()
        if name not in ("Content-Security-Policy", "Content-Length", "ETag")
    }
    return response.status_code, headers, text
