"""The in-process cache of anonymous pages.

A visitor without a session gets a page as it was rendered for the visitor before. Whatever changes
what visitors see says so::

    transaction.on_commit(page_cache.purge)     # in a service
    page_cache.watch(Event, WorkingGroup)       # in AppConfig.ready(): saved, deleted, relations changed

A purge reaches all processes before the answer of whatever caused it: see ``generation``.
What is stored and what never is: see ``rules``.
"""

from .generation import purge
from .memo import memo
from .watching import watch

__all__ = ["memo", "purge", "watch"]
