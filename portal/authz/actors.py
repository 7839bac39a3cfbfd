"""What a person holds right now, loaded by one query and kept for one request at most."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from .models import grant_models

SECRETARIAT = "portal.secretariat"

# A fact is a named set of object ids that hold for a person ("the institutions they belong to").
_facts: dict[str, tuple[Sequence[Callable[[int], QuerySet]], Callable[[int], Q]]] = {}
_request: ContextVar[dict[int, "Actor"] | None] = ContextVar("authz_actors", default=None)


@dataclass(frozen=True)
class Actor:
    """A person with what they hold: ids by permission or fact name. ``pk=None`` is a visitor."""

    pk: int | None = None
    allowed: bool = True
    secretariat: bool = False
    held: dict[str, frozenset[int]] = field(default_factory=dict)

    def ids(self, name: str) -> frozenset[int]:
        """Ids of the objects on which the permission or fact ``name`` holds; empty if none."""
        return self.held.get(name, frozenset())


VISITOR = Actor()
NOBODY = Actor(allowed=False)


def register_fact(
    name: str, sources: Sequence[Callable[[int], QuerySet]], people: Callable[[int], Q]
) -> None:
    """Make a fact known.

    Each of ``sources`` takes a person's id and returns rows with a column ``object_id``;
    ``people`` takes an object's id and returns a condition on the user model, its inverse.
    """
    _facts[name] = (sources, people)


def people_of_fact(name: str, object_id: int) -> Q:
    """The people for whom the fact holds on the object, as a condition on the user model."""
    return _facts[name][1](object_id)


def actor_of(user: Any) -> Actor:
    """Return what ``user`` (a User, an AnonymousUser or None) holds at this moment."""
    if user is None or not getattr(user, "is_authenticated", False):
        return VISITOR
    if not user.is_active:
        return NOBODY
    cache = _request.get()
    if cache is None:
        return _load(user)
    if user.pk not in cache:
        cache[user.pk] = _load(user)
    return cache[user.pk]


@contextmanager
def request_cache() -> Iterator[None]:
    """Within it, a person's grants are loaded once. Wraps one request; never a worker's life."""
    token = _request.set({})
    try:
        yield
    finally:
        _request.reset(token)


def forget() -> None:
    """Drop what was loaded in this request: grants have changed."""
    cache = _request.get()
    if cache is not None:
        cache.clear()


def _load(user: Any) -> Actor:
    held: dict[str, set[int]] = defaultdict(set)
    parts = [*_grant_rows(user.pk), *_fact_rows(user.pk), _secretariat_rows(user.pk)]
    for name, object_id in parts[0].union(*parts[1:], all=True):
        held[name].add(object_id)
    secretariat = user.is_superuser or bool(held.pop(SECRETARIAT, None))
    return Actor(user.pk, True, secretariat, {name: frozenset(ids) for name, ids in held.items()})


def _grant_rows(user_id: int) -> list[QuerySet]:
    name = Concat(
        F("permission__content_type__app_label"),
        Value("."),
        F("permission__codename"),
        output_field=CharField(),
    )
    return [
        model.objects.current().filter(user_id=user_id).values_list(name, "content_object_id").order_by()
        for model in grant_models()
    ]


def _fact_rows(user_id: int) -> list[QuerySet]:
    return [
        source(user_id).order_by().values_list(Cast(Value(name), CharField()), "object_id")
        for name, (sources, _people) in _facts.items()
        for source in sources
    ]


def _secretariat_rows(user_id: int) -> QuerySet:
    from portal.models import SecretariatAppointment  # the roles know authz's tables, not the reverse

    rows = SecretariatAppointment.objects.current().filter(person_id=user_id)
    return rows.values_list(Cast(Value(SECRETARIAT), CharField()), "person_id").order_by()
