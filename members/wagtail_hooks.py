"""Registers the members' vocabularies in the Wagtail admin."""

from django.core.exceptions import PermissionDenied
from wagtail import hooks

from portal import authz
from portal.viewsets import vocabularies

from .models import RegionHubPage
from .viewsets import CountryViewSet, RegionViewSet

vocabularies += [RegionViewSet, CountryViewSet]


def keep_hubs(request, page, *args):
    """A hub is edited by its coordinators; that there is one, and where, is the secretariat's business."""
    if isinstance(page.specific, RegionHubPage) and not authz.actor_of(request.user).secretariat:
        raise PermissionDenied


for moment in ("before_delete_page", "before_unpublish_page", "before_move_page", "before_copy_page"):
    hooks.register(moment, keep_hubs)
