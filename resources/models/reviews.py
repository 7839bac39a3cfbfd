"""Reviewers of a practice, and the versions that were published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.authz.models import UserGrant
from portal.models import Role

from ..enums import Recommendation
from .practices import Practice


class PracticeGrant(UserGrant):
    """A permission on a practice. ``portal.authz.grants`` alone writes them."""

    content_object = models.ForeignKey(Practice, on_delete=models.CASCADE)

    class Meta(UserGrant.Meta):
        default_permissions = ()


class ReviewAssignment(Role):
    """A person asked to advise on the text that is submitted; ends with the decision."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="assignments")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation, blank=True)
    comment = models.TextField(_("advice"), max_length=6000, blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)

    class Meta(Role.Meta):
        verbose_name = _("assignment of a reviewer")
        verbose_name_plural = _("assignments of reviewers")
        constraints = [
            *Role.Meta.constraints,
            models.UniqueConstraint(
                fields=["practice", "person"],
                condition=Q(ends_at__isnull=True),
                name="resources_one_open_assignment",
                violation_error_message=_("This person reviews the practice already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.practice}"


class PublishedVersion(models.Model):
    """One published version: which text, when, by whose decision."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="published_versions")
    edition = models.PositiveIntegerField(_("version"))
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.RESTRICT, related_name="+")
    published_at = models.DateTimeField(_("published"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["practice", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "edition"], name="resources_one_version_per_edition")
        ]

    def __str__(self):
        return f"{self.practice} {self.edition}"


class NumberSeries(models.Model):
    """The last number given in a year; locked while the next is drawn."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self):
        return f"{self.year}: {self.last}"
