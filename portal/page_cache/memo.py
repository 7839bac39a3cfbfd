"""Small things that many pages need, kept in the process until the next purge: menus, labels, counts."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.conf import settings

from . import generation

T = TypeVar("T")
MAX_ENTRIES = 500
_kept: dict[Hashable, tuple[generation.Generation, Any]] = {}


def memo(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make()`` returned since the last purge, or what it returns now.

    Only for what every visitor may see and what a purge follows (see ``watch``): ``key`` names it
    together with everything it depends on, the language for one. The value must not be changed.
    """
    now = generation.current() if settings.PAGE_CACHE_ENABLED and not settings.DEBUG else None
    if now is None:
        return make()
    found = _kept.get(key)
    if found is not None and found[0] == now:
        return cast(T, found[1])
    value = make()
    if len(_kept) >= MAX_ENTRIES:
        _kept.clear()
    _kept[key] = (now, value)
    return value
