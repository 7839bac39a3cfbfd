"""Registers the members' vocabularies in the Wagtail admin."""

from portal.viewsets import vocabularies

from .viewsets import CountryViewSet, RegionViewSet

vocabularies += [RegionViewSet, CountryViewSet]
