"""Who may do what to which object: the only module that answers.

Declare once, in an app's ``permissions.py``::

    authz.rule(
        Institution, "change",
        grants=["members.edit_institution"],                  # granted on the institution itself
        via={"region": ["members.coordinate_region"]},        # or on its region
        unless=authz.fact("members.own_institution", "pk"),   # never for the persons this holds for
    )

Ask everywhere::

    authz.can(user, "change", institution)       # one object
    authz.scope(user, "change", Institution)     # the rows of a list
    authz.audience("change", institution)        # the people
    authz.require(user, "change", institution)   # or raise: 404 if it may not be seen, 403 otherwise
    authz.blocked_by(user, "change", institution)  # why a person who holds the right may not use it here

All of them read the same declaration. They fail closed: an inactive person, an unknown
action or a missing object is a no.
"""

from .actors import Actor, actor_of, forget, register_fact, request_cache
from .api import audience, blocked_by, can, get_or_404, require, scope, where
from .conditions import Fact, Own, fact
from .rules import UnknownRule, declared, rule

__all__ = [
    "Actor",
    "Fact",
    "Own",
    "UnknownRule",
    "actor_of",
    "audience",
    "blocked_by",
    "can",
    "declared",
    "fact",
    "forget",
    "get_or_404",
    "register_fact",
    "request_cache",
    "require",
    "rule",
    "scope",
    "where",
]
