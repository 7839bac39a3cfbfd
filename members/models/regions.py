"""UNESCO regions and the countries in them: editable data, seeded from public lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Term


class Region(Term):
    """A region that coordinators work for; ``code`` is its slug (``arab-states``). A scope of grants."""

    class Meta(Term.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        permissions = [
            ("coordinate_region", "Can decide on the matters of the region"),
            ("assist_region", "Can see the matters of the region"),
        ]

    @property
    def slug(self) -> str:
        return self.code


class Country(Term):
    """A country or territory; ``code`` is ISO 3166-1 alpha-2. Without region the secretariat takes care."""

    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3)
    m49 = models.CharField(_("UN M49 code"), max_length=3, blank=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="countries",
    )
    m49_region = models.CharField(max_length=3, blank=True)
    m49_subregion = models.CharField(max_length=3, blank=True)
    m49_intermediate = models.CharField(max_length=3, blank=True)
    ldc = models.BooleanField(_("least developed country"), default=False)
    lldc = models.BooleanField(_("landlocked developing country"), default=False)
    sids = models.BooleanField(_("small island developing state"), default=False)
    wikidata = models.CharField(max_length=16, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["label_en"]
