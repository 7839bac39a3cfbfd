"""Registers the vocabularies of practices in the Wagtail admin."""

from portal.viewsets import vocabularies

from .viewsets import (
    IscedFieldViewSet,
    IscedLevelViewSet,
    LicenceViewSet,
    SdgTargetViewSet,
    TechLevelViewSet,
)

vocabularies += [TechLevelViewSet, SdgTargetViewSet, IscedLevelViewSet, IscedFieldViewSet, LicenceViewSet]
