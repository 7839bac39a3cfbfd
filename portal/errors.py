"""Error pages."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """A form whose security token has expired: say so in plain words and keep the status 403."""
    return render(request, "403_csrf.html", status=403)
