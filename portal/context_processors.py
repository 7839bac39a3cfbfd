"""What every template may ask for."""

from django.conf import settings


def portal(request):
    """The name of the Alliance's site and whether this is the demo."""
    return {"demo": settings.DEMO, "site_url": settings.SITE_URL}
