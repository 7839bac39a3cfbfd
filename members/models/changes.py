"""Requests to change what identifies an institution; they wait for the region's coordinator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import ChangeStatus
from .institutions import Institution
from .regions import Region


class ChangeRequest(models.Model):
    """Proposed values of identity fields, with the values they were based on.

    ``before`` and ``after`` map field names to plain values (a country by its code). ``region``
    repeats the institution's region, so that a desk's list is filtered by one column.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="change_requests")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=ChangeStatus, default=ChangeStatus.OPEN)
    before = models.JSONField()
    after = models.JSONField()
    note = models.TextField(_("note for the reviewer"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(status=ChangeStatus.OPEN),
                name="members_one_open_change_request",
            ),
            models.CheckConstraint(
                name="members_change_decided_has_date",
                condition=Q(status=ChangeStatus.OPEN, decided_at__isnull=True)
                | (~Q(status=ChangeStatus.OPEN) & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return str(self.institution)


class ProfileDraft(models.Model):
    """A person's unfinished edit of a profile, as typed; nobody else sees it.

    ``data`` maps names of form fields to lists of texts.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a profile")
        verbose_name_plural = _("drafts of profiles")
        constraints = [
            models.UniqueConstraint(fields=["institution", "person"], name="members_one_draft_each")
        ]

    def __str__(self):
        return str(self.institution)
