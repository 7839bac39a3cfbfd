"""The look-up table of the Research Organization Registry: education bodies with all their names."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class RorRecord(models.Model):
    """One organisation of ROR (CC0). ``successor`` is set for withdrawn records."""

    ror = models.CharField("ROR id", max_length=32, primary_key=True)
    status = models.CharField(_("status"), max_length=10)
    name = models.CharField(_("name"), max_length=255)
    country_code = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    website = models.URLField(max_length=500, blank=True)
    wikidata = models.CharField(max_length=16, blank=True)
    established = models.SmallIntegerField(null=True)
    successor = models.CharField(max_length=32, blank=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("ROR record")
        verbose_name_plural = _("ROR records")
        indexes = [GinIndex(fields=["search"], name="members_ror_search")]

    def __str__(self):
        return self.name


class RorName(models.Model):
    """One of a record's names, with language and kind as ROR gives them."""

    record = models.ForeignKey(RorRecord, on_delete=models.CASCADE, related_name="names")
    value = models.CharField(max_length=255)
    language = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("ROR name")
        verbose_name_plural = _("ROR names")

    def __str__(self):
        return self.value
