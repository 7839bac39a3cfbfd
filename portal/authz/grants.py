"""Turns roles into grants, in the transaction of the role's change; and proves that they agree.

An app registers for each role model which permissions a role gives on which object. After any
change of roles the app's service calls ``sync(people)``. ``tick`` calls it for roles that a date
opened or closed, and ``drift()`` counts what differs: it must be 0.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.signals import roles_changed

from .actors import forget
from .models import UserGrant, grant_model_for, grant_models


class Window(NamedTuple):
    """From when until when; ``None`` is open-ended."""

    start: datetime
    end: datetime | None


class RoleSource(NamedTuple):
    """How to read grants off the rows of one role model."""

    model: type[models.Model]
    scope_field: str
    permissions: Callable[[Any], Sequence[str]]


GrantKey = tuple[type[UserGrant], int, str, int]  # table, person, codename, object
_sources: list[RoleSource] = []


def register_role(
    model: type[models.Model], *, scope_field: str, permissions: Callable[[Any], Sequence[str]]
) -> None:
    """Say that a role of ``model`` gives ``permissions(role)`` on the object in ``scope_field``."""
    _sources.append(RoleSource(model, scope_field, permissions))


@transaction.atomic
def sync(people: Iterable[int], *, actor: Any = None) -> int:
    """Make the grants of these people what their roles say; return how many rows changed.

    ``people`` are user ids. Each change leaves an audit line with ``actor``.
    """
    ids = sorted(set(people))
    list(get_user_model()._default_manager.select_for_update().filter(pk__in=ids).order_by("pk"))
    wanted, present = _wanted(ids), _present(ids)
    for key in present.keys() - wanted.keys():
        _revoke(key, present[key], actor)
    changes = {key: window for key, window in wanted.items() if _window(present.get(key)) != window}
    for key, window in changes.items():
        _grant(key, window, present.get(key), actor)
    forget()
    roles_changed.send(sender=None, people=ids)
    return len(changes) + len(present.keys() - wanted.keys())


def drift() -> int:
    """How many grants differ from what the roles say, over all people."""
    wanted, present = _wanted(None), _present(None)
    windows = {key: _window(row) for key, row in present.items()}
    return len({key for key in wanted.keys() | windows.keys() if wanted.get(key) != windows.get(key)})


def people_due(since: datetime) -> set[int]:
    """People one of whose roles a date has opened or closed after ``since``, up to now."""
    from portal.models import Role  # roles know authz's tables, not the reverse

    now, due = timezone.now(), set()
    for model in Role.__subclasses__():
        rows = model._default_manager.all()
        due |= set(rows.filter(starts_at__gt=since, starts_at__lte=now).values_list("person_id", flat=True))
        due |= set(rows.filter(ends_at__gt=since, ends_at__lte=now).values_list("person_id", flat=True))
    return due


def _wanted(ids: list[int] | None) -> dict[GrantKey, Window]:
    windows: dict[GrantKey, list[Window]] = defaultdict(list)
    for source in _sources:
        scope_model = cast(type[models.Model], source.model._meta.get_field(source.scope_field).related_model)
        table = grant_model_for(scope_model)
        for role in _roles(source, ids):
            for permission in source.permissions(role):
                key = (
                    table,
                    role.person_id,
                    permission.partition(".")[2],
                    getattr(role, f"{source.scope_field}_id"),
                )
                windows[key].append(Window(role.starts_at, role.ends_at))
    return {key: _join(parts) for key, parts in windows.items()}


def _roles(source: RoleSource, ids: list[int] | None) -> QuerySet:
    rows = source.model._default_manager.not_ended()  # type: ignore[attr-defined]
    return rows if ids is None else rows.filter(person_id__in=ids)


def _join(windows: list[Window]) -> Window:
    """The first window with all that touch it; one after a gap follows when it is due."""
    first, *later = sorted(windows, key=lambda window: window.start)
    for window in later:
        if first.end is not None and window.start > first.end:
            break
        ends = (first.end, window.end)
        first = Window(first.start, None if None in ends else max(ends))  # type: ignore[type-var]
    return first


def _present(ids: list[int] | None) -> dict[GrantKey, UserGrant]:
    present = {}
    for table in grant_models():
        rows = table.objects.select_related("permission")
        for row in rows if ids is None else rows.filter(user_id__in=ids):
            present[table, row.user_id, row.permission.codename, row.content_object_id] = row  # type: ignore[attr-defined]
    return present


def _window(row: UserGrant | None) -> Window | None:
    return Window(row.valid_from, row.valid_until) if row else None


def _grant(key: GrantKey, window: Window, row: UserGrant | None, actor: Any) -> None:
    table, user_id, codename, object_id = key
    scope_model = cast(type[models.Model], table._meta.get_field("content_object").related_model)  # type: ignore[misc]
    permission = Permission.objects.get(
        codename=codename, content_type=ContentType.objects.get_for_model(scope_model)
    )
    before = _window(row)
    row = row or table(user_id=user_id, permission=permission, content_object_id=object_id)  # type: ignore[misc]
    row.valid_from, row.valid_until = window
    row.save()
    audit.record("portal.grant", row, actor=actor, before=before, after=_line(key, window))


def _revoke(key: GrantKey, row: UserGrant, actor: Any) -> None:
    audit.record("portal.revoke", row, actor=actor, before=_line(key, _window(row)))
    row.delete()


def _line(key: GrantKey, window: Window | None) -> dict:
    _table, user_id, codename, object_id = key
    return {"person": user_id, "permission": codename, "object": object_id, "window": window}
