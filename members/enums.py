"""Choice lists and states of the members app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    """What an institution is."""

    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute or college")
    PLATFORM = "platform", _("Platform")
    ASSOCIATION = "association", _("Association or consortium")
    GOVERNMENT = "government", _("Government body")
    INTERNATIONAL = "international", _("International organisation")
    PARTNER = "partner", _("Company or foundation")


class MembershipClass(models.TextChoices):
    """Classes of members (an editable design of the portal, not a policy of the Alliance)."""

    FULL = "full", _("Full member")
    PLATFORM = "platform", _("Platform member")
    ASSOCIATE = "associate", _("Associate member")
    OBSERVER = "observer", _("Observer")
    GOVERNMENT = "government", _("Government member")
    IGO = "igo", _("International organisation")
    PARTNER = "partner", _("Partner")


class MembershipStatus(models.TextChoices):
    """Life of a membership."""

    ACTIVE = "active", _("Active")
    CONFIRMATION_DUE = "confirmation-due", _("Confirmation due")
    GRACE = "grace", _("Grace period")
    LAPSED = "lapsed", _("Lapsed")
    SUSPENDED = "suspended", _("Suspended")
    RESIGNED = "resigned", _("Resigned")
    MERGED = "merged", _("Merged")


IN_FORCE = (MembershipStatus.ACTIVE, MembershipStatus.CONFIRMATION_DUE, MembershipStatus.GRACE)


class NameKind(models.TextChoices):
    """What a name of an institution is, in ROR's words."""

    LABEL = "label", _("Name")
    ALIAS = "alias", _("Other name")
    ACRONYM = "acronym", _("Acronym")


class RepresentativeKind(models.TextChoices):
    """What a person does for an institution."""

    PRIMARY = "primary", _("Primary representative")
    DEPUTY = "deputy", _("Deputy representative")
    EDITOR = "editor", _("Profile editor")


class CoordinatorRole(models.TextChoices):
    """A coordinator's part in a region."""

    LEAD = "lead", _("Lead coordinator")
    DEPUTY = "deputy", _("Deputy coordinator")
    ASSISTANT = "assistant", _("Assistant")


class ChangeStatus(models.TextChoices):
    """Life of a request to change a profile's identity fields."""

    OPEN = "open", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")
