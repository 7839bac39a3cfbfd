"""What a practice needs before it is sent: pure checks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REQUIRED_TEXTS = {
    "context": 200, "objectives": 1, "steps": 500, "resources_cost": 1, "inclusion": 1, "results": 1,
    "challenges": 1, "lessons": 1, "adaptation": 1,
}  # fmt: skip
OPTIONAL_TEXTS = ("success_factors", "sustainability", "ethics", "interests", "ai_use")
REQUIRED_VALUES = (
    "title", "summary", "language", "started", "aim", "learners", "connectivity", "power", "device", "audience",
    "delivery", "licence", "contact_name", "contact_email",
)  # fmt: skip
REQUIRED_TERMS = ("countries", "sdg_targets", "isced_levels", "tech_levels")


class Gap(NamedTuple):
    """What is missing or wrong in one field; ``message`` says it to the author."""

    field: str
    label: str | Promise
    message: str | Promise


def gaps(practice) -> list[Gap]:
    """All that keeps ``practice`` (a row or a version under work) from being sent; empty if it is whole."""
    return [*_values(practice), *_terms(practice), *_texts(practice), *_children(practice)]


def _label(practice, name: str):
    label = practice._meta.get_field(name).verbose_name
    return label[:1].upper() + label[1:]


def _values(practice) -> Iterator[Gap]:
    for name in REQUIRED_VALUES:
        if not getattr(practice, name):
            yield Gap(name, _label(practice, name), _("This is still empty."))
    if practice.started and practice.ended and practice.ended < practice.started:
        yield Gap("ended", _label(practice, "ended"), _("The end lies before the start."))


def _terms(practice) -> Iterator[Gap]:
    for name in REQUIRED_TERMS:
        if not list(getattr(practice, name).all()):
            yield Gap(name, _label(practice, name), _("Choose at least one."))


def _texts(practice) -> Iterator[Gap]:
    for name in (*REQUIRED_TEXTS, *OPTIONAL_TEXTS):
        length, least = length_of(getattr(practice, name)), REQUIRED_TEXTS.get(name, 0)
        most = practice._meta.get_field(name).max_length
        if length < least:
            empty = length == 0
            text = _("This is still empty.") if empty else _("Too short: at least %(least)s characters.")
            yield Gap(name, _label(practice, name), text % {"least": least})
        if length > most:
            too_many = _("Too long by %(number)s characters.") % {"number": length - most}
            yield Gap(name, _label(practice, name), too_many)


def length_of(text: str) -> int:
    """Characters as a reader counts them: line ends once, no space around."""
    return len(text.replace("\r\n", "\n").strip())


def _children(practice) -> Iterator[Gap]:
    authors = list(practice.authors.all())
    if not authors:
        yield Gap("authors", _("Authors"), _("Name at least one author."))
    if any(not author.consents for author in authors):
        yield Gap("authors", _("Authors"), _("Every author has to agree to be named."))
    if not list(practice.evidence.all()):
        yield Gap("evidence", _("Evidence"), _("Give at least one piece of evidence."))


def validate_orcid(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` is an ORCID with its check digit (ISO 7064, MOD 11-2)."""
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", value, re.ASCII):
        raise ValidationError(_("An ORCID looks like 0000-0002-1825-0097."), code="orcid")
    total = 0
    *digits, check = value.replace("-", "")
    for digit in digits:
        total = (total + int(digit)) * 2
    expected = (12 - total % 11) % 11
    if check != ("X" if expected == 10 else str(expected)):
        raise ValidationError(
            _("The check digit of this ORCID is wrong. Look for a typing error."), code="orcid_check"
        )
