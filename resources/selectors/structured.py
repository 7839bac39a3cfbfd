"""Structured data of a practice: schema.org (JSON-LD) and the tags that citation managers read."""

from datetime import datetime
from typing import Any

from django.conf import settings

from portal.models import Language

from ..models import Practice
from .reading import page_url

ALLIANCE = {"@type": "Organization", "name": "Global MOOC Alliance"}


def json_ld(practice: Practice, shown: dict[str, Any], others: list[Practice]) -> dict[str, Any]:
    """schema.org LearningResource of a published practice; ``shown`` is ``reading()``'s answer."""
    url = page_url(practice)
    data = {
        "@context": "https://schema.org",
        "@type": ["LearningResource", "Article"],
        "@id": f"{url}#practice",
        "url": url,
        "name": practice.title,
        "headline": practice.title,
        "abstract": practice.summary,
        "identifier": {"@type": "PropertyValue", "propertyID": "Alliance", "value": practice.number},
        "inLanguage": _code(practice.language),
        "datePublished": _iso(practice.published_at),
        "dateModified": _iso(practice.revised_at),
        "version": str(practice.edition),
        "author": [_person(author) for author in shown["authors"]],
        "sourceOrganization": _institution(practice.lead_institution),
        "publisher": {**ALLIANCE, "@id": f"{settings.SITE_URL}/#org", "url": settings.SITE_URL},
        "license": practice.licence.uri if practice.licence else None,
        "isAccessibleForFree": True,
        "learningResourceType": "case study",
        "educationalUse": "professionalSupport",
        "keywords": practice.keywords,
        "temporalCoverage": _period(practice),
        "spatialCoverage": [{"@type": "Country", "name": term.label} for term in shown["terms"]["countries"]],
        **_classification(practice, shown["terms"]),
        "isBasedOn": practice.adapted_from,
        **_translations(practice, others),
    }
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _person(author) -> dict[str, Any]:
    person = {"@type": "Person", "name": author.name}
    return {**person, "sameAs": f"https://orcid.org/{author.orcid}"} if author.orcid else person


def _institution(institution) -> dict[str, Any]:
    data = {"@type": "CollegeOrUniversity", "name": institution.name}
    return {**data, "sameAs": institution.ror} if institution.ror else data


def _period(practice: Practice) -> str:
    if not practice.started:
        return ""
    return f"{practice.started.isoformat()}/{practice.ended.isoformat() if practice.ended else '..'}"


def _classification(practice: Practice, terms: dict[str, list]) -> dict[str, Any]:
    about = [
        {
            "@type": "DefinedTerm",
            "termCode": term.code,
            "name": term.label,
            "inDefinedTermSet": "http://metadata.un.org/sdg/4",
            "url": f"http://metadata.un.org/sdg/{term.code}",
        }
        for term in terms["sdg_targets"]
    ]
    about += [
        {
            "@type": "DefinedTerm",
            "termCode": term.code,
            "name": term.label,
            "inDefinedTermSet": "ISCED-F 2013",
        }
        for term in terms["isced_fields"]
    ]
    levels = [
        {"@type": "DefinedTerm", "termCode": term.code, "name": term.label, "inDefinedTermSet": "ISCED 2011"}
        for term in terms["isced_levels"]
    ]
    audience = [{"@type": "EducationalAudience", "educationalRole": role} for role in practice.audience]
    return {"about": about, "educationalLevel": levels, "audience": audience}


def _translations(practice: Practice, others: list[Practice]) -> dict[str, Any]:
    works = [
        {
            "@type": "LearningResource",
            "@id": f"{page_url(other)}#practice",
            "inLanguage": _code(other.language),
        }
        for other in others
    ]
    originals = [
        work for work, other in zip(works, others, strict=True) if other.pk == practice.translation_of_id
    ]
    if practice.translation_of_id:
        return {"translationOfWork": originals[0] if originals else None}
    return {"workTranslation": works}


def citation_tags(practice: Practice, authors: list) -> list[tuple[str, str]]:
    """Names and values of ``meta`` elements (Highwire); with an institution Zotero takes it for a report."""
    tags = [
        ("citation_title", practice.title),
        ("citation_technical_report_institution", "Global MOOC Alliance"),
        ("citation_technical_report_number", practice.number or ""),
        ("citation_publication_date", f"{practice.published_at:%Y/%m/%d}" if practice.published_at else ""),
        ("citation_language", _code(practice.language)),
        ("citation_public_url", page_url(practice)),
        ("citation_keywords", "; ".join(practice.keywords)),
    ]
    tags += [("citation_author", author.name) for author in authors]
    return [(name, value) for name, value in tags if value]


def _code(language: Language | None) -> str:
    return language.code if language else ""


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
