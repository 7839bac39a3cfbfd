from .common import EditConflict
from .decisions import decline_practice, publish_practice, retire_practice, return_practice
from .drafts import discard_draft, save_draft, start_practice, submit_practice, withdraw_submission
from .reviews import advise, assign_reviewer

__all__ = [
    "EditConflict",
    "advise",
    "assign_reviewer",
    "decline_practice",
    "discard_draft",
    "publish_practice",
    "retire_practice",
    "return_practice",
    "save_draft",
    "start_practice",
    "submit_practice",
    "withdraw_submission",
]
