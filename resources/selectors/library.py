"""The library's list: one question, its rows, and the counts of all facets from one scan."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.models import Region
from portal import authz
from portal.models import Language
from portal.models.terms import LABEL_FIELDS
from portal.page_cache import memo
from portal.search.vectors import match

from ..models import Practice, SdgTarget, TechLevel

FACETS = {"tech": TechLevel, "region": Region, "sdg": SdgTarget, "lang": Language}
LABELS = {
    "tech": _("Technology level"),
    "region": _("Region"),
    "sdg": _("SDG 4 target"),
    "lang": _("Language"),
}
COLUMNS = {"tech": "tech_mask", "region": "region_id", "sdg": "sdg_mask", "lang": "language_id"}
MASKS = {"tech", "sdg"}
SORTS = ("newest", "title", "relevance")
MAX_CHOICES = 20
CARD = (
    "slug", "number", "title", "summary", "published_at", "tech_mask", "sort_key", "live", "status",
    "lead_institution__name", "lead_institution__slug", "lead_institution__live", "language__code",
    *(f"language__{field}" for field in LABEL_FIELDS.values()),
)  # fmt: skip


class Term(NamedTuple):
    """A term a facet offers; ``key`` is its bit's value in masks, or its id."""

    key: int
    code: str
    label: str


class Facet(NamedTuple):
    """A facet with its terms that would find something, and how many."""

    name: str
    label: Any
    choices: list[tuple[Term, int, bool]]


class Question(NamedTuple):
    """What a reader asks of the list: words, chosen codes by facet, order."""

    q: str
    chosen: dict[str, list[str]]
    sort: str

    @classmethod
    def of(cls, query: QueryDict) -> "Question":
        """Read a query string; what makes no sense in it is left out."""
        q = query.get("q", "").strip()[:200]
        chosen = {name: sorted({code[:64] for code in query.getlist(name)[:MAX_CHOICES]}) for name in FACETS}
        wanted = query.get("sort", "")
        default = "relevance" if q else "newest"
        valid = wanted in SORTS and (q or wanted != "relevance")
        return cls(q, chosen, wanted if valid else default)


def terms_of_list() -> dict[str, dict[str, Term]]:
    """The terms of all facets by name and code, in the order of the vocabulary; one query at most."""
    return memo(("library terms", get_language()), _terms_of_list)


def _terms_of_list() -> dict[str, dict[str, Term]]:
    parts = [_terms(name, model) for name, model in FACETS.items()]
    found: dict[str, dict[str, Term]] = defaultdict(dict)
    rows = parts[0].union(*parts[1:], all=True)
    for name, key, code, label, label_en, _position in sorted(rows, key=lambda row: (row[0], row[5], row[2])):
        found[name][code] = Term(key, code, label or label_en)
    return found


def _terms(name: str, model: type[models.Model]) -> QuerySet:
    label = LABEL_FIELDS.get(get_language() or "en", "label_en")
    key = F("bit") if name in MASKS else F("id")
    return model._default_manager.order_by().values_list(
        Value(name, CharField()), Cast(key, BigIntegerField()), "code", F(label), F("label_en"), "position"
    )


def visible(q: str, *, ranked: bool) -> QuerySet[Practice]:
    """Published practices that contain the words."""
    rows = authz.scope(None, "list", Practice)
    return match(rows, q, ranked=ranked) if q else rows


def library(question: Question, terms: dict[str, dict[str, Term]]) -> QuerySet[Practice]:
    """The rows of the list, with what its cards show."""
    rows = visible(question.q, ranked=question.sort == "relevance")
    for name, codes in question.chosen.items():
        rows = _narrowed(rows, name, codes, terms[name]) if codes else rows
    if question.sort == "title":
        rows = rows.order_by("sort_key", "pk")
    elif question.sort == "newest":
        rows = rows.order_by("-published_at", "-pk")
    return rows.select_related("lead_institution", "language").only(*CARD)


def _narrowed(rows: QuerySet, name: str, codes: list[str], terms: dict[str, Term]) -> QuerySet:
    """Rows with any of the chosen terms; unknown codes find nothing."""
    if name in MASKS:
        return rows.any_bit(COLUMNS[name], _mask(codes, terms))  # type: ignore[attr-defined]
    return rows.filter(**{f"{COLUMNS[name]}__in": _keys(codes, terms)})


