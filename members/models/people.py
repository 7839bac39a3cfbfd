"""What people are: to institutions and to regions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Role

from ..enums import CoordinatorRole, RepresentativeKind
from .institutions import Institution
from .regions import Region


class Affiliation(Role):
    """Where a person works or studies; shown beside the name, and a cause of conflicts of interest."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="affiliations")
    post = models.CharField(_("post"), max_length=150, blank=True)

    class Meta(Role.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self):
        return f"{self.person}, {self.institution}"


class Representative(Role):
    """A person who acts for an institution."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="representatives")
    kind = models.CharField(_("role"), max_length=12, choices=RepresentativeKind)

    class Meta(Role.Meta):
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")

    def __str__(self):
        return f"{self.person}, {self.get_kind_display()}, {self.institution}"


class CoordinatorAppointment(Role):
    """A person who coordinates a region for a term."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=10, choices=CoordinatorRole, default=CoordinatorRole.LEAD)
    host_institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(_("appointing decision"), max_length=255, blank=True)

    class Meta(Role.Meta):
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}, {self.region}"
