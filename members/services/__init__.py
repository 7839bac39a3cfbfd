"""Everything that changes the members' data. Keyword arguments, one transaction, effects after commit."""

from .changes import AlreadyDecided, approve_change, propose_change, return_change, withdraw_change
from .memberships import set_membership
from .people import appoint_coordinator, appoint_representative, end_role, record_affiliation
from .profiles import (
    StaleVersion,
    apply_live,
    change_slug,
    create_institution,
    discard_draft,
    keep_draft,
    refresh_search,
    set_logo,
    update_profile,
)
from .regions import follow_country

__all__ = [
    "AlreadyDecided",
    "StaleVersion",
    "apply_live",
    "appoint_coordinator",
    "appoint_representative",
    "approve_change",
    "change_slug",
    "create_institution",
    "discard_draft",
    "end_role",
    "follow_country",
    "keep_draft",
    "propose_change",
    "record_affiliation",
    "refresh_search",
    "return_change",
    "set_logo",
    "set_membership",
    "update_profile",
    "withdraw_change",
]
