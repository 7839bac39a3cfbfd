"""Grant tables: guardian's direct-foreign-key permissions with a time of validity."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase


class GrantQuerySet(models.QuerySet):
    """Grants by time."""

    def current(self, at=None):
        """Grants in force at ``at`` (an aware datetime, now by default)."""
        at = at or timezone.now()
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at), valid_from__lte=at)


class UserGrant(UserObjectPermissionBase):
    """A permission one person holds on one scope object from one instant to another.

    A subclass adds ``content_object``, a foreign key to its scope model. Rows are written by
    ``portal.authz.grants`` alone, from the roles.
    """

    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    objects = UserObjectPermissionManager.from_queryset(GrantQuerySet)()  # type: ignore[misc]

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


def grant_models() -> list[type[UserGrant]]:
    """All concrete grant tables, in a stable order."""
    concrete = [model for model in UserGrant.__subclasses__() if not model._meta.abstract]
    return sorted(concrete, key=lambda model: model._meta.label)


def grant_model_for(scope_model: type[models.Model]) -> type[UserGrant]:
    """Return the grant table of ``scope_model``; ``LookupError`` if it has none."""
    for model in grant_models():
        if model._meta.get_field("content_object").related_model is scope_model:  # type: ignore[misc]
            return model
    raise LookupError(f"{scope_model._meta.label} is not a scope: it has no grant table.")
