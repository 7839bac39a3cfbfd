"""Reviewers: asked by the coordinator, they see the text and advise."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.authz import grants
from portal.models import User

from ..enums import PracticeStatus, Recommendation
from ..models import Practice, ReviewAssignment
from ..permissions import CONFLICTS
from .common import check, lock, note, state, tell
from .drafts import check_state


@transaction.atomic
def assign_reviewer(*, practice: Practice, person: User, actor: User | None) -> ReviewAssignment:
    """Ask ``person`` to advise. ``ValidationError`` for somebody with an interest, or asked already."""
    row = lock(practice)
    check_state(row, (PracticeStatus.SUBMITTED,))
    check(actor, "assign_reviewer", row)
    if _has_conflict(person, row):
        raise ValidationError(
            _("%(name)s has an interest in this practice and cannot review it.") % {"name": person},
            code="conflict_of_interest",
        )
    assignment = ReviewAssignment(practice=row, person=person, assigned_by=actor)
    assignment.full_clean()
    assignment.save()
    grants.sync([person.pk], actor=actor)
    note("assign_reviewer", row, actor=actor, before={"reviewer": person.pk})
    tell("practice_review_asked", [person], row)
    return assignment


def _has_conflict(person: User, practice: Practice) -> bool:
    people = User.objects.filter(pk=person.pk)
    return any(people.filter(conflict.people(practice)).exists() for conflict in CONFLICTS)


@transaction.atomic
def advise(*, practice: Practice, recommendation: str, comment: str, actor: User) -> ReviewAssignment:
    """Leave or change the advice of an assigned reviewer."""
    row = lock(practice)
    check_state(row, (PracticeStatus.SUBMITTED,))
    check(actor, "advise", row)
    assignment = ReviewAssignment.objects.current().select_for_update().get(practice=row, person=actor)
    if recommendation not in Recommendation.values or not comment.strip():
        raise ValidationError(_("Choose a recommendation and say why."), code="advice")
    assignment.recommendation, assignment.comment = recommendation, comment.strip()
    assignment.advised_at = timezone.now()
    assignment.full_clean()
    assignment.save()
    note("advise", row, actor=actor, before=state(row))
    return assignment


def end_assignments(practice: Practice, actor: User | None) -> None:
    """With the decision the reviewers' sight of the text ends. Part of the decision's transaction."""
    open_ones = ReviewAssignment.objects.current().filter(practice=practice)
    people = list(open_ones.values_list("person_id", flat=True))
    if people:
        open_ones.update(ends_at=timezone.now())
        grants.sync(people, actor=actor)
