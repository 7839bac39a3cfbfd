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
MAX_LENGTH = 100_000  # characters of any script, several times the longest record
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
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    length = sum(len(name) + len(value) for name, values in typed.items() for value in values)
    if length <= MAX_LENGTH:
        request.session[KEY] = {"path": request.path, "typed": typed}
        messages.info(
            request, _("Your session had ended. What you typed is kept: sign in and send it again.")
        )


def take_kept(request: HttpRequest) -> QueryDict | None:
    """What was typed at this address before signing in; it is handed out once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    data = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        data.setlist(name, values)
    return data
