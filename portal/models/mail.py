"""The outbox: every mail is a row before it is a mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMail(models.Model):
    """A mail as it will be, or was, handed over. ``key`` says what it is about: one mail for each key.

    ``content`` is the whole message (RFC 5322) with its Message-ID, so that a second delivery of the
    same mail is recognised by whoever receives it.
    """

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("person"),
    )
    recipients = models.JSONField(_("recipients"))
    subject = models.CharField(_("subject"), max_length=998)
    content = models.BinaryField()
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, db_index=True)
    refused_at = models.DateTimeField(_("refused"), null=True)
    answer = models.TextField(_("answer of the mail server"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]

    def __str__(self):
        return self.subject
