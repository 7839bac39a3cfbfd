"""Forms survive the end of a session: what was typed waits while the person signs in again.

``@sign_in_keeping_form`` stands for ``login_required`` on a view that takes a form. A POST without a session
is kept in a new one under the address; after signing in, the GET of that address finds it by ``take_kept``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

KEY = "kept_form"
MAX_LENGTH = 100_000
NOT_KEPT = ("csrfmiddlewaretoken",)


def sign_in_keeping_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send visitors to sign in and come back, with their form if they sent one."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return wrapped


def _keep(request: HttpRequest) -> None:
    data = request.POST.copy()
    for name in NOT_KEPT:
        data.pop(name, None)
    encoded = data.urlencode()
    if len(encoded) <= MAX_LENGTH:
        request.session[KEY] = {"path": request.path, "data": encoded}
        messages.info(
            request, _("Your session had ended. What you typed is kept: sign in and send it again.")
        )


def take_kept(request: HttpRequest) -> QueryDict | None:
    """What was typed at this address before signing in; it is handed out once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["data"])
