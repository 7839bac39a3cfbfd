"""Serving a stored file. Whoever calls this has already asked ``authz``."""

import logging
import re
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from .models import StoredFile, private_storage

logger = logging.getLogger("portal.files")
BLOCK = 64 * 1024
# The bytes come from strangers: a download, never a page of ours, wherever it is opened.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def serve(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return ``stored`` as a download; one byte range (RFC 9110) is honoured with 206, an impossible one with 416.

    With ``settings.PRIVATE_REDIRECT_PREFIX`` the web server sends the bytes, by an internal redirect.
    ``Http404`` if the bytes are gone.
    """
    if settings.PRIVATE_REDIRECT_PREFIX:
        response: HttpResponseBase = HttpResponse()
        response.headers["X-Accel-Redirect"] = quote(settings.PRIVATE_REDIRECT_PREFIX + stored.storage_name)
    else:
        response = _from_storage(request, stored)
    kind = stored.content_type
    response.headers["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response.headers["Content-Disposition"] = content_disposition(stored.original_name)
    response.headers["Accept-Ranges"] = "bytes"
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def content_disposition(name: str) -> str:
    """The header for a download called ``name`` (RFC 6266), with a plain fallback for old clients."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%;]', "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _from_storage(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    try:
        file = private_storage().open(stored.storage_name)
    except OSError as error:
        logger.exception("The bytes of %s %s are gone.", stored._meta.label, stored.pk)
        raise Http404(_("This file cannot be found in the storage.")) from error
    span = _wanted(request, stored)
    if span is None:
        response: HttpResponseBase = FileResponse(file)
        response.headers["Content-Length"] = str(stored.size)
    elif not span:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    else:
        response = _partial(file, span, stored.size)
    response.headers["ETag"] = _etag(stored)
    return response


def _etag(stored: StoredFile) -> str:
    return f'"{stored.storage_name.rpartition("/")[2]}"'


def _wanted(request: HttpRequest, stored: StoredFile) -> range | None:
    """The bytes asked for: ``None`` for the whole file, an empty range for what cannot be satisfied."""
    asked = request.headers.get("Range", "")
    match = re.fullmatch(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", asked, re.ASCII)
    if request.method != "GET" or not match or match.groups() == ("", ""):
        return None  # several ranges, other units and nonsense may be ignored
    if request.headers.get("If-Range", _etag(stored)) != _etag(stored):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, stored.size - int(last)), stored.size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(stored.size, int(last) + 1 if last else stored.size))


def _partial(file, span: range, size: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_blocks(file, span), status=206)
    response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    response.headers["Content-Length"] = str(len(span))
    response._resource_closers.append(file.close)
    return response


def _blocks(file, span: range):
    file.seek(span.start)
    left = len(span)
    while left and (block := file.read(min(BLOCK, left))):
        left -= len(block)
        yield block
