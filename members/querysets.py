"""Reusable filters on the members' models."""

from django.db import models


class InstitutionQuerySet(models.QuerySet):
    """Filters on institutions."""

    def live(self):
        """Public profiles."""
        return self.filter(live=True)
