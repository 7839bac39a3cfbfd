"""How often one person or one address may send a form. Reading is never limited here.

allauth's counters are used (they know trusted proxies and IPv6 prefixes and live in the shared
cache); its own limits on signing in, signing up and resetting are on by default. allauth asks the
URLconf for ``handler429`` and gets the same page.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal.ratelimit import consume, parse_rates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]
DEFAULT_WAIT = 60


def limit(rates: str) -> Callable[[View], View]:
    """Allow POST to a view ``rates`` times: ``"20/m/user"``, ``"5/m/ip,50/d/ip"`` (s, m, h, d).

    A limit for each person counts by address for visitors. ``ValueError`` if it cannot be read.
    """
    longest = max(int(rate.duration / rate.amount) for rate in parse_rates(rates))

    def decorate(view: View) -> View:
        name = f"{view.__module__}.{view.__qualname__}"

        @wraps(view)
        def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and not _may(request, name, rates):
                return too_many(request, max(DEFAULT_WAIT, longest))
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _may(request: HttpRequest, name: str, rates: str) -> bool:
    if not request.user.is_authenticated:
        rates = rates.replace("/user", "/ip")
    return consume(request, app="portal", action=name, config={name: rates}) is not None


def too_many(request: HttpRequest, wait: int = DEFAULT_WAIT) -> HttpResponse:
    """The page with status 429; ``Retry-After`` says when it is worth trying again."""
    reason = _("You have sent this form very often in a short time. Please wait a moment and send it again.")
    response = render(
        request, ["429.html", "portal/refusal.html"], {"reason": reason, "exception": reason}, status=429
    )
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "no-store"
    return response
