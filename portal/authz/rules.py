"""Declarations: one rule for each pair of model and action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db import models
from django.db.models import Q

from .actors import Actor
from .conditions import (
    Anybody,
    Condition,
    Fact,
    Granted,
    Own,
    Owner,
    OwnerHolding,
    Secretariat,
    SignedIn,
    When,
    when_holds,
    when_q,
)

Whens = When | Sequence[When] | bool | None


class UnknownRule(LookupError):
    """Nobody declared this action for this model."""


@dataclass(frozen=True)
class Rule:
    """All ways to one right, what takes them away again, and the state the object must be in.

    ``unless`` bars the personal ways (grants, owners), not the public nor the secretariat.
    """

    open_ways: tuple[Condition, ...]
    personal_ways: tuple[Condition, ...]
    unless: tuple[Fact | Own, ...]
    when: When

    def q(self, actor: Actor) -> Q:
        """Rows the actor has the right on."""
        personal = _any_of(way.q(actor) for way in self.personal_ways)
        for bar in self.unless:
            personal &= ~bar.q(actor)
        return (_any_of(way.q(actor) for way in self.open_ways) | personal) & when_q(self.when)

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        """Whether the actor has the right on the object."""
        if not when_holds(self.when, obj):
            return False
        if any(way.holds(actor, obj) for way in self.open_ways):
            return True
        return self.entitled(actor, obj) and self.bar(actor, obj) is None

    def entitled(self, actor: Actor, obj: models.Model) -> bool:
        """Whether a personal way leads there, bars aside."""
        return any(way.holds(actor, obj) for way in self.personal_ways)

    def bar(self, actor: Actor, obj: models.Model) -> Fact | Own | None:
        """The first bar that stands in the actor's way."""
        return next((bar for bar in self.unless if bar.holds(actor, obj)), None)

    def people(self, obj: models.Model) -> Q:
        """The people who have the right personally or as secretariat."""
        if not when_holds(self.when, obj):
            return Q(pk__in=[])
        personal = _any_of(way.people(obj) for way in self.personal_ways)
        for bar in self.unless:
            personal &= ~bar.people(obj)
        return _any_of(way.people(obj) for way in self.open_ways) | personal


def _any_of(conditions: Iterable[Q]) -> Q:
    result = Q(pk__in=[])
    for condition in conditions:
        result |= condition
    return result


_rules: dict[tuple[type[models.Model], str], Rule] = {}


def rule(
    model: type[models.Model],
    action: str,
    *,
    grants: Sequence[str] = (),
    via: Mapping[str, Sequence[str]] | None = None,
    owners: Sequence[str] = (),
    owners_holding: Mapping[str, tuple[str, str]] | None = None,
    public: Whens = None,
    signed_in: Whens = None,
    secretariat: Whens = True,
    when: When | None = None,
    personal_when: When | None = None,
    unless: Fact | Own | Sequence[Fact | Own] = (),
) -> None:
    """Declare who may do ``action`` to objects of ``model``.

    - ``grants``: permissions granted on the object itself; ``via``: path of a foreign key → permissions
      granted on the object there; ``owners``: paths to a person; ``owners_holding``: path to a person →
      path of a foreign key and the permission that this person must still hold there.
    - ``public``, ``signed_in``, ``secretariat``: ``True``, or field conditions, or a list of such.
    - ``when``: field conditions for everyone; ``personal_when``: for grants and owners only.
    - ``unless``: facts that bar a grant holder or owner (conflicts of interest).

    A field condition maps a double-underscore path to a value, or to a collection of values.
    ``ValueError`` if the pair is declared twice.
    """
    if (model, action) in _rules:
        raise ValueError(f"{model._meta.label} has a rule for {action!r} already.")
    state = personal_when or {}
    personal: list[Condition] = [Granted(name, "", model, state) for name in grants]
    for path, names in (via or {}).items():
        personal += [Granted(name, path, _model_at(model, path), state) for name in names]
    personal += [Owner(path, state) for path in owners]
    for owner, (path, name) in (owners_holding or {}).items():
        personal.append(OwnerHolding(Owner(owner, state), Granted(name, path, _model_at(model, path))))
    open_ways: list[Condition] = [
        *(Anybody(each) for each in _alternatives(public)),
        *(SignedIn(each) for each in _alternatives(signed_in)),
        *(Secretariat(each) for each in _alternatives(secretariat)),
    ]
    bars = (unless,) if isinstance(unless, Fact | Own) else tuple(unless)
    _rules[model, action] = Rule(tuple(open_ways), tuple(personal), bars, when or {})


def find(model: type[models.Model], action: str) -> Rule:
    """Return the rule of the pair; ``UnknownRule`` if nobody declared it."""
    try:
        return _rules[model._meta.concrete_model or model, action]
    except KeyError:
        raise UnknownRule(f"No rule for {action!r} on {model._meta.label}.") from None


def declared() -> list[tuple[type[models.Model], str]]:
    """All declared pairs, sorted by model and action."""
    return sorted(_rules, key=lambda pair: (pair[0]._meta.label, pair[1]))


def _alternatives(value: Whens) -> Sequence[When]:
    if value is None or value is False:
        return []
    if value is True:
        return [{}]
    return [value] if isinstance(value, Mapping) else value


def _model_at(model: type[models.Model], path: str) -> type[models.Model]:
    for name in path.split("__"):
        model = cast(type[models.Model], model._meta.get_field(name).related_model)
    return model
