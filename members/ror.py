"""The local look-up table of ROR: loading and asking. Nothing is looked up on the network."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from portal.search.folding import fold
from portal.search.vectors import literal, match

from .models import RorName, RorRecord
from .validators import canonical_ror

FILE = Path(__file__).parent / "data" / "ror_education.jsonl.gz"
RECORD_COLUMNS = (
    "ror", "status", "name", "country_code", "city", "latitude", "longitude", "website", "wikidata",
    "established", "successor", "search",
)  # fmt: skip
NAME_COLUMNS = ("record_id", "value", "language", "kind")
NULL = r"\N"
CANDIDATES = 60


@transaction.atomic
def load_ror(path: Path = FILE) -> int:
    """Replace the table by the content of ``path`` and return the number of records.

    Readers see the old table until the commit.
    """
    RorName.objects.all().delete()
    RorRecord.objects.all().delete()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    _copy(RorRecord, RECORD_COLUMNS, (_record_row(record) for record in records))
    _copy(RorName, NAME_COLUMNS, (row for record in records for row in _name_rows(record)))
    return len(records)


def _record_row(record: dict[str, Any]) -> tuple:
    return (
        record["id"],
        record["status"],
        display_name(record)[:255],
        record["country"] or "",
        record["city"] or "",
        _number(record["lat"]),
        _number(record["lng"]),
        (record["website"] or "")[:500],
        record["wikidata"] or "",
        _number(record["established"]),
        (record["successor"] or [""])[0],
        literal([*((name, "A") for name, _language, _kind in record["names"]), (record["city"] or "", "C")]),
    )


def display_name(record: dict[str, Any]) -> str:
    """The name by which ROR shows the record."""
    names = record["names"]
    return next((name for name, _language, kinds in names if "ror_display" in kinds), names[0][0])


def _number(value: float | None) -> float | str:
    return NULL if value is None else value


def _name_rows(record: dict[str, Any]) -> Iterator[tuple]:
    for name, language, kinds in record["names"]:
        kind = next((kind for kind in ("label", "acronym", "alias") if kind in kinds), "alias")
        yield record["id"], name[:255], language or "", kind


def _copy(model: Any, columns: tuple[str, ...], rows: Iterator[tuple]) -> None:
    """COPY is several times as fast as INSERT, which counts at every first start."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN (FORMAT csv, NULL '{NULL}')", buffer)


def look_up(query: str, *, limit: int = 10) -> list[RorRecord]:
    """Records for what a person types: a name in any script, an acronym, an id or an address of ROR.

    Active records come before others; each has ``names`` fetched. Withdrawn ones have
    ``successor_record`` set where the table holds it.
    """
    rows = sorted(_matching(query)[:CANDIDATES], key=_closeness(query))[:limit]
    successors = RorRecord.objects.in_bulk([row.successor for row in rows if row.successor])
    for row in rows:
        row.successor_record = successors.get(row.successor)
    return rows


def _closeness(query: str) -> Callable[[RorRecord], tuple[bool, int]]:
    """Sorting key: active first; in them exact names and acronyms, then beginnings, then the rest as ranked."""
    wanted = fold(query)

    def key(record: RorRecord) -> tuple[bool, int]:
        names = [fold(name.value) for name in record.names.all()]
        nearness = 0 if wanted in names else 1 if any(name.startswith(wanted) for name in names) else 2
        return record.status != "active", nearness

    return key


def _matching(query: str) -> QuerySet[RorRecord]:
    records = RorRecord.objects.defer("search").prefetch_related("names")
    try:
        ror = canonical_ror(query)
    except ValidationError:
        ror = ""
    if ror:
        return records.filter(pk=ror)
    found = match(records, query)
    return found.order_by("status", *found.query.order_by)  # "active" sorts first
