"""Roles: a person, a scope, a start and an end. Grants follow from them (``portal.authz.grants``)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RoleQuerySet(models.QuerySet):
    """Roles by time; ``at`` is an aware datetime and defaults to now."""

    def current(self, at=None):
        """Roles in force at ``at``."""
        at = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)

    def not_ended(self, at=None):
        """Roles in force at ``at`` or later."""
        at = at or timezone.now()
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))


class Role(models.Model):
    """What a person is for a scope during a time; ended rows stay as history."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
            )
        ]

    def is_current(self, at=None) -> bool:
        """Whether the role is in force at ``at`` (now)."""
        at = at or timezone.now()
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


class SecretariatAppointment(Role):
    """A member of the secretariat, which runs the Alliance and may see all of it."""

    class Meta(Role.Meta):
        verbose_name = _("secretariat appointment")
        verbose_name_plural = _("secretariat appointments")

    def __str__(self):
        return str(self.person)
