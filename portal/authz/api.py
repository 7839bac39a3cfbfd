"""The questions. See the package's docstring."""

import logging
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from .actors import actor_of
from .rules import Rule, UnknownRule, find

logger = logging.getLogger("portal.authz")
M = TypeVar("M", bound=models.Model)


def _rule(model: type[models.Model], action: str) -> Rule | None:
    """The rule of the pair; an unknown action is a mistake in the code, logged, and a no for everybody."""
    try:
        return find(model, action)
    except UnknownRule:
        logger.error("authz: unknown action %r on %s", action, model._meta.label)
        return None


def can(user: Any, action: str, obj: models.Model | None) -> bool:
    """Whether ``user`` may do ``action`` to ``obj``. Unknown action, no object, inactive person: no."""
    if obj is None or (rule := _rule(type(obj), action)) is None:
        return False
    actor = actor_of(user)
    return actor.allowed and rule.holds(actor, obj)


def where(user: Any, action: str, model: type[models.Model]) -> Q:
    """The rows of ``model`` on which ``user`` may do ``action``, as a filter condition."""
    actor, rule = actor_of(user), _rule(model, action)
    return rule.q(actor) if rule and actor.allowed else Q(pk__in=[])


def scope(user: Any, action: str, model: type[M]) -> QuerySet[M]:
    """The rows of ``model`` on which ``user`` may do ``action``."""
    return model._default_manager.filter(where(user, action, model))


def audience(action: str, obj: models.Model) -> QuerySet:
    """Active people who may do ``action`` to ``obj`` by a role, by ownership or as secretariat.

    What is open to the public or to every account has no audience beyond these. Unknown action: nobody.
    """
    from django.contrib.auth import get_user_model

    people, rule = get_user_model()._default_manager, _rule(type(obj), action)
    return people.filter(rule.people(obj), is_active=True) if rule else people.none()


def blocked_by(user: Any, action: str, obj: models.Model) -> str | None:
    """The reason why somebody who holds the right may not use it on ``obj``; ``None`` if not barred."""
    actor, rule = actor_of(user), _rule(type(obj), action)
    if not rule or not actor.allowed or rule.holds(actor, obj) or not rule.entitled(actor, obj):
        return None
    bar = rule.bar(actor, obj)
    return str(bar.message) if bar else None


def require(user: Any, action: str, obj: models.Model, *, see: str = "view") -> None:
    """Return if ``user`` may; else raise ``Http404`` if they may not even ``see`` it, or ``PermissionDenied``."""
    if can(user, action, obj):
        return
    logger.warning(
        "authz: refused %s on %s %s to %s", action, obj._meta.label, obj.pk, getattr(user, "pk", None)
    )
    if not can(user, see, obj):
        raise Http404
    raise PermissionDenied(blocked_by(user, action, obj) or "")


def get_or_404(user: Any, action: str, queryset: QuerySet[M] | type[M], **lookup: Any) -> M:
    """The one row of ``queryset`` (or model) that matches and on which ``user`` may do ``action``; else 404."""
    rows = queryset if isinstance(queryset, QuerySet) else queryset._default_manager.all()
    row = rows.filter(where(user, action, rows.model), **lookup).first()
    if row is None:
        raise Http404
    return row
