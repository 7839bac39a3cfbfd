"""Controlled vocabularies: a code that never changes and labels in the six languages of the portal."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LABEL_FIELDS = {code: f"label_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES}


def label_field() -> str:
    """The column with labels in the reader's language."""
    return LABEL_FIELDS.get(get_language() or "en", "label_en")


class Term(models.Model):
    """One term of a vocabulary. The secretariat may add terms and mend labels, never reuse a code."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    label_en = models.CharField(_("label in English"), max_length=255)
    label_ar = models.CharField(_("label in Arabic"), max_length=255, blank=True)
    label_zh_hans = models.CharField(_("label in Chinese"), max_length=255, blank=True)
    label_fr = models.CharField(_("label in French"), max_length=255, blank=True)
    label_ru = models.CharField(_("label in Russian"), max_length=255, blank=True)
    label_es = models.CharField(_("label in Spanish"), max_length=255, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    active = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The label in the language of the reader, in English where there is none."""
        return getattr(self, label_field()) or self.label_en
