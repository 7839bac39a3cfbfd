"""The outbox, shown in the demo so that nobody needs a mail server to follow a conversation."""

import email
from email.message import Message

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.models import OutboxMail
from portal.paging import paginate


@never_cache
@require_safe
def dev_mail(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All mails, the newest first, or one of them. 404 outside of the demo."""
    if not settings.DEMO:
        raise Http404
    page = paginate(request, OutboxMail.objects.defer("content"), per_page=30)
    mail = get_object_or_404(OutboxMail, pk=pk) if pk else None
    context = {"page": page, "mail": mail, "text": _text(mail) if mail else ""}
    return render(request, "portal/dev_mail.html", context)


def _text(mail: OutboxMail) -> str:
    message = email.message_from_bytes(bytes(mail.content))
    return next((_decoded(part) for part in message.walk() if part.get_content_type() == "text/plain"), "")


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode(part.get_content_charset("utf-8"), "replace") if isinstance(content, bytes) else ""
