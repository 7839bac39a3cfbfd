"""Roles of people. Each change brings the grants in line in the same transaction."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, authz
from portal.authz import grants
from portal.models import Role, User

from ..enums import CoordinatorRole, RepresentativeKind
from ..models import Affiliation, CoordinatorAppointment, Institution, Region, Representative
from .profiles import locked, region_code

MAX_REPRESENTATIVES = 30


@transaction.atomic
def appoint_representative(
    *,
    institution: Institution,
    person: User,
    kind: str,
    actor: User | None,
    starts_at: datetime | None = None,
) -> Representative:
    """Let ``person`` act for ``institution``; ``actor=None`` is the system (the demo, an import).

    A person has one role there: another kind ends the present one. ``PermissionDenied`` if ``actor`` may
    not manage its people or would change their own role; ``ValidationError`` for an inactive account, the
    role a person has already, or too many.
    """
    current = locked(institution)
    _require_manager(current, person, actor)
    if not person.is_active:
        raise ValidationError(_("This account is closed."), code="inactive")
    roles = list(current.representatives.not_ended().select_related("institution"))
    held = [role for role in roles if role.person_id == person.pk]
    if any(role.kind == kind for role in held):
        raise ValidationError(_("This person has that role already."), code="same")
    if len(roles) - len(held) >= MAX_REPRESENTATIVES:
        raise ValidationError(_("At most 30 people can act for an institution."), code="many")
    for role in held:
        _end(role, actor, keep_a_primary=kind != RepresentativeKind.PRIMARY)
    role = Representative(
        institution=current, person=person, kind=kind, starts_at=starts_at or timezone.now()
    )
    role.full_clean()
    role.save()
    _granted("members.appoint_representative", role, actor, {"kind": kind}, region_code(current))
    return role


def _require_manager(institution: Institution, person: User, actor: User | None) -> None:
    if actor is None:
        return
    if not authz.can(actor, "manage_people", institution):
        raise PermissionDenied
    if actor.pk == person.pk:
        raise PermissionDenied(_("Nobody changes their own role. Ask another primary representative."))


@transaction.atomic
def end_role(*, role: Representative, actor: User | None) -> Representative:
    """End a representative's role now. ``ValidationError`` for the last primary representative.

    People may end their own role. Ending an ended role changes nothing.
    """
    institution = locked(role.institution)
    current = Representative.objects.select_for_update(of=("self",)).get(pk=role.pk)
    own = actor is not None and current.person_id == actor.pk
    if actor is not None and not own and not authz.can(actor, "manage_people", institution):
        raise PermissionDenied
    if current.is_current() or current.starts_at > timezone.now():
        _end(current, actor, keep_a_primary=True)
    return current


def _end(role: Representative, actor: User | None, *, keep_a_primary: bool) -> None:
    if keep_a_primary and role.kind == RepresentativeKind.PRIMARY and _is_last_primary(role):
        raise ValidationError(
            _("This is the last primary representative. Appoint another one first."), code="last_primary"
        )
    role.ends_at = max(timezone.now(), role.starts_at)
    role.save(update_fields=["ends_at"])
    region = region_code(role.institution)
    _granted("members.end_representative", role, actor, {"ends_at": role.ends_at}, region)


def _is_last_primary(role: Representative) -> bool:
    primaries = role.institution.representatives.current().filter(kind=RepresentativeKind.PRIMARY)
    return not primaries.exclude(pk=role.pk).exists()


@transaction.atomic
def appoint_coordinator(
    *,
    region: Region,
    person: User,
    actor: User | None,
    role: str = CoordinatorRole.LEAD,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    host_institution: Institution | None = None,
    decision: str = "",
) -> CoordinatorAppointment:
    """Appoint a coordinator for a term. Only the secretariat may, and nobody appoints themselves."""
    if actor is not None and (actor.pk == person.pk or not authz.can(actor, "appoint", region)):
        raise PermissionDenied
    appointment = CoordinatorAppointment(
        region=region,
        person=person,
        role=role,
        starts_at=starts_at or timezone.now(),
        ends_at=ends_at,
        host_institution=host_institution,
        decision=decision,
    )
    appointment.full_clean()
    appointment.save()
    _granted(
        "members.appoint_coordinator", appointment, actor, {"role": role, "ends_at": ends_at}, region.code
    )
    return appointment


@transaction.atomic
def record_affiliation(
    *, institution: Institution, person: User, actor: User | None, post: str = ""
) -> Affiliation:
    """Note where a person works; it gives no right but counts as a conflict of interest."""
    affiliation = Affiliation(institution=institution, person=person, post=post)
    affiliation.full_clean()
    affiliation.save()
    audit.record(
        "members.record_affiliation",
        affiliation,
        actor=actor,
        after={"person": person.pk, "institution": institution.pk, "post": post},
        region=region_code(institution),
    )
    return affiliation


def _granted(action: str, role: Role, actor: User | None, after: dict[str, Any], region: str) -> None:
    grants.sync([role.person_id], actor=actor)
    audit.record(action, role, actor=actor, after={"person": role.person_id, **after}, region=region)
