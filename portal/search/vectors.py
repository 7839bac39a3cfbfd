"""PostgreSQL full text over folded tokens.

Vectors and queries are written as literals of their types, so that no server-side parser, locale
or dictionary decides what a word is: the same tokens are found on every PostgreSQL.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, F, FloatField, Func, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from .folding import query_tokens, tokens

M = TypeVar("M", bound=Model)
MAX_POSITION = 16_383  # of a tsvector
MAX_TOKENS = 20_000
MAX_QUERY = 200
MAX_QUERY_TOKENS = 12


def literal(weighted: Iterable[tuple[str, str]]) -> str:
    """The text form of a tsvector, for ``COPY``; see ``vector``."""
    positions: dict[str, list[str]] = {}
    number = 0
    for text, weight in weighted:
        for token in tokens(text or "")[: MAX_TOKENS - number]:
            number += 1
            at = positions.setdefault(token, [])
            if len(at) < 200:  # a tsvector keeps 256 positions of a word
                at.append(f"{min(number, MAX_POSITION)}{weight}")
    return " ".join(f"'{token}':{','.join(at)}" for token, at in positions.items())


def vector(weighted: Iterable[tuple[str, str]]) -> Cast:
    """Return a value for a ``SearchVectorField`` from pairs of text and weight ("A" to "D")."""
    return Cast(Value(literal(weighted), output_field=TextField()), SearchVectorField())


class _Matches(Func):
    """``vector @@ query``."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


class _Rank(Func):
    function = "ts_rank"
    output_field = FloatField()


def match(queryset: QuerySet[M], q: str, *, field: str = "search", ranked: bool = True) -> QuerySet[M]:
    """Rows that contain all words of ``q``, the last one as the beginning of a word.

    ``q`` is text, never syntax; beyond its bounds it is cut. Words without a letter or digit find
    nothing. With ``ranked`` the best match comes first.
    """
    words = query_tokens(q[:MAX_QUERY])[:MAX_QUERY_TOKENS]
    if not words:
        return queryset.none()
    wanted = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    query = Cast(Value(wanted, output_field=TextField()), SearchQueryField())
    found = queryset.filter(_Matches(F(field), query))
    return found.order_by(_Rank(F(field), query).desc(), "pk") if ranked else found
