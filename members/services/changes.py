"""Requests to change identity fields: proposed by an institution's people, decided by its region."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, authz, mail
from portal.models import User

from ..enums import ChangeStatus, InstitutionKind
from ..models import ChangeRequest, Country, Institution
from ..signals import institution_moved
from ..snapshots import IDENTITY_FIELDS, Values, changed, identity_values
from ..validators import canonical_ror
from .profiles import NOT_CLEANED, locked, region_code, require_editor, store_identity


class AlreadyDecided(Exception):
    """Somebody else was faster; ``change`` is the request as it is now."""

    def __init__(self, change: ChangeRequest):
        super().__init__(change.pk)
        self.change = change


@transaction.atomic
def propose_change(*, institution: Institution, values: Values, actor: User, note: str = "") -> ChangeRequest:
    """Ask for other identity values; they wait for the region's coordinator.

    ``ValidationError`` if nothing differs, a value is bad, or a request of this institution is waiting.
    """
    current = locked(institution)
    require_editor(current, actor)
    if current.change_requests.filter(status=ChangeStatus.OPEN).exists():
        raise ValidationError(_("A change of this profile is waiting for review already."), code="open")
    before = identity_values(current)
    after = {name: _cleaned(name, values[name]) for name in IDENTITY_FIELDS if name in values}
    names = changed(before, after)
    if not names:
        raise ValidationError(_("Nothing of this differs from the profile."), code="same")
    region = current.region  # it decides who looks at this, whatever country is proposed
    _try(current, {name: after[name] for name in names})
    change = ChangeRequest.objects.create(
        institution=current,
        region=region,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
        note=note,
        proposed_by=actor,
    )
    _record("members.propose_change", change, actor, change.before, change.after)
    return change


def _cleaned(name: str, value: Any) -> str:
    return canonical_ror(value) if name == "ror" else str(value or "").strip()


def _try(institution: Institution, after: Values) -> None:
    """Raise ``ValidationError`` by field if the institution could not take these values."""
    set_identity(institution, after)
    institution.full_clean(exclude=NOT_CLEANED)


def set_identity(institution: Institution, after: Values) -> None:
    """Put identity values on the object, with the region that follows; nothing is saved."""
    if "country" in after:
        institution.country = _country(after["country"])
        institution.region = institution.country.region if institution.country else None
    if "kind" in after and after["kind"] not in InstitutionKind.values:
        raise ValidationError({"kind": _("There is no such kind.")})
    for name in ("name", "kind", "ror"):
        if name in after:
            setattr(institution, name, after[name])


def _country(code: str) -> Country | None:
    if not code:
        return None
    country = Country.objects.select_related("region").filter(code=code).first()
    if country is None:
        raise ValidationError({"country": _("There is no such country.")})
    return country


@transaction.atomic
def withdraw_change(*, change: ChangeRequest, actor: User) -> ChangeRequest:
    """Take an open request back."""
    current = _open(change)
    if not authz.can(actor, "withdraw", current):
        raise PermissionDenied
    _close(current, ChangeStatus.WITHDRAWN, actor)
    _record("members.withdraw_change", current, actor, current.before, current.after)
    return current


@transaction.atomic
def approve_change(*, change: ChangeRequest, seen: Values, actor: User) -> ChangeRequest:
    """Apply the proposed values and tell the proposer.

    ``seen`` are the present values the decider looked at: if they have changed meanwhile,
    ``ValidationError`` with code ``stale`` asks for another look. ``AlreadyDecided`` if somebody was faster.
    """
    institution = locked(change.institution)
    current = _open(change)
    _require_decider(current, actor)
    before = {name: identity_values(institution)[name] for name in current.after}
    if before != seen:
        raise ValidationError(
            _("The profile has changed since you opened this page. Look again."), code="stale"
        )
    region = institution.region
    set_identity(institution, current.after)
    _store_alone(institution, current.proposed_by)
    _close(current, ChangeStatus.APPROVED, actor)
    _record("members.approve_change", current, actor, before, current.after)
    if institution.region != region:
        institution_moved.send(sender=Institution, institution=institution, before=region)
    _tell("change_approved", current)
    return current


def _store_alone(institution: Institution, actor: User) -> None:
    """Save; if another institution took the ROR id in this very moment, say so in words."""
    try:
        with transaction.atomic():
            store_identity(institution, actor)
    except IntegrityError as error:
        raise ValidationError(_("Another institution has this ROR id already.")) from error


@transaction.atomic
def return_change(*, change: ChangeRequest, reason: str, actor: User) -> ChangeRequest:
    """Give the request back with a reason, which the proposer reads; nothing of the profile changes."""
    current = _open(change)
    _require_decider(current, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, so that the institution knows what to do.")})
    current.reason = reason.strip()
    _close(current, ChangeStatus.RETURNED, actor)
    _record("members.return_change", current, actor, current.before, current.after)
    _tell("change_returned", current)
    return current


def _open(change: ChangeRequest) -> ChangeRequest:
    row = ChangeRequest.objects.select_for_update(of=("self",)).select_related(
        "institution__region", "region", "proposed_by", "decided_by"
    )
    current = row.get(pk=change.pk)
    if current.status != ChangeStatus.OPEN:
        raise AlreadyDecided(current)
    return current


def _require_decider(change: ChangeRequest, actor: User) -> None:
    if not authz.can(actor, "decide", change):
        raise PermissionDenied(authz.blocked_by(actor, "decide", change) or "")


def _close(change: ChangeRequest, status: ChangeStatus, actor: User) -> None:
    change.status, change.decided_by, change.decided_at = status, actor, timezone.now()
    change.save()


def _record(action: str, change: ChangeRequest, actor: User, before: Values, after: Values) -> None:
    audit.record(
        action,
        change,
        actor=actor,
        before=before,
        after=after,
        reason=change.reason,
        region=region_code(change.institution),
    )


def _tell(template: str, change: ChangeRequest) -> None:
    mail.send(
        template,
        change.proposed_by,
        {"change": change, "institution": change.institution},
        key=f"{template.replace('_', '-')}-{change.pk}",
    )
