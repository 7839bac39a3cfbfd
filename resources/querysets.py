"""Reusable filters on practices."""

from django.db import models
from django.db.models import F, Q


class PracticeQuerySet(models.QuerySet):
    """Filters on practices."""

    def live(self):
        """What the public reads in lists."""
        return self.filter(live=True)

    def of_institution(self, institution_id: int):
        """Practices an institution leads or takes part in."""
        return self.filter(
            Q(lead_institution_id=institution_id) | Q(partners__institution_id=institution_id)
        ).distinct()

    def in_translation(self, practice):
        """The other language versions of ``practice``."""
        root = practice.translation_of_id or practice.pk
        return self.filter(Q(pk=root) | Q(translation_of_id=root)).exclude(pk=practice.pk)

    def any_bit(self, field: str, mask: int):
        """Rows whose mask in ``field`` shares a bit with ``mask``."""
        name = f"{field}_shared"
        return self.alias(**{name: F(field).bitand(mask)}).exclude(**{name: 0})
