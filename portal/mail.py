"""Mail: written to the outbox in the caller's transaction, handed over by a job for each.

A mail is delivered at least once. It is delivered a second time only if the process dies between
the mail server's "250" and our commit, and then with the same Message-ID. django-post-office was
weighed and left out: it notes a batch as sent only at its end and locks no rows, so that a kill or
a second sender repeats whole batches, and it has no key to write a mail only once.
"""

import email
import smtplib
import uuid
import zoneinfo
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from .jobs import job
from .models import OutboxMail, User

NAMESPACE = uuid.UUID("3c2f6d1e-5f0b-5a43-9f0c-6f4b1c1c7d1a")
MAX_SUBJECT = 200
KEEP_CONTENT_DAYS = 90


def send(template: str, to: User, context: dict[str, Any], key: str) -> OutboxMail:
    """Write the mail ``templates/emails/<template>.txt`` to ``to``; its first line is the subject.

    It is rendered in the person's language and time zone. ``key`` names the occasion
    (``"change-approved-17"``): a second call with the same key writes nothing and returns the first mail.
    The template gets ``person``, ``site_url`` and ``context``.
    """
    present = OutboxMail.objects.filter(key=key).first()
    return present or _write(_render(template, to, context, key), key, to)


def _render(template: str, to: User, context: dict[str, Any], key: str) -> EmailMessage:
    language = to.language or settings.LANGUAGE_CODE
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(to.time_zone or "UTC")):
        values = {"person": to, "site_url": settings.SITE_URL, **context}
        text = _plain(f"emails/{template}.txt", values)
        first, _newline, body = text.strip().partition("\n")
        subject, body = " ".join(first.split())[:MAX_SUBJECT], body.strip() + "\n"
        html = get_template("emails/base.html").render({"subject": subject, "body": body.strip()})
    message = EmailMultiAlternatives(subject, body, to=[to.email], headers=_headers(key, language))
    message.attach_alternative(html, "text/html")
    return message


def _plain(name: str, values: dict[str, Any]) -> str:
    """Render a text template: nothing to escape, there is no markup in it."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def _headers(key: str, language: str) -> dict[str, str]:
    return {
        "Message-ID": message_id(key),
        "Date": formatdate(localtime=False),
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }


def message_id(key: str) -> str:
    """The Message-ID of the mail with this key: always the same one."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{uuid.uuid5(NAMESPACE, key)}@{host}>"


@transaction.atomic
def _write(message: EmailMessage, key: str, person: User | None = None) -> OutboxMail:
    mail, created = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "recipients": message.recipients(),
            "subject": str(message.subject)[:998],
            "content": message.message().as_bytes(),
        },
    )
    if created:
        deliver_mail.enqueue(mail.pk)
    return mail


@job(max_attempts=12)
def deliver_mail(mail_id: int) -> None:
    """Hand one mail over. The row is locked meanwhile, so that two workers never send it both."""
    with transaction.atomic():
        waiting = OutboxMail.objects.select_for_update().filter(sent_at=None, refused_at=None)
        mail = waiting.filter(pk=mail_id).first()
        if mail is None:
            return
        try:
            get_connection(settings.OUTBOX_BACKEND).send_messages([_StoredMessage(mail)])
            mail.sent_at = timezone.now()
        except smtplib.SMTPRecipientsRefused as error:
            if not _for_good(error):
                raise
            mail.refused_at, mail.answer = timezone.now(), str(error.recipients)
        mail.save(update_fields=["sent_at", "refused_at", "answer"])


def _for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    """Whether every address was refused permanently (5xx): trying again would only annoy."""
    return all(code >= 500 for code, _answer in error.recipients.values())


def forget_content() -> int:
    """Empty mails that were done with long ago; keys stay, so that nothing is sent twice."""
    limit = timezone.now() - timedelta(days=KEEP_CONTENT_DAYS)
    old = (
        OutboxMail.objects.filter(created_at__lt=limit)
        .exclude(sent_at=None, refused_at=None)
        .exclude(content=b"")
    )
    return old.update(content=b"", recipients=[], subject="")


class OutboxBackend(BaseEmailBackend):
    """Django's ``EMAIL_BACKEND``: mails of allauth and Wagtail take the same way as ours."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them to the outbox and return how many."""
        for message in email_messages:
            key = f"message:{uuid.uuid4()}"
            message.extra_headers.setdefault("Message-ID", message_id(key))
            _write(message, key)
        return len(email_messages)


class _StoredMessage(EmailMessage):
    """A mail of the outbox in the shape a backend of Django wants."""

    def __init__(self, mail: OutboxMail):
        self.stored = email.message_from_bytes(bytes(mail.content), _class=_RawMessage)
        self.stored.content = bytes(mail.content)
        body = next((part for part in self.stored.walk() if part.get_content_type() == "text/plain"), None)
        text = body.get_payload(decode=True).decode("utf-8", "replace") if body else ""
        super().__init__(mail.subject, text, self.stored["From"], mail.recipients)
        self.extra_headers = {"Message-ID": self.stored["Message-ID"]}

    def message(self) -> Message:
        return self.stored


class _RawMessage(Message):
    """Gives its bytes exactly as they were written."""

    content = b""

    def as_bytes(self, unixfrom=False, policy=None, linesep="\n") -> bytes:
        return self.content.replace(b"\r\n", b"\n").replace(b"\n", linesep.encode())
