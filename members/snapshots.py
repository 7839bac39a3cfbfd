"""Profiles as plain values: for comparing, auditing, proposing and telling two texts apart."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.languages import endonym
from portal.models import Language

from .enums import InstitutionKind, NameKind
from .models import Country, Institution, InstitutionName

LIVE_TEXTS = ("summary", "description", "city", "website", "contact_email", "wikidata")
LIVE_NUMBERS = ("established", "latitude", "longitude")
LIVE_FIELDS = (*LIVE_TEXTS, *LIVE_NUMBERS, "languages", "names")
IDENTITY_FIELDS = Institution.IDENTITY_FIELDS
Values = dict[str, Any]


def live_values(institution: Institution) -> Values:
    """The fields that change at once: texts, numbers, codes of languages, names as small dictionaries."""
    values: Values = {name: getattr(institution, name) for name in (*LIVE_TEXTS, *LIVE_NUMBERS)}
    values["languages"] = sorted(language.code for language in institution.languages.all())
    values["names"] = [name_values(name) for name in institution.names.all()]
    return values


def name_values(name: InstitutionName) -> dict[str, str]:
    """A further name as a small dictionary."""
    return {"value": name.value, "language": name.language, "kind": name.kind}


def identity_values(institution: Institution) -> Values:
    """The fields that wait for review; the country by its code."""
    return {
        "name": institution.name,
        "kind": institution.kind,
        "country": institution.country.code if institution.country else "",
        "ror": institution.ror,
    }


def values_of_revision(content: dict[str, Any]) -> Values:
    """The same of a stored revision's content. Two queries, for the labels' keys."""
    languages = Language.objects.in_bulk(content.get("languages") or [])
    country = Country.objects.filter(pk=content.get("country")).first()
    values = {name: content.get(name) for name in (*LIVE_TEXTS, *LIVE_NUMBERS, "name", "kind", "ror")}
    values["country"] = country.code if country else ""
    values["languages"] = sorted(language.code for language in languages.values())
    values["names"] = [
        {"value": row["value"], "language": row["language"], "kind": row["kind"]}
        for row in content.get("names") or []
    ]
    return values


def values_of_version(institution: Institution, version: int) -> Values | None:
    """The values of an earlier version of the profile, or ``None`` where none was kept."""
    revision = institution.revisions.filter(content__version=version).order_by("-pk").first()
    return values_of_revision(revision.content) if revision else None


def changed(before: Values, after: Values) -> list[str]:
    """The fields of ``after`` that differ from ``before``, in the order of ``after``."""
    return [name for name, value in after.items() if _plain(before.get(name)) != _plain(value)]


def _plain(value: Any) -> Any:
    return "" if value is None or value == [] else value


def difference(before: Values, after: Values, fields: Iterable[str] | None = None) -> list[dict[str, str]]:
    """Rows of ``name``, ``label``, ``before`` and ``after`` in words, for ``components/diff.html``."""
    names = changed(before, after) if fields is None else list(fields)
    countries = _country_labels(before, after) if "country" in names else {}
    return [
        {
            "name": name,
            "label": field_label(name),
            "before": in_words(name, before.get(name), countries),
            "after": in_words(name, after.get(name), countries),
        }
        for name in names
    ]


def _country_labels(*values: Values) -> dict[str, str]:
    codes = [each["country"] for each in values if each.get("country")]
    return {country.code: country.label for country in Country.objects.filter(code__in=codes)}


def field_label(name: str) -> str:
    """A field's name for people."""
    if name == "names":
        return str(_("Names"))
    label = str(Institution._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def in_words(name: str, value: Any, countries: dict[str, str]) -> str:
    """A value as text for people."""
    if value in (None, "", []):
        return ""
    if name == "kind":
        return str(dict(InstitutionKind.choices).get(value, value))
    if name == "country":
        return countries.get(value, value)
    if name == "languages":
        return ", ".join(endonym(code) for code in value)
    if name == "names":
        return "\n".join(_name_in_words(row) for row in value)
    return str(value)


def _name_in_words(row: dict[str, str]) -> str:
    kind = dict(NameKind.choices).get(row["kind"], row["kind"])
    return f"{row['value']} ({endonym(row['language']) + ', ' if row['language'] else ''}{kind})"
