from .library import Facet, Question, countries_of, facets, library, terms_of_list
from .practices import (
    drafts,
    history,
    lead_choices,
    terms_in,
    terms_of,
    translations,
    working_copy,
)

__all__ = [
    "Facet",
    "Question",
    "countries_of",
    "drafts",
    "facets",
    "history",
    "lead_choices",
    "library",
    "terms_in",
    "terms_of",
    "terms_of_list",
    "translations",
    "working_copy",
]
