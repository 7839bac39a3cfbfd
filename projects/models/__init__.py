from .discussions import Post, Thread
from .events import Event
from .files import FileVersion, GroupFile
from .grants import WorkingGroupGrant
from .groups import Seat, WorkingGroup

__all__ = ["Event", "FileVersion", "GroupFile", "Post", "Seat", "Thread", "WorkingGroup", "WorkingGroupGrant"]
