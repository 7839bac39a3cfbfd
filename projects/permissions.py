"""Who may do what in working groups and to events.

A private group answers to its members and the secretariat (whose visits are logged) and to nobody
else, whatever they coordinate.
"""

from portal import authz
from portal.authz.grants import register_role

from .enums import CHAIRING, GroupStatus, Visibility
from .models import Event, FileVersion, GroupFile, Post, Seat, Thread, WorkingGroup

PARTICIPATE = "projects.participate_in_group"
CHAIR = "projects.chair_group"

register_role(
    Seat,
    scope_field="group",
    permissions=lambda seat: [PARTICIPATE, CHAIR] if seat.role in CHAIRING else [PARTICIPATE],
)

OPEN = {"status": (GroupStatus.PROPOSED, GroupStatus.ACTIVE)}

authz.rule(WorkingGroup, "view", public={"visibility": Visibility.PUBLIC}, grants=[PARTICIPATE])
authz.rule(WorkingGroup, "participate", grants=[PARTICIPATE], secretariat=False, when=OPEN)
authz.rule(WorkingGroup, "manage", grants=[CHAIR])

for model, path in ((Thread, "group"), (Post, "group"), (GroupFile, "group"), (FileVersion, "file__group")):
    authz.rule(model, "view", public={f"{path}__visibility": Visibility.PUBLIC}, via={path: [PARTICIPATE]})

authz.rule(
    Thread,
    "reply",
    via={"group": [PARTICIPATE]},
    secretariat=False,
    when={"closed": False, "group__status": OPEN["status"]},
)
# Whoever has left the group keeps no right on what they said there.
authz.rule(
    Thread,
    "close",
    via={"group": [CHAIR]},
    owners_holding={"started_by": ("group", PARTICIPATE)},
    when={"group__status": OPEN["status"]},
)
authz.rule(
    Post,
    "edit",
    owners_holding={"author": ("group", PARTICIPATE)},
    secretariat=False,
    when={"group__status": OPEN["status"]},
)
authz.rule(
    GroupFile,
    "add_version",
    via={"group": [PARTICIPATE]},
    secretariat=False,
    when={"group__status": OPEN["status"]},
)
authz.rule(Seat, "view", public={"group__visibility": Visibility.PUBLIC}, via={"group": [PARTICIPATE]})

authz.rule(Event, "view", public={"live": True}, via={"region": ["members.coordinate_region"]})
authz.rule(Event, "change", via={"region": ["members.coordinate_region"]})
