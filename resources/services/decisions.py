"""The coordinator's part: return, decline, publish, withdraw from the library.

Each locks the row first, so that of two people who decide at once the second is told.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import page_cache
from portal.models import User

from .. import selectors
from ..enums import PracticeStatus
from ..models import Practice, PublishedVersion
from ..validators import gaps
from .common import check, lock, note, state, tell
from .drafts import check_state
from .indexing import free_slug, index, next_number
from .reviews import end_assignments

WAITING = (PracticeStatus.SUBMITTED,)
MAX_REASON = 2000


@transaction.atomic
def return_practice(*, practice: Practice, reason: str, actor: User) -> Practice:
    """Give the text back to its authors, with what should change."""
    row = _open_decision(practice, actor)
    return _refuse(row, PracticeStatus.RETURNED, "return_practice", reason, actor)


@transaction.atomic
def decline_practice(*, practice: Practice, reason: str, actor: User) -> Practice:
    """Say no, with the reason. Of a published practice only the new version is declined."""
    row = _open_decision(practice, actor)
    status = PracticeStatus.PUBLISHED if row.live else PracticeStatus.DECLINED
    return _refuse(row, status, "decline_practice", reason, actor)


def _open_decision(practice: Practice, actor: User | None) -> Practice:
    row = lock(practice)
    check_state(row, WAITING)
    check(actor, "decide", row)
    return row


def _refuse(row: Practice, status: str, action: str, reason: str, actor: User) -> Practice:
    before, row.status = state(row), status
    _decided(row, actor, required_reason(reason), None)
    row.save(update_fields=["status", "version", "reason", "decided_by", "decided_at", "updated_at"])
    note(action, row, actor=actor, before=before, reason=row.reason)
    end_assignments(row, actor)
    declined = action == "decline_practice"
    tell("practice_declined" if declined else "practice_returned", [row.submitted_by], row)
    return row


def required_reason(reason: str) -> str:
    """The reason without space around; ``ValidationError`` if there is none or it is too long."""
    plain = reason.strip()
    if not plain:
        raise ValidationError({"reason": _("Say why: the authors read it.")}, code="reason")
    if len(plain) > MAX_REASON:
        raise ValidationError({"reason": _("The reason is too long.")}, code="reason")
    return plain


def _decided(row: Practice, actor: User | None, reason: str, at: Any) -> None:
    row.version += 1
    row.reason, row.decided_by, row.decided_at = reason, actor, at or timezone.now()


@transaction.atomic
def publish_practice(
    *,
    practice: Practice,
    actor: User | None,
    evidence_level: str = "",
    slug: str = "",
    at: Any = None,
) -> Practice:
    """Make the submitted text what the public reads; the first time with a number and an address.

    ``at`` and ``slug`` serve imports. ``ValidationError`` if the text has gaps.
    """
    row = _open_decision(practice, actor)
    text = selectors.working_copy(row)
    missing = gaps(text)
    if missing:
        raise ValidationError([f"{gap.label}: {gap.message}" for gap in missing], code="incomplete")
    before = state(row)
    _decided(text, actor, "", at)
    _make_public(text, evidence_level, slug)
    text.save()
    text.save_revision(user=actor, clean=False)
    PublishedVersion.objects.create(
        practice=text,
        edition=text.edition,
        revision=text.latest_revision,
        published_at=text.revised_at,  # type: ignore[misc]
        approved_by=actor,
    )
    note("publish_practice", text, actor=actor, before=before)
    end_assignments(text, actor)
    if at is None:
        tell("practice_published", [text.submitted_by], text)
    transaction.on_commit(page_cache.purge)
    return text


def _make_public(text: Practice, evidence_level: str, slug: str) -> None:
    text.status, text.live = PracticeStatus.PUBLISHED, True
    text.edition += 1
    decided_at = text.decided_at or timezone.now()
    text.revised_at = decided_at
    text.published_at = text.published_at or decided_at
    text.number = text.number or next_number(text.published_at.year)
    text.slug = text.slug or slug or free_slug(text)
    text.evidence_level = evidence_level or text.evidence_level
    index(text)


@transaction.atomic
def retire_practice(*, practice: Practice, reason: str, actor: User | None, at: Any = None) -> Practice:
    """Take a published practice out of the library; its address says so and why, for ever."""
    row = lock(practice)
    if not row.live:
        check_state(row, ())
    check(actor, "retire", row)
    before = state(row)
    row.status, row.live = PracticeStatus.RETIRED, False
    _decided(row, actor, required_reason(reason), at)
    row.retired_at = row.decided_at
    row.save(
        update_fields=[
            "status", "live", "version", "reason", "decided_by", "decided_at", "retired_at", "updated_at",
        ]
    )  # fmt: skip
    note("retire_practice", row, actor=actor, before=before, reason=row.reason)
    end_assignments(row, actor)
    if at is None:
        tell("practice_retired", [row.submitted_by], row)
    transaction.on_commit(page_cache.purge)
    return row
