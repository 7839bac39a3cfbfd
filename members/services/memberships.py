"""Memberships of the Alliance."""

from datetime import date

from django.db import transaction

from portal import audit, page_cache
from portal.models import User

from ..enums import MembershipStatus
from ..models import Institution, Membership
from .profiles import region_code


@transaction.atomic
def set_membership(
    *,
    institution: Institution,
    membership_class: str,
    actor: User | None,
    status: str = MembershipStatus.ACTIVE,
    since: date | None = None,
    founder: bool = False,
) -> Membership:
    """Create the institution's membership or change it, and return it."""
    membership = Membership.objects.select_for_update().filter(institution=institution).first()
    before = _values(membership) if membership else None
    membership = membership or Membership(institution=institution)
    membership.membership_class, membership.status = membership_class, status
    membership.since, membership.founder = since, founder
    membership.full_clean()
    membership.save()
    audit.record(
        "members.set_membership",
        membership,
        actor=actor,
        before=before,
        after=_values(membership),
        region=region_code(institution),
    )
    transaction.on_commit(page_cache.purge)
    return membership


def _values(membership: Membership) -> dict:
    names = ("membership_class", "status", "since", "founder")
    return {name: getattr(membership, name) for name in names}
