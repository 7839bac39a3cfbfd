"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal import authz, registries


def portal(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo, the site's address, and whether the person works at the desk."""
    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "works_at_desk": SimpleLazyObject(lambda: works_at_desk(getattr(request, "user", None))),
    }


def works_at_desk(user: Any) -> bool:
    """Whether the person may open the review desk at all."""
    actor = authz.actor_of(user)
    return actor.secretariat or any(actor.ids(name) for name in registries.desk_permissions)
