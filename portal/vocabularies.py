"""Loading of vocabularies from the lists shipped with the portal, as often as one likes.

A loader adds what is missing. It never touches a row that is there: labels, order and the choice of
what is offered in forms belong to the secretariat from then on.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from . import registries
from .languages import name_in
from .models import Language, Term
from .models.terms import LABEL_FIELDS

DATA = Path(__file__).parent / "data"
T = TypeVar("T", bound=Term)


def add_missing(model: type[T], terms: Iterable[T]) -> int:
    """Insert the terms whose code is not there yet; return how many."""
    present = set(model._default_manager.values_list("code", flat=True))
    missing = [term for term in terms if term.code not in present]
    model._default_manager.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def load_languages() -> int:
    """Languages of content, named by CLDR in the six languages of the portal."""
    lines = (DATA / "languages.txt").read_text("utf-8").splitlines()
    tags = [line for line in lines if line and not line.startswith("#")]
    return add_missing(Language, (_language(tag, number) for number, tag in enumerate(tags)))


def _language(tag: str, position: int) -> Language:
    labels = {field: name_in(tag, code) for code, field in LABEL_FIELDS.items()}
    return Language(code=tag, position=position, **(labels | {"label_en": labels["label_en"] or tag}))


def load_all(report: Callable[[str], None] = lambda text: None) -> int:
    """Run every registered loader, each in a transaction of its own; return how many rows they wrote."""
    total = 0
    for name in registries.vocabularies.names():
        loader = registries.vocabularies.get(name)
        assert loader is not None
        with transaction.atomic():
            written = loader()
        report(f"{name}: {written}")
        total += written
    return total
