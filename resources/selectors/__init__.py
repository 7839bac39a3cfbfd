from .library import FACETS, Facet, Question, countries_of, facets, library, terms_of_list
from .practices import (
    WHOLE,
    drafts,
    history,
    lead_choices,
    terms_in,
    terms_of,
    translations,
    working_copy,
)
from .reading import Card, cards, citation, page_url, reading

__all__ = [
    "FACETS",
    "WHOLE",
    "Card",
    "Facet",
    "Question",
    "cards",
    "citation",
    "countries_of",
    "drafts",
    "facets",
    "history",
    "lead_choices",
    "library",
    "page_url",
    "reading",
    "terms_in",
    "terms_of",
    "terms_of_list",
    "translations",
    "working_copy",
]
