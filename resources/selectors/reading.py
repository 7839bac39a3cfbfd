"""What the page of a practice shows, whether it is published or a text under work."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import enums
from ..models import Practice, TechLevel
from .library import Term, countries_of
from .practices import TermRow, terms_in, terms_of

# The order in which a reader asks: the story first, then what it takes to repeat it.
SECTIONS = (
    ("context", _("The situation and the problem")),
    ("objectives", _("What was to be achieved")),
    ("steps", _("What was done, step by step")),
    ("results", _("What changed")),
    ("challenges", _("What did not work")),
    ("success_factors", _("What made it work")),
    ("lessons", _("Lessons and advice")),
    ("inclusion", _("Inclusion and equity")),
    ("adaptation", _("How to adapt it")),
    ("resources_cost", _("What it takes: time, money, infrastructure")),
    ("sustainability", _("How it is kept going")),
    ("ethics", _("Ethics and data protection")),
)
STATEMENTS = (("interests", _("Declaration of interests")), ("ai_use", _("Use of artificial intelligence")))


class Card(NamedTuple):
    """A practice in a list."""

    practice: Practice
    countries: list[str]
    tech: list[TermRow]


def cards(practices: Iterable[Practice], tech: Iterable[Term] | None = None) -> list[Card]:
    """Cards of practices, in their order; two queries, one if the technology levels are given."""
    rows = list(practices)
    names = countries_of(rows)
    levels = (
        [(level.key, TermRow(level.code, level.label)) for level in tech] if tech is not None else _levels()
    )
    return [
        Card(row, names.get(row.pk, []), [term for bit, term in levels if row.tech_mask >> bit & 1])
        for row in rows
    ]


def _levels() -> list[tuple[int, TermRow]]:
    return [(level.bit, TermRow(level.code, level.label)) for level in TechLevel.objects.all()]


def reading(practice: Practice, *, stored: bool) -> dict[str, Any]:
    """Context of ``resources/practice_body.html``. ``stored``: the text is in the tables, not a revision."""
    return {
        "practice": practice,
        "terms": terms_of(practice) if stored else terms_in(practice),
        "authors": [author for author in practice.authors.all() if author.consents],
        "partners": list(_related(practice, "partners", "institution", stored)),
        "evidence": list(practice.evidence.all()),
        "materials": list(_related(practice, "materials", "licence", stored)),
        "sections": _texts(practice, SECTIONS),
        "statements": _texts(practice, STATEMENTS),
        "means": _means(practice),
        "audience": _labels(enums.Audience, practice.audience),
        "settings": _labels(enums.Setting, practice.settings),
        "delivery": _labels(enums.Delivery, practice.delivery),
        "oer_areas": _labels(enums.OerArea, practice.oer_areas),
    }


def _related(practice: Practice, name: str, path: str, stored: bool):
    rows = getattr(practice, name).all()
    return rows.select_related(path) if stored else rows


def _texts(practice: Practice, sections) -> list[tuple[str, Any, str]]:
    return [
        (name, label, getattr(practice, name)) for name, label in sections if getattr(practice, name).strip()
    ]


def _means(practice: Practice) -> list[Any]:
    """What a learner needs, in words; "none" is worth saying."""
    return [
        getattr(practice, f"get_{name}_display")()
        for name in ("connectivity", "power", "device")
        if getattr(practice, name)
    ]


def _labels(choices, codes: list[str]) -> list[Any]:
    return [choices(code).label for code in codes if code in choices.values]


def page_url(practice: Practice) -> str:
    """The absolute address in the reader's language."""
    return f"{settings.SITE_URL}{reverse('practice_detail', args=[practice.slug])}"


def citation(practice: Practice, authors: Iterable) -> str:
    """How to cite the practice, as plain text."""
    names = ", ".join(author.name for author in authors) or str(practice.lead_institution)
    version = _("version %(number)s") % {"number": practice.edition}
    year = f"{practice.published_at:%Y}" if practice.published_at else "–"
    parts = [
        f"{names} ({year}): {practice.title}.",
        f"{practice.lead_institution}.",
        f"Global MOOC Alliance, {practice.number}, {version}.",
        page_url(practice) if practice.slug else "",
    ]
    return " ".join(part for part in parts if part)
