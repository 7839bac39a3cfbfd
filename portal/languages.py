"""Languages of content: BCP 47 tags, their own names and their direction."""

from functools import lru_cache

import langcodes
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RTL_SCRIPTS = {"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"}


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str:
    """The canonical form of a tag (``zh-hans`` → ``zh-Hans``); ``ValidationError`` if it is none."""
    try:
        valid = len(tag) <= 16 and langcodes.tag_is_valid(tag)
        if valid:
            return langcodes.standardize_tag(tag)
    except ValueError:
        pass
    raise ValidationError(_("This is not a language tag. Examples: en, zh-Hans, pt-BR."), code="language")


@lru_cache(maxsize=1024)
def direction(tag: str) -> str:
    """``rtl`` for a language of right-to-left script, ``ltr`` otherwise; ``auto`` where it is unknown."""
    locale = _locale(tag)
    if locale is None:
        return "auto"
    likely = get_global("likely_subtags").get(str(locale), "")
    script = locale.script or next((part for part in likely.split("_") if len(part) == 4), "")
    return "rtl" if script in RTL_SCRIPTS or locale.character_order == "right-to-left" else "ltr"


@lru_cache(maxsize=1024)
def endonym(tag: str) -> str:
    """The name of the language in itself (``Kiswahili``), its English name where CLDR does not know it, or the tag."""
    locale = _locale(tag)
    name = locale.get_display_name(locale) if locale else name_in(tag, "en")
    return name[0].upper() + name[1:] if name else tag


def name_in(tag: str, reader: str) -> str:
    """The name of the language ``tag`` in the language ``reader`` (Django's code); empty if unknown."""
    names = Locale.parse(reader, sep="-").languages
    return names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0], "")


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
