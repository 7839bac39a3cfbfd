"""What is derived when a version is published: address, number, masks, search vector."""

from django.utils.text import slugify

from portal.models.terms import LABEL_FIELDS
from portal.search.folding import fold
from portal.search.vectors import vector

from ..models import NumberSeries, Practice

STORY = (
    "context", "objectives", "steps", "resources_cost", "inclusion", "results", "challenges", "success_factors",
    "lessons", "sustainability", "adaptation",
)  # fmt: skip
RESERVED = {"submit", "drafts", "collections"}
TERMS = ("sdg_targets", "isced_levels", "isced_fields", "tech_levels")


def next_number(year: int) -> str:
    """Draw the next number of ``year`` (``GP-2026-0012``); holds the series until the commit."""
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"GP-{year}-{series.last:04d}"


def free_slug(practice: Practice) -> str:
    """An address from the title, or from the number where the title has no Latin letters."""
    plain = slugify(fold(practice.title))[:100].strip("-")
    stem = plain if len(plain) >= 3 and not plain.isdigit() else str(practice.number).lower()
    taken = set(Practice.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | RESERVED
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)


def index(practice: Practice) -> None:
    """Write the masks, the sort key and the search vector of ``practice`` from its text; does not save."""
    practice.tech_mask = _mask(practice.tech_levels.all())
    practice.sdg_mask = _mask(practice.sdg_targets.all())
    practice.sort_key = fold(practice.title)[:255]
    practice.search = vector(_weighted(practice))


def _mask(terms) -> int:
    mask = 0
    for term in terms:
        mask |= term.mask
    return mask


def _weighted(practice: Practice) -> list[tuple[str, str]]:
    """Texts with weights; terms in all six languages, so that an English theme finds an Arabic practice."""
    institutions = [str(practice.lead_institution), *(partner.name for partner in practice.partners.all())]
    terms = [_labels(term) for name in TERMS for term in getattr(practice, name).all()]
    return [
        (practice.title, "A"),
        (" ".join([practice.summary, *practice.keywords, *institutions, practice.number or ""]), "B"),
        (" ".join(_labels(country) for country in practice.countries.all()), "C"),
        (" ".join([*terms, *(author.name for author in practice.authors.all())]), "C"),
        (" ".join(getattr(practice, name) for name in STORY), "D"),
    ]


def _labels(term) -> str:
    return " ".join(filter(None, (getattr(term, field) for field in LABEL_FIELDS.values())))
