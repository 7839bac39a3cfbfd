"""Events and conferences."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models import Country, Region
from portal.models.users import validate_time_zone

from ..enums import EventKind, EventMode, EventStatus


class Event(models.Model):
    """Something that takes place. ``starts_at`` and ``ends_at`` are instants; ``time_zone`` is where it is.

    ``uid`` and ``sequence`` identify the event and its changes in calendars (RFC 5545).
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    description = models.TextField(_("description"), max_length=10_000, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind)
    mode = models.CharField(_("mode"), max_length=8, choices=EventMode)
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.CONFIRMED)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country, verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    online_url = models.URLField(_("address online"), blank=True)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    live = models.BooleanField(_("public"), default=True)
    updated_at = models.DateTimeField(auto_now=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "pk"]
        indexes = [GinIndex(fields=["search"], name="projects_event_search")]
        constraints = [
            models.CheckConstraint(
                name="projects_event_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))
            )
        ]

    def __str__(self):
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the place."""
        return ZoneInfo(self.time_zone)
