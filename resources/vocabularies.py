"""Vocabularies from the lists shipped with the app. Terms that are there stay as they are."""

import csv
from collections.abc import Iterator
from pathlib import Path

from portal.vocabularies import add_missing

from .models import IscedField, IscedLevel, Licence, SdgTarget, TechLevel

DATA = Path(__file__).parent / "data"
NOT_FOR_OWN_WORK = {"PDM-1.0", "InC"}
FLAGS = ("allows_derivatives", "allows_commercial", "share_alike", "attribution", "is_oer")


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped CSV file, all values as text ("06" is not "6")."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load_tech_levels() -> int:
    """Hi, low and no technology."""
    return add_missing(
        TechLevel, (TechLevel(**row, position=n, bit=n) for n, row in enumerate(rows("tech_levels.csv")))
    )


def load_sdg_targets() -> int:
    """The ten targets of SDG 4, in the order 4.1 … 4.7, 4.a … 4.c."""
    return add_missing(SdgTarget, (_target(n, row) for n, row in enumerate(rows("sdg4_targets.csv"))))


def _target(number: int, row: dict[str, str]) -> SdgTarget:
    kind = row.pop("kind")
    return SdgTarget(**row, means=kind == "means", position=number, bit=number)


def load_isced_levels() -> int:
    """Levels 0 to 9 of ISCED 2011."""
    return add_missing(
        IscedLevel, (IscedLevel(**row, position=n) for n, row in enumerate(rows("isced_2011_levels.csv")))
    )


def load_isced_fields() -> int:
    """Broad, narrow and detailed fields of ISCED-F 2013, each below its broader one."""
    added = 0
    for level in ("broad", "narrow", "detailed"):
        parents = {field.code: field for field in IscedField.objects.all()}
        wanted = (row for row in rows("isced_f_2013.csv") if row["level"] == level)
        added += add_missing(
            IscedField,
            (
                IscedField(code=row["code"], label_en=row["label_en"], parent=parents.get(row["parent"]))
                for row in wanted
            ),
        )
    return added


def load_licences() -> int:
    """Creative Commons licences and marks, and "in copyright"."""
    return add_missing(Licence, (_licence(n, row) for n, row in enumerate(rows("licences.csv"))))


def _licence(number: int, row: dict[str, str]) -> Licence:
    return Licence(
        code=row["code"],
        label_en=row["label_en"],
        short_label=row["short_label"],
        uri=row["uri"],
        position=number,
        for_own_work=row["code"] not in NOT_FOR_OWN_WORK,
        **{flag: row[flag] == "1" for flag in FLAGS},
    )
