"""Discussions."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, page_cache
from portal.models import User

from ..enums import GroupStatus
from ..models import Post, Thread, WorkingGroup


def require_open(group: WorkingGroup) -> None:
    """Raise ``ValidationError`` if the group, read under its lock, has been archived."""
    if group.status == GroupStatus.ARCHIVED:
        raise ValidationError(
            _("This group has ended its work. Nothing can be added any more."), code="archived"
        )


def purge_if_public(group: WorkingGroup) -> None:
    """Talk in a private group changes no public page."""
    if group.visibility == "public":
        transaction.on_commit(page_cache.purge)


@transaction.atomic
def start_thread(
    *, group: WorkingGroup, author: User, title: str, text: str, token: uuid.UUID, at: datetime | None = None
) -> Thread:
    """Open a discussion with its first post. The same form sent again (``token``, text) returns the first one."""
    locked = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    earlier = Post.objects.filter(token=token, author=author, group=locked).select_related("thread").first()
    if earlier and (earlier.thread.title, earlier.text) == (title, text):
        return earlier.thread
    require_open(locked)
    at = at or timezone.now()
    thread = Thread(group=locked, title=title, started_by=author, started_at=at, active_at=at)
    thread.full_clean()
    thread.save()
    _post(thread, author, text, uuid.uuid4() if earlier else token, at)
    return thread


@transaction.atomic
def reply(*, thread: Thread, author: User, text: str, token: uuid.UUID, at: datetime | None = None) -> Post:
    """Add a post. ``ValidationError`` if the discussion is closed or the text empty.

    The same form sent again (``token`` and text) returns the first post; another text typed into the
    page one has gone back to is another post.
    """
    locked = Thread.objects.select_for_update().select_related("group").get(pk=thread.pk)
    earlier = Post.objects.filter(token=token, author=author, thread=locked).first()
    if earlier and earlier.text == text:
        return earlier
    require_open(locked.group)
    if locked.closed:
        raise ValidationError(_("This discussion is closed."), code="closed")
    return _post(locked, author, text, uuid.uuid4() if earlier else token, at or timezone.now())


def _post(thread: Thread, author: User, text: str, token: uuid.UUID, at: datetime) -> Post:
    post = Post(thread=thread, group=thread.group, author=author, text=text, token=token, posted_at=at)
    post.full_clean()
    post.save()
    Thread.objects.filter(pk=thread.pk).update(active_at=at)
    WorkingGroup.objects.filter(pk=thread.group_id, active_at__lt=at).update(active_at=at)
    purge_if_public(thread.group)
    return post


@transaction.atomic
def edit_post(*, post: Post, author: User, text: str) -> Post:
    """Let the author mend a post; readers see that it was edited. The former text goes to the audit trail."""
    locked = Post.objects.select_for_update().select_related("group").get(pk=post.pk, author=author)
    require_open(locked.group)
    before, locked.text, locked.edited_at = locked.text, text, timezone.now()
    locked.full_clean()
    locked.save(update_fields=["text", "edited_at"])
    audit.record("projects.edit_post", locked, actor=author, before={"text": before}, after={"text": text})
    purge_if_public(locked.group)
    return locked


@transaction.atomic
def close_thread(*, thread: Thread, actor: User, closed: bool) -> Thread:
    """Close a discussion to further posts, or open it again."""
    locked = Thread.objects.select_for_update().select_related("group").get(pk=thread.pk)
    require_open(locked.group)
    if locked.closed != closed:
        locked.closed = closed
        locked.save(update_fields=["closed"])
        audit.record("projects.close_thread", locked, actor=actor, before=not closed, after=closed)
        purge_if_public(locked.group)
    return locked
