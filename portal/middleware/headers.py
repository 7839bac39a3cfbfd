"""Security headers by area."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

PERMISSIONS = ", ".join(
    [
        *(f"{feature}=()" for feature in (
            "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
            "encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment",
            "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
        )),
        "fullscreen=(self)",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)  # fmt: skip
ADMIN = "/admin/"


class AreaCSPMiddleware(CSPMiddleware):
    """The portal's pages run nothing inline; Wagtail's admin cannot do without (wagtail#1288)."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Wagtail's admin and its previews get ``settings.ADMIN_CONTENT_SECURITY_POLICY``."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts


class SecurityHeadersMiddleware:
    """Headers Django and django-csp leave to us. What a view has set itself stays."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_personal(request, response):
            headers.setdefault("Cache-Control", "private, no-store")
        return response


def _is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Signed in, or a visitor with something of their own (a form token, a message, a session)."""
    if request.method not in ("GET", "HEAD") or response.cookies:
        return True
    user = getattr(request, "user", None)
    # A visitor without a session cookie is nobody; do not load a session only to see that.
    return bool(
        user is not None and settings.SESSION_COOKIE_NAME in request.COOKIES and user.is_authenticated
    )
