"""What a practice has several of: authors, partners, evidence, materials."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from members.models import Institution

from .. import enums
from ..validators import validate_orcid
from .practices import Practice
from .vocabularies import Licence


class Author(Orderable):
    """A person named as author; ``consents`` says that the person agreed to be named."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    orcid = models.CharField(
        _("ORCID"),
        max_length=19,
        blank=True,
        validators=[validate_orcid],
    )
    consents = models.BooleanField(_("agreed to be named"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return self.name


class Partner(Orderable):
    """A partner institution: one of ours, or a name with a ROR id."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="partners")
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.SET_NULL, related_name="practice_partnerships"
    )
    name = models.CharField(_("name"), max_length=255)
    ror = models.CharField(_("ROR id"), max_length=32, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self):
        return self.name


class Evidence(Orderable):
    """One piece of evidence."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=16, choices=enums.EvidenceKind)
    statement = models.CharField(_("what it shows"), max_length=300)
    method = models.CharField(_("how it was found out"), max_length=300, blank=True)
    sample = models.PositiveIntegerField(_("number of people or cases"), null=True, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)
    comparator = models.CharField(
        _("compared with"), max_length=12, choices=enums.Comparator, default=enums.Comparator.NONE
    )
    figure = models.CharField(_("result in figures"), max_length=200, blank=True)
    independent = models.BooleanField(_("found by somebody independent"), default=False)
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.statement


class Material(Orderable):
    """Something to take away, with its own licence."""

    practice = ParentalKey(Practice, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=500)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    licence = models.ForeignKey(
        Licence, verbose_name=_("licence"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self):
        return self.title
