"""Choice lists and states of the projects app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may see a group: its members alone, or everybody."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")


class GroupStatus(models.TextChoices):
    """Life of a working group."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class SeatRole(models.TextChoices):
    """What a person is in a group."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co-chair", _("Co-chair")
    MEMBER = "member", _("Member")


CHAIRING = (SeatRole.CHAIR, SeatRole.CO_CHAIR)


class EventKind(models.TextChoices):
    """What an event is."""

    CONFERENCE = "conference", _("Conference")
    BOARD = "board", _("Board meeting")
    WEBINAR = "webinar", _("Webinar")
    WORKSHOP = "workshop", _("Workshop")


class EventMode(models.TextChoices):
    """How people take part."""

    ONLINE = "online", _("Online")
    ONSITE = "onsite", _("On site")
    MIXED = "mixed", _("On site and online")


class EventStatus(models.TextChoices):
    """Whether an event takes place."""

    CONFIRMED = "confirmed", _("Confirmed")
    TENTATIVE = "tentative", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")
