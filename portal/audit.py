"""The one door to the audit trail."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .models import AuditEntry, User


def record(
    action: str,
    obj: models.Model,
    *,
    actor: User | None,
    on_behalf_of: User | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    region: str = "",
) -> AuditEntry:
    """Append one line in the caller's transaction and return it.

    ``action`` is ``app.verb`` (``members.approve_change``); ``actor=None`` means the system itself.
    ``before`` and ``after`` are plain structures of JSON types, dates and decimals.
    """
    return AuditEntry.objects.create(
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:255],
        actor=actor,
        on_behalf_of=on_behalf_of,
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        region=region,
    )


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder)) if value is not None else None
