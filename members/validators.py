"""Identifiers of institutions: pure checks."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
PREFIX = "https://ror.org/"
_SHAPE = re.compile(r"(?:https?://)?(?:www\.)?(?:ror\.org/)?([0o][0-9a-z]{6}[0-9ilo]{2})/?", re.ASCII)
_LOOKALIKES = str.maketrans("ilo", "110")


def is_ror(short: str) -> bool:
    """Whether nine characters are a ROR id with true check digits (ISO 7064, MOD 97-10)."""
    if not re.fullmatch(f"0[{ALPHABET}]{{6}}[0-9]{{2}}", short, re.ASCII):
        return False
    number = 0
    for character in short[1:7]:
        number = number * 32 + ALPHABET.index(character)
    return (number * 100 + int(short[7:])) % 97 == 1


def canonical_ror(text: str) -> str:
    """Return ``https://ror.org/0…`` for an id in any usual way of writing, empty for empty.

    ``ValidationError`` says what is wrong; for ``i``, ``l`` and ``o``, which no id contains, it
    suggests the id that was probably meant.
    """
    plain = text.strip().lower()
    if not plain:
        return ""
    found = _SHAPE.fullmatch(plain[:100])
    if not found:
        raise ValidationError(_("A ROR id looks like https://ror.org/02y9nww90."), code="ror")
    short = found[1]
    if is_ror(short):
        return PREFIX + short
    meant = short.translate(_LOOKALIKES)
    if is_ror(meant):
        raise ValidationError(
            _("A ROR id contains no letters i, l or o. Did you mean %(id)s?"),
            code="ror_lookalike",
            params={"id": PREFIX + meant},
        )
    raise ValidationError(
        _("The check digits of this ROR id are wrong. Look for a typing error."), code="ror_check"
    )


def validate_wikidata(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` is a Wikidata item id."""
    if not re.fullmatch(r"Q[1-9]\d{0,14}", value, re.ASCII):
        raise ValidationError(_("A Wikidata id looks like Q649998."), code="wikidata")
