"""Pictures of public pages where no web server stands in front."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# As the web server does it in production: uploads are shown as what they are, never run.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=86400",
}


@require_safe
def demo_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition; only in the demo and in development, and never a document or an original."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    response = serve(request, path, document_root=Path(settings.MEDIA_ROOT) / "images")
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
