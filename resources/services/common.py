"""What the services share: locking, checking, noting, telling."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.enums import CoordinatorRole
from members.models import CoordinatorAppointment
from portal import audit, authz, mail
from portal.models import User

from ..models import Practice


class EditConflict(ValidationError):
    """Somebody else has saved the same text meanwhile; nothing was written."""

    def __init__(self):
        super().__init__(
            _("Somebody else has changed this text while you were writing. Nothing of yours is lost."),
            code="conflict",
        )


def lock(practice: Practice) -> Practice:
    """The row as it is now, held until the end of the transaction; ``ValidationError`` if it is gone."""
    row = Practice.objects.select_for_update().filter(pk=practice.pk).first()
    if row is None:
        raise ValidationError(_("This practice has been deleted meanwhile."), code="gone")
    return row


def check(actor: User | None, action: str, practice: Practice) -> None:
    """Return if the person may; ``PermissionDenied`` otherwise. ``None`` is the system itself."""
    if actor is not None and not authz.can(actor, action, practice):
        raise PermissionDenied(authz.blocked_by(actor, action, practice) or "")


def note(action: str, practice: Practice, *, actor: User | None, before: Any, reason: str = "") -> None:
    """Leave a line in the audit trail."""
    audit.record(
        f"resources.{action}",
        practice,
        actor=actor,
        before=before,
        after=state(practice),
        reason=reason,
        region=practice.region.code if practice.region else "",
    )


def state(practice: Practice) -> dict[str, Any]:
    """What a decision changes."""
    names = ("status", "live", "edition", "version", "slug", "number", "title")
    return {name: getattr(practice, name) for name in names}


def deciders(practice: Practice) -> QuerySet[User]:
    """The coordinators who may decide; the secretariat where the region has none."""
    entitled = authz.audience("decide", practice)
    leading = CoordinatorAppointment.objects.current().filter(
        region=practice.region, role__in=[CoordinatorRole.LEAD, CoordinatorRole.DEPUTY]
    )
    coordinators = entitled.filter(pk__in=leading.values("person_id"))
    return coordinators if coordinators.exists() else entitled


def tell(template: str, people, practice: Practice, **context: Any) -> None:
    """Mail each of ``people`` once for this version of the text."""
    for person in people:
        key = f"{template}-{practice.pk}-{practice.version}-{person.pk}"
        mail.send(template, person, {"practice": practice, **context}, key)
