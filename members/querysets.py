"""Reusable filters on the members' models."""

from django.db import models


class InstitutionQuerySet(models.QuerySet):
    """Filters on institutions."""

    def live(self):
        """Public profiles."""
        return self.filter(live=True)

    def for_lists(self):
        """With what a card shows and without the long texts."""
        return self.select_related("country", "region").defer("search", "description")

    def placed(self):
        """Those that can be drawn on the map."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)


class InstitutionManager(models.Manager.from_queryset(InstitutionQuerySet)):
    """Institutions without their search vector, which nobody reads and ``save()`` must not write."""

    def get_queryset(self):
        return super().get_queryset().defer("search")
