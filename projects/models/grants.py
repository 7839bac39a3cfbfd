"""Grant table of working groups. ``portal.authz.grants`` alone writes it."""

from django.db import models

from portal.authz.models import UserGrant

from .groups import WorkingGroup


class WorkingGroupGrant(UserGrant):
    """A permission on a working group."""

    content_object = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE)

    class Meta(UserGrant.Meta):
        default_permissions = ()
