"""Removes bytes that no row speaks of: uploads of a transaction that failed, files of deleted rows."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from .models import FOLDER, StoredFile, private_storage

# Longer than any request or job between storing the bytes and committing the row.
GRACE = timedelta(hours=6)


def sweep() -> int:
    """Delete what is older than the grace and without a row; return how many. Safe to run twice at once."""
    storage, limit, removed = private_storage(), timezone.now() - GRACE, 0
    for folder in _folders():
        names = {name for name in _names(folder) if storage.get_modified_time(name) < limit}
        for name in sorted(names - _known(names)):
            storage.delete(name)
            removed += 1
    return removed


def _folders() -> Iterator[str]:
    storage = private_storage()
    if storage.exists(FOLDER):
        yield from (f"{FOLDER}/{name}" for name in sorted(storage.listdir(FOLDER)[0]))


def _names(folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in private_storage().listdir(folder)[1]]


def _known(names: set[str]) -> set[str]:
    known: set[str] = set()
    for model in _concrete(StoredFile):
        rows = model._default_manager.filter(storage_name__in=names)
        known.update(rows.values_list("storage_name", flat=True))
    return known


def _concrete(model: type[StoredFile]) -> Iterator[type[StoredFile]]:
    for child in model.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from _concrete(child)