def _keys(codes: list[str], terms: dict[str, Term]) -> list[int]:
    return [terms[code].key for code in codes if code in terms]


def _mask(codes: list[str], terms: dict[str, Term]) -> int:
    return sum(1 << key for key in _keys(codes, terms))


def facets(question: Question, terms: dict[str, dict[str, Term]]) -> list[Facet]:
    """All facets with counts from one scan. Each counts as if nothing were chosen in itself; terms that
    would find nothing are left out unless they are chosen."""
    browsing = not question.q and not any(question.chosen.values())
    counts = (
        memo("library counts", lambda: _counts(question, terms)) if browsing else _counts(question, terms)
    )
    return [_facet(name, terms[name], counts[name], question.chosen[name]) for name in FACETS]


def _facet(name: str, terms: dict[str, Term], counts: Counter, chosen: list[str]) -> Facet:
    choices = [
        (term, counts[term.key], term.code in chosen)
        for term in terms.values()
        if counts[term.key] or term.code in chosen
    ]
    return Facet(name, LABELS[name], choices)


def _counts(question: Question, terms: dict[str, dict[str, Term]]) -> dict[str, Counter]:
    """Rows by facet and term. Groups by each column (GROUPING SETS, which the ORM cannot say) over one
    scan of the matching rows; a mask's groups are then shared out to its bits."""
    found: dict[str, Counter] = {name: Counter() for name in FACETS}
    for values, number in _groups(question, terms):
        for name, value in zip(FACETS, values, strict=True):
            if value is not None:  # all are empty in the group of practices without a region
                for key in _bits(value) if name in MASKS else [value]:
                    found[name][key] += number
    return found


def _groups(question: Question, terms: dict[str, dict[str, Term]]) -> list[tuple[list, int]]:
    """Rows of a value for one column, ``None`` for the others, and how many practices have it."""
    matching = visible(question.q, ranked=False).order_by().values(*COLUMNS.values())
    try:
        inner, params = matching.query.sql_with_params()
    except EmptyResultSet:  # words without a letter or digit
        return []
    sql, more = _grouping_sql(question, terms)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(inner=inner), [*more, *params])
        return [(values, number) for *values, number in cursor.fetchall()]


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _grouping_sql(question: Question, terms: dict[str, dict[str, Term]]) -> tuple[str, list]:
    """Names of columns are ours, every value is a parameter."""
    tests: dict[str, tuple[str, Any]] = {}
    params: list[Any] = []
    for name, codes in question.chosen.items():
        if codes and name in MASKS:
            tests[name] = (f"({COLUMNS[name]} & %s) <> 0", _mask(codes, terms[name]))
        elif codes:
            tests[name] = (f"{COLUMNS[name]} = ANY(%s)", _keys(codes, terms[name]))
    cases = []
    for name, column in COLUMNS.items():
        others = [test for other, test in tests.items() if other != name]
        condition = " AND ".join(sql for sql, _value in others) or "TRUE"
        cases.append(f"WHEN GROUPING({column}) = 0 THEN COUNT(*) FILTER (WHERE {condition})")
        params += [value for _sql, value in others]
    sets = ", ".join(f"({column})" for column in COLUMNS.values())
    columns = ", ".join(COLUMNS.values())
    sql = (
        f"SELECT {columns}, CASE {' '.join(cases)} END FROM ({{inner}}) base GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    )
    return sql, params


def countries_of(practices: Iterable[Practice]) -> dict[int, list[str]]:
    """Names of countries by practice, with one query for the whole page of a list."""
    through = Practice.countries.through  # type: ignore[attr-defined]
    ids = [practice.pk for practice in practices]
    label = LABEL_FIELDS.get(get_language() or "en", "label_en")
    rows = through.objects.filter(practice_id__in=ids).values_list(
        "practice_id", f"country__{label}", "country__label_en"
    )
    names = defaultdict(list)
    for practice_id, name, english in rows:
        names[practice_id].append(name or english)
    return {practice_id: sorted(each) for practice_id, each in names.items()}
