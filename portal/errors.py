"""Error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .middleware.guard import refusal
from .middleware.inspection import Refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request Django itself refuses, such as one with a broken Host header: the page asks it for nothing."""
    return refusal(request, Refused(""))


def csrf_failure(request, reason=""):
    """A form whose security token has expired: say so in plain words and keep the status 403."""
    return render(request, "403_csrf.html", status=403)
