"""Languages that content is written in: any BCP 47 tag, shown by its own name."""

from django.utils.translation import gettext_lazy as _

from .terms import Term


class Language(Term):
    """A content language; ``code`` is the canonical BCP 47 tag (``zh-Hans``, ``pt-BR``)."""

    class Meta(Term.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")
