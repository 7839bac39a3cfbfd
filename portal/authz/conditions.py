"""The ways a right can come about. Each answers three times from one declaration:
for rows (``q``), for one object (``holds``) and for people (``people``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from .actors import Actor, people_of_fact
from .models import grant_model_for

NEVER = Q(pk__in=[])
ALWAYS = ~NEVER  # an empty ``Q()`` would vanish in a disjunction, and the right with it
When = Mapping[str, Any]
StrOrPromise = str | Promise


class Condition(Protocol):
    """One way to a right."""

    def q(self, actor: Actor) -> Q:
        """Rows on which the condition holds for the actor."""

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        """Whether it holds on one object, without asking for rows."""

    def people(self, obj: models.Model) -> Q:
        """People (rows of the user model) for whom it holds on the object."""


def column(path: str) -> str:
    """``""`` → ``pk``; ``group`` → ``group_id``; ``file__group`` → ``file__group_id``."""
    return f"{path}_id" if path and path != "pk" else "pk"


def value_at(obj: models.Model, path: str) -> Any:
    """Follow a double-underscore path of attributes from ``obj``; ``None`` where it breaks off."""
    value: Any = obj
    for name in path.split("__"):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def when_q(when: When) -> Q:
    """Field conditions as a filter; a tuple, list or set of values means any of them."""
    return Q(**{_lookup(name, value): value for name, value in when.items()}) if when else ALWAYS


def _lookup(name: str, value: Any) -> str:
    return f"{name}__in" if isinstance(value, tuple | list | set | frozenset) else name


def when_holds(when: When, obj: models.Model) -> bool:
    """The same conditions on one object."""
    return all(_matches(value_at(obj, name), value) for name, value in when.items())


def _matches(actual: Any, wanted: Any) -> bool:
    return actual in wanted if isinstance(wanted, tuple | list | set | frozenset) else actual == wanted


@dataclass(frozen=True)
class Anybody:
    """Everybody, signed in or not, while the field conditions hold."""

    when: When = field(default_factory=dict)

    def q(self, actor: Actor) -> Q:
        return when_q(self.when)

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return when_holds(self.when, obj)

    def people(self, obj: models.Model) -> Q:
        return NEVER  # what the public may see has no list of people


@dataclass(frozen=True)
class SignedIn:
    """Everybody with an account, while the field conditions hold."""

    when: When = field(default_factory=dict)

    def q(self, actor: Actor) -> Q:
        return when_q(self.when) if actor.pk else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return actor.pk is not None and when_holds(self.when, obj)

    def people(self, obj: models.Model) -> Q:
        return NEVER


@dataclass(frozen=True)
class Owner:
    """The person in the foreign key at ``path``."""

    path: str
    when: When = field(default_factory=dict)

    def q(self, actor: Actor) -> Q:
        return Q(**{column(self.path): actor.pk}) & when_q(self.when) if actor.pk else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        owner = value_at(obj, column(self.path))
        return actor.pk is not None and owner == actor.pk and when_holds(self.when, obj)

    def people(self, obj: models.Model) -> Q:
        return Q(pk=value_at(obj, column(self.path))) if when_holds(self.when, obj) else NEVER


@dataclass(frozen=True)
class OwnerHolding:
    """The owner, as long as they hold the grant as well."""

    owner: Owner
    granted: "Granted"

    def q(self, actor: Actor) -> Q:
        return self.owner.q(actor) & self.granted.q(actor)

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return self.owner.holds(actor, obj) and self.granted.holds(actor, obj)

    def people(self, obj: models.Model) -> Q:
        return self.owner.people(obj) & self.granted.people(obj)


@dataclass(frozen=True)
class Secretariat:
    """The secretariat, while the field conditions hold."""

    when: When = field(default_factory=dict)

    def q(self, actor: Actor) -> Q:
        return when_q(self.when) if actor.secretariat else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return actor.secretariat and when_holds(self.when, obj)

    def people(self, obj: models.Model) -> Q:
        from portal.models import SecretariatAppointment  # models know authz's tables, not the reverse

        if not when_holds(self.when, obj):
            return NEVER
        return Q(pk__in=SecretariatAppointment.objects.current().values("person_id")) | Q(is_superuser=True)


@dataclass(frozen=True)
class Granted:
    """The holders of a guardian grant on the object at ``path`` (the object itself if empty)."""

    permission: str
    path: str
    scope: type[models.Model]
    when: When = field(default_factory=dict)

    def q(self, actor: Actor) -> Q:
        ids = actor.ids(self.permission)
        return Q(**{f"{column(self.path)}__in": ids}) & when_q(self.when) if ids else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return value_at(obj, column(self.path)) in actor.ids(self.permission) and when_holds(self.when, obj)

    def people(self, obj: models.Model) -> Q:
        if not when_holds(self.when, obj):
            return NEVER
        grants = grant_model_for(self.scope).objects.current()
        codename = self.permission.partition(".")[2]
        held = grants.filter(content_object=value_at(obj, column(self.path)), permission__codename=codename)
        return Q(pk__in=held.values("user_id"))


@dataclass(frozen=True)
class Fact:
    """A registered fact about the person that holds on the object at ``path``; for ``unless``."""

    name: str
    path: str
    message: StrOrPromise = ""

    def q(self, actor: Actor) -> Q:
        ids = actor.ids(self.name)
        return Q(**{f"{column(self.path)}__in": ids}) if ids else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return value_at(obj, column(self.path)) in actor.ids(self.name)

    def people(self, obj: models.Model) -> Q:
        return people_of_fact(self.name, value_at(obj, column(self.path)))


@dataclass(frozen=True)
class Own:
    """The object's own person (its author, its proposer); for ``unless``."""

    path: str
    message: StrOrPromise = ""

    def q(self, actor: Actor) -> Q:
        return Q(**{column(self.path): actor.pk}) if actor.pk else NEVER

    def holds(self, actor: Actor, obj: models.Model) -> bool:
        return actor.pk is not None and value_at(obj, column(self.path)) == actor.pk

    def people(self, obj: models.Model) -> Q:
        return Q(pk=value_at(obj, column(self.path)))


def fact(name: str, path: str, message: StrOrPromise = "") -> Fact:
    """The registered fact ``name`` on the object at ``path``; ``message`` tells the person why not."""
    return Fact(name, path, message)
