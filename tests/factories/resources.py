"""Valid practices in each state of their life, and the terms they need."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from resources import services
from resources.models import Author, Evidence, IscedLevel, Licence, Practice, SdgTarget, TechLevel

from .members import InstitutionFactory, RepresentativeFactory
from .portal import LanguageFactory, SecretariatFactory

TEXTS = {
    "context": "The village had no electricity and no library. " * 6,
    "objectives": "That half of those who start also finish.",
    "steps": "1. We recorded talks on two phones. " * 20,
    "resources_cost": "One tutor for forty learners.",
    "inclusion": "Lessons were repeated in the evening.",
    "results": "Of 412 who started 239 finished.",
    "challenges": "The index was useless without page numbers.",
    "lessons": "Test one unit before you print.",
    "adaptation": "SMS instead of voice works.",
}
VALUES = {
    "started": date(2024, 1, 1), "aim": "hi-low-no-tech", "learners": "100-999", "connectivity": "none",
    "power": "none", "device": "none", "audience": ["teacher"], "delivery": ["print"],
    "contact_name": "Office", "contact_email": "office@example.org", "summary": "Two phones and a tutor.",
}  # fmt: skip


class TechLevelFactory(DjangoModelFactory):
    class Meta:
        model = TechLevel
        django_get_or_create = ["code"]

    code = "no-tech"
    label_en = factory.LazyAttribute(lambda term: f"Level {term.code}")


class SdgTargetFactory(DjangoModelFactory):
    class Meta:
        model = SdgTarget
        django_get_or_create = ["code"]

    code = "4.3"
    label_en = factory.LazyAttribute(lambda term: f"Target {term.code}")


class IscedLevelFactory(DjangoModelFactory):
    class Meta:
        model = IscedLevel
        django_get_or_create = ["code"]

    code = "6"
    label_en = factory.LazyAttribute(lambda term: f"Education {term.code}")


class LicenceFactory(DjangoModelFactory):
    class Meta:
        model = Licence
        django_get_or_create = ["code"]

    code = "CC-BY-4.0"
    label_en = "Creative Commons Attribution 4.0"
    short_label = "CC BY 4.0"
    uri = "https://creativecommons.org/licenses/by/4.0/"


class PracticeFactory(DjangoModelFactory):
    """A draft with nothing in it but a title. Its author represents the lead institution."""

    class Meta:
        model = Practice

    title = factory.Sequence(lambda number: f"Radio lessons {number}")
    lead_institution = factory.SubFactory(InstitutionFactory)
    region = factory.SelfAttribute("lead_institution.region")
    language = factory.SubFactory(LanguageFactory)
    submitted_by = factory.LazyAttribute(
        lambda practice: RepresentativeFactory(institution=practice.lead_institution).person
    )


def fill(practice: Practice, *, tech=("no-tech",), sdg=("4.3",)) -> Practice:
    """Give ``practice`` all that is required, on the object only."""
    for name, value in (VALUES | TEXTS).items():
        setattr(practice, name, value)
    practice.countries = [practice.lead_institution.country]
    practice.tech_levels = [TechLevelFactory(code=code) for code in tech]
    practice.sdg_targets = [SdgTargetFactory(code=code) for code in sdg]
    practice.isced_levels = [IscedLevelFactory()]
    practice.licence = LicenceFactory()
    practice.authors = [Author(name="Amina Odhiambo", consents=True)]
    practice.evidence = [Evidence(kind="data", statement="239 of 412 finished.")]
    return practice


def whole(*, tech=("no-tech",), sdg=("4.3",), **fields) -> Practice:
    """A draft that lacks nothing."""
    practice = fill(PracticeFactory(**fields), tech=tech, sdg=sdg)
    practice.save()
    return practice


def submitted(**fields) -> Practice:
    """A whole text that waits for the coordinator, without a mail."""
    practice = whole(**fields)
    return services.submit_practice(practice=practice, actor=practice.submitted_by, at=timezone.now())


def published(**fields) -> Practice:
    """A practice in the library, approved by the secretariat, without a mail."""
    waiting = submitted(**fields)
    return services.publish_practice(practice=waiting, actor=SecretariatFactory(), at=timezone.now())
