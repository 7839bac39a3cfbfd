"""The author's part: start, write, send, take back."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Institution
from portal.models import User

from .. import selectors
from ..enums import EDITABLE, SENDABLE, PracticeStatus
from ..models import Practice
from ..validators import gaps
from .common import EditConflict, check, deciders, lock, note, state, tell


@transaction.atomic
def start_practice(
    *,
    title: str,
    lead_institution: Institution,
    actor: User,
    language: Any = None,
    translation_of: Any = None,
) -> Practice:
    """Open a draft in the name of an institution; ``PermissionDenied`` if the person may not submit for it."""
    if not selectors.lead_choices(actor).filter(pk=lead_institution.pk).exists():
        raise PermissionDenied
    practice = Practice(
        title=title,
        lead_institution=lead_institution,
        region=lead_institution.region,
        language=language,
        translation_of=translation_of,
        submitted_by=actor,
    )
    practice.save()
    note("start_practice", practice, actor=actor, before=None)
    return practice


@transaction.atomic
def save_draft(*, draft: Practice, version: int, actor: User | None) -> Practice:
    """Store the text of ``draft`` (from ``selectors.working_copy``, changed), complete or not.

    ``version`` is the one the author saw. ``EditConflict`` if somebody saved meanwhile. Of a published
    practice the public sees nothing of it: the text becomes a revision.
    """
    row = lock(draft)
    if row.status not in EDITABLE:
        raise ValidationError(_("This text is not open for changes."), code="not_editable")
    check(actor, "change", row)
    if not row.version == version == draft.version:
        raise EditConflict
    draft.version = row.version + 1
    if row.live:
        _save_beside(row, draft, actor)
    else:
        draft.save()
    return draft


def _save_beside(row: Practice, draft: Practice, actor: User | None) -> None:
    """Keep the text as a revision; the row, which the public reads, changes its state only."""
    if row.status == PracticeStatus.PUBLISHED:
        before = state(row)
        row.status, row.reason = PracticeStatus.DRAFT, ""
        note("start_version", row, actor=actor, before=before)
    row.version = draft.version
    draft.status, draft.latest_revision = row.status, row.latest_revision
    draft.save_revision(user=actor, clean=False)
    row.latest_revision = draft.latest_revision
    row.save(update_fields=["status", "reason", "version", "latest_revision", "updated_at"])


@transaction.atomic
def submit_practice(*, practice: Practice, actor: User | None, at: Any = None) -> Practice:
    """Send the text to the region's coordinator.

    ``ValidationError`` names what is missing; its ``params`` carry nothing, ask ``validators.gaps``.
    """
    row = lock(practice)
    check_state(row, SENDABLE)
    check(actor, "submit", row)
    missing = gaps(selectors.working_copy(row))
    if missing:
        raise ValidationError([f"{gap.label}: {gap.message}" for gap in missing], code="incomplete")
    before = state(row)
    row.status, row.submitted_at = PracticeStatus.SUBMITTED, at or timezone.now()
    row.reason = ""
    _save_state(row, "submitted_at", "reason")
    note("submit_practice", row, actor=actor, before=before)
    if actor is not None and at is None:
        tell("practice_submitted", deciders(row), row)
    return row


@transaction.atomic
def withdraw_submission(*, practice: Practice, actor: User) -> Practice:
    """Take a text back that nobody has decided on yet."""
    row = lock(practice)
    check_state(row, (PracticeStatus.SUBMITTED,))
    check(actor, "withdraw", row)
    before = state(row)
    row.status = PracticeStatus.DRAFT
    _save_state(row)
    note("withdraw_submission", row, actor=actor, before=before)
    return row


@transaction.atomic
def discard_draft(*, practice: Practice, actor: User) -> None:
    """Throw away a draft that was never public, or the new version of a public practice."""
    row = lock(practice)
    check(actor, "discard", row)
    before = state(row)
    if row.live:
        row.status = PracticeStatus.PUBLISHED
        _save_state(row)
        note("discard_version", row, actor=actor, before=before)
    else:
        note("discard_draft", row, actor=actor, before=before)
        row.delete()


def check_state(practice: Practice, wanted: tuple[str, ...]) -> None:
    """``ValidationError`` that says what happened meanwhile, unless the practice is in a ``wanted`` state."""
    if practice.status in wanted:
        return
    if practice.decided_by and practice.decided_at:
        message = _("%(person)s has decided on this already, on %(date)s: %(status)s.") % {
            "person": practice.decided_by,
            "date": f"{practice.decided_at:%Y-%m-%d}",
            "status": practice.get_status_display(),
        }
    else:
        message = _("This is not possible any more: %(status)s.") % {"status": practice.get_status_display()}
    raise ValidationError(message, code="wrong_state")


def _save_state(row: Practice, *more: str) -> None:
    row.version += 1
    row.save(update_fields=["status", "version", "updated_at", *more])
