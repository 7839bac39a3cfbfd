"""Who may do what to the members' objects."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import authz
from portal.authz.grants import register_role

from .enums import ChangeStatus, CoordinatorRole, RepresentativeKind
from .models import (
    Affiliation,
    ChangeRequest,
    CoordinatorAppointment,
    Institution,
    Region,
    Representative,
)

CONFLICT_PERIOD = timedelta(days=730)
OWN_INSTITUTION = "members.own_institution"
OWN_INSTITUTION_MESSAGE = _(
    "You belong to this institution or did so in the last 24 months, so somebody else must decide."
)


def _recent(**lookup) -> Q:
    """Roles in force now or within the last 24 months, or to come."""
    ended = timezone.now() - CONFLICT_PERIOD
    return Q(**lookup) & (Q(ends_at__isnull=True) | Q(ends_at__gt=ended))


def _affiliated_with(person_id: int):
    return Affiliation.objects.filter(_recent(person_id=person_id)).annotate(object_id=F("institution_id"))


def _representing(person_id: int):
    return Representative.objects.filter(_recent(person_id=person_id)).annotate(object_id=F("institution_id"))


def _people_of(institution_id: int) -> Q:
    affiliated = Affiliation.objects.filter(_recent(institution_id=institution_id))
    representing = Representative.objects.filter(_recent(institution_id=institution_id))
    return Q(pk__in=affiliated.values("person_id")) | Q(pk__in=representing.values("person_id"))


authz.register_fact(OWN_INSTITUTION, [_affiliated_with, _representing], _people_of)


def not_own_institution(path: str) -> authz.Fact:
    """The conflict of interest with the institution at ``path``, to stand under ``unless``."""
    return authz.fact(OWN_INSTITUTION, path, OWN_INSTITUTION_MESSAGE)


register_role(
    Representative,
    scope_field="institution",
    permissions=lambda role: {
        RepresentativeKind.PRIMARY: [
            "members.edit_institution",
            "members.manage_institution",
            "members.represent_institution",
        ],
        RepresentativeKind.DEPUTY: ["members.edit_institution", "members.represent_institution"],
        RepresentativeKind.EDITOR: ["members.edit_institution"],
    }[role.kind],
)
register_role(
    CoordinatorAppointment,
    scope_field="region",
    permissions=lambda role: (
        ["members.assist_region"]
        if role.role == CoordinatorRole.ASSISTANT
        else ["members.assist_region", "members.coordinate_region"]
    ),
)

COORDINATORS = ["members.coordinate_region"]
REGION_STAFF = ["members.assist_region"]

authz.rule(Region, "view", public=True)
authz.rule(Region, "view_desk", grants=REGION_STAFF)
authz.rule(Region, "coordinate", grants=COORDINATORS)
authz.rule(Region, "appoint")

authz.rule(
    Institution,
    "view",
    public={"live": True},
    grants=["members.edit_institution"],
    via={"region": REGION_STAFF},
)
authz.rule(Institution, "change", grants=["members.edit_institution"])
authz.rule(Institution, "manage_people", grants=["members.manage_institution"])
authz.rule(
    Institution,
    "submit_practice",
    grants=["members.represent_institution"],
    via={"region": COORDINATORS},
)
authz.rule(Institution, "view_history", grants=["members.edit_institution"], via={"region": REGION_STAFF})

authz.rule(
    ChangeRequest,
    "view",
    via={"institution": ["members.edit_institution"], "region": REGION_STAFF},
    owners=["proposed_by"],
)
authz.rule(
    ChangeRequest,
    "withdraw",
    via={"institution": ["members.edit_institution"]},
    owners=["proposed_by"],
    when={"status": ChangeStatus.OPEN},
)
authz.rule(ChangeRequest, "view_desk", via={"region": REGION_STAFF})
authz.rule(
    ChangeRequest,
    "decide",
    via={"region": COORDINATORS},
    unless=[
        not_own_institution("institution"),
        authz.Own("proposed_by", _("You proposed this change, so somebody else must decide.")),
    ],
    when={"status": ChangeStatus.OPEN},
)
