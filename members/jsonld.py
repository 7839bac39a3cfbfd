"""Institutions as schema.org data. Only what the public profile shows."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from .enums import InstitutionKind
from .models import Institution

TYPES = {
    InstitutionKind.UNIVERSITY: "CollegeOrUniversity",
    InstitutionKind.INSTITUTE: "EducationalOrganization",
    InstitutionKind.PLATFORM: "EducationalOrganization",
    InstitutionKind.ASSOCIATION: "Organization",
    InstitutionKind.GOVERNMENT: "GovernmentOrganization",
    InstitutionKind.INTERNATIONAL: "Organization",
    InstitutionKind.PARTNER: "Organization",
}
WIKIDATA = "https://www.wikidata.org/entity/"


def institution_data(institution: Institution) -> dict[str, Any]:
    """The profile as a ``@graph`` of one organisation; empty properties are left out."""
    url = settings.SITE_URL + reverse("member_detail", args=[institution.slug])
    wikidata = WIKIDATA + institution.wikidata if institution.wikidata else ""
    organization = {
        "@type": TYPES[InstitutionKind(institution.kind)],
        "@id": f"{url}#org",
        "name": institution.name,
        "alternateName": [_text(name.value, name.language) for name in institution.names.all()],
        "url": institution.website or url,
        "mainEntityOfPage": url,
        "description": institution.summary,
        "sameAs": [each for each in (institution.ror, wikidata) if each],
        "identifier": _identifier(institution),
        "address": _address(institution),
        "location": _location(institution),
        "foundingDate": str(institution.established) if institution.established else "",
        "memberOf": {"@type": "Organization", "@id": f"{settings.SITE_URL}/#org"}
        if _is_member(institution)
        else "",
        "contactPoint": _contact(institution),
        "knowsLanguage": [language.code for language in institution.languages.all()],
    }
    kept = {name: value for name, value in organization.items() if value}
    return {"@context": "https://schema.org", "@graph": [kept]}


def _text(value: str, language: str) -> Any:
    return {"@value": value, "@language": language} if language else value


def _identifier(institution: Institution) -> Any:
    if not institution.ror:
        return ""
    return {"@type": "PropertyValue", "propertyID": "ROR", "value": institution.ror}


def _address(institution: Institution) -> dict[str, str] | str:
    country = institution.country.code if institution.country else ""
    parts = {"addressLocality": institution.city, "addressCountry": country}
    kept = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", **kept} if kept else ""


def _location(institution: Institution) -> dict[str, Any] | str:
    if institution.latitude is None:
        return ""
    geo = {
        "@type": "GeoCoordinates",
        "latitude": institution.latitude,
        "longitude": institution.longitude,
    }
    return {"@type": "Place", "geo": geo}


def _contact(institution: Institution) -> dict[str, str] | str:
    return {"@type": "ContactPoint", "email": institution.contact_email} if institution.contact_email else ""


def _is_member(institution: Institution) -> bool:
    membership = getattr(institution, "membership", None)
    return membership is not None and membership.is_in_force
