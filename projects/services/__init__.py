"""The doors through which groups and events change."""

from .discussions import close_thread, edit_post, reply, start_thread
from .events import save_event
from .files import add_file, add_version
from .groups import archive_group, change_group, end_seat, give_seat, open_group

__all__ = [
    "add_file",
    "add_version",
    "archive_group",
    "change_group",
    "close_thread",
    "edit_post",
    "end_seat",
    "give_seat",
    "open_group",
    "reply",
    "save_event",
    "start_thread",
]
