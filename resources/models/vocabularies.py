"""Vocabularies of practices: editable data, seeded from the lists shipped with the app."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.models import Term

MAX_BIT = 30  # a mask is a 32-bit integer


class FacetTerm(Term):
    """A term that lists are narrowed by: each has a bit of its own in the masks of practices."""

    bit = models.PositiveSmallIntegerField(
        _("place in masks"), unique=True, editable=False, validators=[MaxValueValidator(MAX_BIT)]
    )

    class Meta(Term.Meta):
        abstract = True

    @property
    def mask(self) -> int:
        """The term's bit as a number."""
        return 1 << self.bit

    def save(self, *args, **kwargs):
        """A new term gets the next free bit; it never changes after."""
        if self.bit is None:
            highest = type(self)._default_manager.aggregate(models.Max("bit"))["bit__max"]
            self.bit = 0 if highest is None else highest + 1
        super().save(*args, **kwargs)


class TechLevel(FacetTerm):
    """What technology a learner needs: hi, low or no; a practice may serve several."""

    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    description_ar = models.CharField(_("description in Arabic"), max_length=300, blank=True)
    description_zh_hans = models.CharField(_("description in Chinese"), max_length=300, blank=True)
    description_fr = models.CharField(_("description in French"), max_length=300, blank=True)
    description_ru = models.CharField(_("description in Russian"), max_length=300, blank=True)
    description_es = models.CharField(_("description in Spanish"), max_length=300, blank=True)

    class Meta(FacetTerm.Meta):
        verbose_name = _("technology level")
        verbose_name_plural = _("technology levels")

    @property
    def description(self) -> str:
        """The description in the language of the reader, in English where there is none."""
        field = f"description_{(get_language() or 'en').replace('-', '_')}"
        return getattr(self, field, "") or self.description_en


class SdgTarget(FacetTerm):
    """A target of Sustainable Development Goal 4."""

    uri = models.URLField(_("URI"), blank=True)
    means = models.BooleanField(_("means of implementation"), default=False)

    class Meta(FacetTerm.Meta):
        verbose_name = _("SDG 4 target")
        verbose_name_plural = _("SDG 4 targets")


class IscedLevel(Term):
    """A level of the International Standard Classification of Education 2011."""

    class Meta(Term.Meta):
        verbose_name = _("ISCED level")
        verbose_name_plural = _("ISCED levels")


class IscedField(Term):
    """A field of education (ISCED-F 2013); codes are text, the hierarchy is their prefix."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader field"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    class Meta(Term.Meta):
        verbose_name = _("ISCED field")
        verbose_name_plural = _("ISCED fields")
        ordering = ["code"]


class Licence(Term):
    """A licence of texts and materials."""

    short_label = models.CharField(_("short name"), max_length=60)
    uri = models.URLField(_("URI"), blank=True)
    allows_derivatives = models.BooleanField(_("may be adapted"), default=True)
    allows_commercial = models.BooleanField(_("may be used commercially"), default=True)
    share_alike = models.BooleanField(_("adaptations under the same licence"), default=False)
    attribution = models.BooleanField(_("authors must be named"), default=True)
    is_oer = models.BooleanField(_("open educational resource"), default=True)
    for_own_work = models.BooleanField(
        _("offered to authors"),
        default=True,
        help_text=_("A mark such as “public domain” is no licence to give."),
    )

    class Meta(Term.Meta):
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self):
        return self.short_label
