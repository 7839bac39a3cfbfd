"""Turns hostile or broken input into a clear answer before anything else sees it; never a 500."""

import logging

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext_lazy as _

from .inspection import Refused, inspect

logger = logging.getLogger("portal.guard")
TEMPLATES = ["400.html", "portal/refusal.html"]
DAMAGED_IMAGE = ("truncated", "broken data stream", "cannot identify image", "unrecognized data stream")


class InputGuardMiddleware:
    """Stands before sessions: even a cookie can hold what the database refuses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            inspect(request)
        except Refused as refused:
            logger.warning("Refused %s %r: %s", request.method, request.path[:200], refused.reason)
            return refusal(request, refused)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """What slips through stock code and yet is only bad input. Our own forms catch these earlier."""
        reason = _reason(request, error)
        if reason is None:
            return None
        logger.warning("Bad input at %s", request.path[:200], exc_info=error)
        return refusal(request, Refused(reason))


def _reason(request: HttpRequest, error: Exception):
    if isinstance(error, MultiValueDictKeyError):
        return _("A field that is needed is missing.")
    if isinstance(error, DataError):
        return _("A value is out of the range that can be stored.")
    if isinstance(error, UnicodeEncodeError | UnicodeDecodeError):
        return _("The request holds text that is not valid UTF-8.")
    if (
        isinstance(error, OSError)
        and request.FILES
        and any(sign in str(error).lower() for sign in DAMAGED_IMAGE)
    ):
        return _("The image is damaged or was cut off on its way.")
    return None


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The answer: a page in the visitor's language, JSON for programs."""
    with translation.override(get_language_from_request(request, check_path=True)):
        reason = str(refused.reason)
        if request.path_info.startswith("/api/") or request.content_type.endswith("json"):
            response: HttpResponse = JsonResponse({"error": reason}, status=refused.status)
        else:
            response = HttpResponse(
                render_to_string(TEMPLATES, {"reason": reason, "exception": reason}), status=refused.status
            )
    response.headers["Cache-Control"] = "no-store"
    return response
