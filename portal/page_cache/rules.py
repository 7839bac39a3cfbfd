"""Which requests may be answered from the cache, and which pages may enter it.

In doubt a page is neither served nor stored. Signed-in people carry a session cookie and never come
near; a page that used a form token, a message, a cookie or a nonce belongs to one person.
"""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

MAX_QUERY = 512
MAX_BODY = 2 * 1024 * 1024
PERSONAL_HEADERS = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_RANGE")
KINDS = frozenset(
    {"text/html", "application/xml", "application/atom+xml", "application/rss+xml", "text/calendar"}
)
HARMLESS_VARY = frozenset({"accept-encoding", "cookie", "hx-request"})
FORBIDDEN = ("no-store", "private", "no-cache")


def key_of(request: HttpRequest) -> tuple | None:
    """The key under which the page for ``request`` is kept; ``None`` if the cache has no part in it.

    Ends with the query, its parameters in the order of their names.
    """
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or len(query) > MAX_QUERY or _is_personal(request):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return request.scheme, host, request.path, _normalised(query)


def _normalised(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return urlencode(sorted(pairs, key=lambda pair: pair[0]), encoding="latin-1") or query


def _is_personal(request: HttpRequest) -> bool:
    meta = request.META
    if any(name in meta for name in PERSONAL_HEADERS):
        return True
    return bool(meta.get("HTTP_COOKIE")) and not _personal_cookies().isdisjoint(request.COOKIES)


def _personal_cookies() -> frozenset[str]:
    """Cookies that make a visitor somebody."""
    return frozenset(
        {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"}
    )


def storable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether ``response`` is the same for every visitor."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and isinstance(response, HttpResponse)
        and not _is_marked(response)
        and not _touched_a_person(request)
        and len(response.content) <= MAX_BODY
    )


def _is_marked(response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "").lower()
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return (
        bool(response.cookies)
        or response.has_header("Content-Encoding")
        or any(word in control for word in FORBIDDEN)
        or not vary <= HARMLESS_VARY
        or kind not in KINDS
    )


def _touched_a_person(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return (
        "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        or isinstance(getattr(request, "_csp_nonce", None), str)
        or (session is not None and (session.modified or not session.is_empty()))
    )
