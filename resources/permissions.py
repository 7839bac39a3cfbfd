"""Who may do what to practices.

The public reads what is published and the tombstone of what was withdrawn. A text that is not
published answers to its author, the representatives of the lead institution, the staff of its region,
its reviewers and the secretariat.
"""

from django.utils.translation import gettext_lazy as _

from members.permissions import COORDINATORS, REGION_STAFF, not_own_institution
from portal import authz
from portal.authz.grants import register_role

from .enums import EDITABLE, SENDABLE, PracticeStatus
from .models import Practice, ReviewAssignment

REPRESENT = "members.represent_institution"
REVIEW = "resources.review_practice"

register_role(ReviewAssignment, scope_field="practice", permissions=lambda role: [REVIEW])

OWN_SUBMISSION = authz.Own("submitted_by", _("You submitted this practice, so somebody else must decide."))
CONFLICTS: list[authz.Fact | authz.Own] = [not_own_institution("lead_institution"), OWN_SUBMISSION]
AUTHORS = {"owners": ["submitted_by"], "via": {"lead_institution": [REPRESENT]}}

authz.rule(Practice, "list", public={"live": True}, secretariat=False)
authz.rule(
    Practice,
    "view",
    public=[{"live": True}, {"status": PracticeStatus.RETIRED}],
    owners=["submitted_by"],
    via={"lead_institution": [REPRESENT], "region": REGION_STAFF},
    grants=[REVIEW],
)
authz.rule(
    Practice,
    "view_draft",
    owners=["submitted_by"],
    via={"lead_institution": [REPRESENT], "region": REGION_STAFF},
    grants=[REVIEW],
)
authz.rule(Practice, "work_on", **AUTHORS, secretariat=False)
authz.rule(Practice, "change", **AUTHORS, when={"status": EDITABLE})
authz.rule(Practice, "submit", **AUTHORS, when={"status": SENDABLE})
authz.rule(Practice, "withdraw", **AUTHORS, when={"status": PracticeStatus.SUBMITTED})
authz.rule(Practice, "discard", **AUTHORS, when={"status": SENDABLE})
authz.rule(Practice, "view_desk", via={"region": REGION_STAFF}, when={"status": PracticeStatus.SUBMITTED})
authz.rule(Practice, "review", via={"region": REGION_STAFF}, grants=[REVIEW])
authz.rule(
    Practice,
    "decide",
    via={"region": COORDINATORS},
    unless=CONFLICTS,
    when={"status": PracticeStatus.SUBMITTED},
)
authz.rule(
    Practice,
    "assign_reviewer",
    via={"region": COORDINATORS},
    unless=CONFLICTS,
    when={"status": PracticeStatus.SUBMITTED},
)
authz.rule(
    Practice,
    "advise",
    grants=[REVIEW],
    secretariat=False,
    unless=CONFLICTS,
    when={"status": PracticeStatus.SUBMITTED},
)
authz.rule(Practice, "retire", via={"region": COORDINATORS}, unless=CONFLICTS, when={"live": True})
authz.rule(ReviewAssignment, "view", owners=["person"])
