"""Reads of one practice: its text under work, its terms, its history."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import get_language

from members.models import Country, Institution
from portal import authz
from portal.models import AuditEntry
from portal.models.terms import LABEL_FIELDS

from ..enums import PracticeStatus
from ..models import IscedField, IscedLevel, Practice, SdgTarget, TechLevel

WHOLE = ("language", "licence", "region", "lead_institution__country", "submitted_by")
TERM_FIELDS = {
    "countries": Country,
    "sdg_targets": SdgTarget,
    "isced_levels": IscedLevel,
    "isced_fields": IscedField,
    "tech_levels": TechLevel,
}


class TermRow(NamedTuple):
    """A term as a page shows it."""

    code: str
    label: str


def working_copy(practice: Practice) -> Practice:
    """The newest text: the row itself, or for a published practice under work the latest revision."""
    if practice.live and practice.status != PracticeStatus.PUBLISHED:
        return practice.get_latest_revision_as_object()
    return practice


def terms_of(practice: Practice) -> dict[str, list[TermRow]]:
    """All terms of a stored practice by field, in the reader's language, with one query."""
    parts = [_through(name, model, practice.pk) for name, model in TERM_FIELDS.items()]
    rows = parts[0].union(*parts[1:], all=True)
    found: dict[str, list] = defaultdict(list)
    for name, code, label, label_en, position in rows:
        found[name].append((position, code, TermRow(code, label or label_en)))
    return {name: [row for *_order, row in sorted(found[name])] for name in TERM_FIELDS}


def _through(name: str, model: Any, practice_id: int) -> QuerySet:
    through = Practice._meta.get_field(name).remote_field.through
    at = model._meta.model_name
    label = LABEL_FIELDS.get(get_language() or "en", "label_en")
    return (
        through.objects.filter(practice_id=practice_id)
        .order_by()
        .values_list(
            Value(name, CharField()),
            F(f"{at}__code"),
            F(f"{at}__{label}"),
            F(f"{at}__label_en"),
            F(f"{at}__position"),
        )
    )


def terms_in(practice: Practice) -> dict[str, list[TermRow]]:
    """The same of a version under work, which is not stored as rows."""
    return {
        name: [TermRow(term.code, term.label) for term in getattr(practice, name).all()]
        for name in TERM_FIELDS
    }


def translations(practice: Practice) -> QuerySet[Practice]:
    """Published versions in other languages."""
    rows = authz.scope(None, "list", Practice).in_translation(practice)  # type: ignore[attr-defined]
    return rows.select_related("language").order_by("language__position", "pk")


def history(practice: Practice) -> QuerySet[AuditEntry]:
    """What happened to the practice, newest first."""
    rows = AuditEntry.objects.filter(object_type=Practice._meta.label_lower, object_id=str(practice.pk))
    return rows.select_related("actor")


def lead_choices(user: Any) -> QuerySet[Institution]:
    """Institutions in whose name the person may submit: represented, coordinated, or for reviewers and
    coordinators their own."""
    condition = authz.where(user, "submit_practice", Institution)
    actor = authz.actor_of(user)
    if actor.ids("members.coordinate_region") or actor.ids("resources.review_practice"):
        own = user.affiliations.current().values("institution_id")
        condition |= Q(pk__in=own)
    return Institution.objects.filter(condition)


def drafts(user: Any) -> QuerySet[Practice]:
    """Practices the person works on, own and the institution's, the latest change first."""
    rows = authz.scope(user, "work_on", Practice).exclude(status=PracticeStatus.RETIRED)
    return rows.select_related("lead_institution").order_by("-updated_at", "-pk")
