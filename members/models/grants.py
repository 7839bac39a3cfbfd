"""Grant tables of the members' scopes. ``portal.authz.grants`` alone writes them."""

from django.db import models

from portal.authz.models import UserGrant

from .institutions import Institution
from .regions import Region


class RegionGrant(UserGrant):
    """A permission on a region."""

    content_object = models.ForeignKey(Region, on_delete=models.CASCADE)

    class Meta(UserGrant.Meta):
        default_permissions = ()


class InstitutionGrant(UserGrant):
    """A permission on an institution."""

    content_object = models.ForeignKey(Institution, on_delete=models.CASCADE)

    class Meta(UserGrant.Meta):
        default_permissions = ()
