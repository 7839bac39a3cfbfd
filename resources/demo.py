"""The demo's good practices, through the services: written by a representative, decided by a coordinator."""

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from members.demo import ensure_institutions
from members.enums import RepresentativeKind
from members.models import CoordinatorAppointment, Country, Institution, Representative
from members.services import appoint_representative, record_affiliation
from portal import authz
from portal.models import Language, SecretariatAppointment, User

from . import selectors, services
from .enums import Comparator, EvidenceLevel
from .models import (
    Author,
    Evidence,
    IscedField,
    IscedLevel,
    Licence,
    Material,
    Partner,
    Practice,
    SdgTarget,
    TechLevel,
)

CONTENT = Path(__file__).parent / "demo_content" / "practices"
PLAIN = (
    "title", "summary", "started", "ended", "keywords", "aim", "oer_areas", "audience", "learners",
    "connectivity", "power", "device", "settings", "delivery", "context", "objectives", "steps",
    "resources_cost", "inclusion", "results", "challenges", "success_factors", "lessons",
    "sustainability", "adaptation", "ethics", "interests", "ai_use",
)  # fmt: skip
RELATED = {
    "countries": Country,
    "sdg_targets": SdgTarget,
    "isced_levels": IscedLevel,
    "isced_fields": IscedField,
    "tech_levels": TechLevel,
}
EVIDENCE = ("kind", "statement", "method", "sample", "period", "comparator", "figure", "independent", "url")
RETIRED = "The course it describes is no longer offered; the record stays so that links to it hold."


def load_practices(report: Callable[[str], None]) -> None:
    """Enter the records that are not there yet, originals before translations; each in one transaction."""
    texts = [tomllib.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.toml"))]
    texts.sort(key=lambda text: ("translation_of" in text, text["slug"]))
    rors = {ror for text in texts for ror in (text["lead"], *text.get("partners", []))}
    institutions = ensure_institutions(sorted(rors))
    titles = set(Practice.objects.values_list("title", flat=True))
    for text in texts:
        if text["title"] not in titles:
            _load(text, institutions)
    report(f"{Practice.objects.count()} practices")


@transaction.atomic
def _load(text: dict[str, Any], institutions: dict[str, Institution]) -> None:
    lead = institutions[text["lead"]]
    author = _representative(lead, text)
    practice = services.start_practice(
        title=text["title"],
        lead_institution=lead,
        actor=author,
        language=Language.objects.get(code=text["language"]),
        translation_of=Practice.objects.filter(slug=text.get("translation_of", "")).first(),
    )
    draft = selectors.working_copy(practice)
    _write(draft, text, institutions)
    services.save_draft(draft=draft, version=draft.version, actor=author)
    if text["status"] != "draft":
        _send(practice, text, author)


def _representative(institution: Institution, text: dict[str, Any]) -> User:
    """Whoever acts for the institution; where nobody does, the first author of the record."""
    roles = Representative.objects.current().filter(institution=institution).select_related("person")
    role = roles.exclude(kind=RepresentativeKind.EDITOR).first()
    if role:
        return role.person
    email = f"rep.{institution.slug[:50]}@demo.alliance.test"
    person = User.objects.create(email=email, name=text["authors"][0]["name"], password="!")  # noqa: S106
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    record_affiliation(
        institution=institution, person=person, actor=None, post=text["authors"][0].get("role", "")
    )
    appoint_representative(
        institution=institution, person=person, kind=RepresentativeKind.PRIMARY, actor=None
    )
    return person


def _write(draft: Practice, text: dict[str, Any], institutions: dict[str, Institution]) -> None:
    for name in PLAIN:
        if name in text:
            value = text[name]
            setattr(draft, name, value.strip() if isinstance(value, str) else value)
    for name, model in RELATED.items():
        setattr(draft, name, list(model.objects.filter(code__in=text.get(name, []))))
    draft.licence = Licence.objects.get(code=text["licence"])
    draft.contact_name, draft.contact_email = text["contact"]["name"], text["contact"]["email"]
    draft.authors = [
        Author(name=each["name"], role=each.get("role", ""), orcid=each.get("orcid", ""), consents=True)
        for each in text["authors"]
    ]
    draft.partners = [
        Partner(institution=institutions[ror], name=institutions[ror].name, ror=ror)
        for ror in text.get("partners", [])
        if ror in institutions
    ]
    draft.evidence = [
        Evidence(**{name: each[name] for name in EVIDENCE if name in each}) for each in text["evidence"]
    ]
    draft.materials = [_material(each) for each in text.get("materials", [])]


def _material(each: dict[str, Any]) -> Material:
    licence = Licence.objects.filter(code=each.get("licence", "")).first()
    return Material(title=each["title"], url=each["url"], kind=each.get("kind", ""), licence=licence)


def _send(practice: Practice, text: dict[str, Any], author: User) -> None:
    published = text.get("published")
    if published is None:
        services.submit_practice(practice=practice, actor=author)
        return
    day = datetime(published.year, published.month, published.day, 9, tzinfo=UTC)
    services.submit_practice(practice=practice, actor=author, at=day - timedelta(days=20))
    practice.refresh_from_db()
    services.publish_practice(
        practice=practice,
        actor=_decider(practice),
        slug=text["slug"],
        evidence_level=text.get("evidence_level") or evidence_level_of(text["evidence"]),
        at=day,
    )
    if text["status"] == "retired":
        practice.refresh_from_db()
        services.retire_practice(
            practice=practice,
            actor=_decider(practice, "retire"),
            reason=RETIRED,
            at=day + timedelta(days=300),
        )


def evidence_level_of(evidence: list[dict[str, Any]]) -> str:
    """The level that the comparisons alone bear out, where the record names none.

    Never above "compared": an independent confirmation is for a reviewer to judge.
    """
    comparators = {each.get("comparator") for each in evidence}
    if comparators & {Comparator.GROUP.value, Comparator.RANDOM.value}:
        return EvidenceLevel.COMPARED
    return EvidenceLevel.OBSERVED if Comparator.BEFORE_AFTER.value in comparators else EvidenceLevel.REASONED


def _decider(practice: Practice, action: str = "decide") -> User:
    """A coordinator of the region without conflict; the secretariat where there is none."""
    current = CoordinatorAppointment.objects.current().filter(region=practice.region)
    people = [each.person for each in current.select_related("person")]
    people += [each.person for each in SecretariatAppointment.objects.current().select_related("person")]
    return next(person for person in people if authz.can(person, action, practice))
