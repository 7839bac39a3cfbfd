"""Working groups and the seats in them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Institution
from portal.models import Role

from ..enums import GroupStatus, SeatRole, Visibility


class WorkingGroup(models.Model):
    """A group that works on a mandate. A scope of grants.

    Nothing of a private group, its existence included, is seen by anybody without a seat but the
    secretariat. ``search`` and ``sort_key`` are folded keys, kept by the services.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one or two sentences"), max_length=300)
    mandate = models.TextField(_("mandate"), max_length=6000)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.PRIVATE
    )
    status = models.CharField(_("status"), max_length=10, choices=GroupStatus, default=GroupStatus.ACTIVE)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    active_at = models.DateTimeField(_("last active"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = models.CharField(max_length=120, editable=False, default="", db_index=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["sort_key", "pk"]
        permissions = [
            ("participate_in_group", "Can read and take part in the group"),
            ("chair_group", "Can manage the group"),
        ]
        indexes = [GinIndex(fields=["search"], name="projects_group_search")]
        constraints = [
            models.CheckConstraint(
                name="projects_group_ends_after_start",
                condition=Q(ends_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ends_on__gte=models.F("started_on")),
            )
        ]

    def __str__(self):
        return self.name


class Seat(Role):
    """A seat of an institution in a group, held by a named person."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="seats")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=10, choices=SeatRole, default=SeatRole.MEMBER)

    class Meta(Role.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            *Role.Meta.constraints,
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(ends_at__isnull=True),
                name="projects_one_open_seat",
                violation_error_message=_("This person has a seat in the group already."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}, {self.group}"
