"""Screens of the Wagtail admin for the members' vocabularies; the secretariat uses them."""

from django.utils.translation import gettext_lazy as _

from portal.viewsets import TermViewSet

from .models import Country, Region


class RegionViewSet(TermViewSet):
    """Regions that coordinators work for."""

    model = Region
    menu_label = _("Regions")
    icon = "globe"


class CountryViewSet(TermViewSet):
    """Countries and territories, and the region each belongs to."""

    model = Country
    menu_label = _("Countries")
    icon = "globe"
    list_display = ["code", "label_en", "region", "active"]
    list_filter = ["region", "active"]
    extra_fields = ("iso3", "m49", "region", "ldc", "lldc", "sids")
