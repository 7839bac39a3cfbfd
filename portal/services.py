"""What changes the ground floor's own data."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import audit, authz
from .authz import grants
from .models import SecretariatAppointment, User


@transaction.atomic
def appoint_secretariat(
    *, person: User, actor: User | None, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> SecretariatAppointment:
    """Take a person into the secretariat. ``actor=None`` is the operator or the demo.

    ``PermissionDenied`` unless ``actor`` belongs to it and is somebody else; ``ValidationError`` if the
    person does already.
    """
    _require_secretariat(actor)
    if actor is not None and actor.pk == person.pk:
        raise PermissionDenied
    User.objects.select_for_update().get(pk=person.pk)
    if SecretariatAppointment.objects.not_ended().filter(person=person).exists():
        raise ValidationError(_("This person belongs to the secretariat already."), code="same")
    appointment = SecretariatAppointment(
        person=person, starts_at=starts_at or timezone.now(), ends_at=ends_at
    )
    appointment.full_clean()
    appointment.save()
    grants.sync([person.pk], actor=actor)
    audit.record("portal.appoint_secretariat", appointment, actor=actor, after={"person": person.pk})
    return appointment


@transaction.atomic
def end_secretariat(*, appointment: SecretariatAppointment, actor: User | None) -> SecretariatAppointment:
    """End an appointment now; ``ValidationError`` for the last one, which would leave nobody in charge."""
    _require_secretariat(actor)
    rows = SecretariatAppointment.objects.select_for_update().current().order_by("pk")
    current = {row.pk: row for row in rows}
    if appointment.pk not in current:
        return appointment
    if len({row.person_id for row in current.values()}) == 1:
        raise ValidationError(_("Somebody must be in the secretariat."), code="last")
    ended = current[appointment.pk]
    ended.ends_at = timezone.now()
    ended.save(update_fields=["ends_at"])
    grants.sync([ended.person_id], actor=actor)
    audit.record("portal.end_secretariat", ended, actor=actor, after={"ends_at": ended.ends_at})
    return ended


def _require_secretariat(actor: User | None) -> None:
    if actor is not None and not authz.actor_of(actor).secretariat:
        raise PermissionDenied
