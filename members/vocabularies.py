"""Regions and countries from the lists shipped with the app. Labels that are there stay as they are."""

import csv
from collections.abc import Iterator
from pathlib import Path

from portal.vocabularies import add_missing

from .models import Country, Region

DATA = Path(__file__).parent / "data"
LABELS = {"en": "en", "ar": "ar", "zh_hans": "zh", "fr": "fr", "ru": "ru", "es": "es"}
PLAIN = ("iso3", "m49", "m49_region", "m49_subregion", "m49_intermediate", "wikidata")
FLAGS = ("ldc", "lldc", "sids")


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped CSV file, all values as text (``NA`` is Namibia, ``004`` keeps its zeros)."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _labels(row: dict[str, str]) -> dict[str, str]:
    return {f"label_{field}": row[f"name_{column}"] for field, column in LABELS.items()}


def load_regions() -> int:
    """The five regions of UNESCO."""
    terms = (
        Region(code=row["slug"], position=number, **_labels(row))
        for number, row in enumerate(rows("unesco_regions.csv"))
    )
    return add_missing(Region, terms)


def load_countries() -> int:
    """The 249 countries and territories of ISO 3166; two have no region on purpose."""
    regions = {region.code: region for region in Region.objects.all()}
    return add_missing(Country, (_country(row, regions) for row in rows("countries_regions.csv")))


def _country(row: dict[str, str], regions: dict[str, Region]) -> Country:
    return Country(
        code=row["iso2"],
        region=regions.get(row["unesco_region"]),
        **_labels(row),
        **{name: row[name] for name in PLAIN},
        **{name: row[name] == "1" for name in FLAGS},
    )
