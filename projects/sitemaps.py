"""Public groups and events for search engines."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from portal import authz

from .models import Event, WorkingGroup


class _PublicSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 5_000


class GroupSitemap(_PublicSitemap):
    """Public working groups."""

    def items(self):
        return authz.scope(AnonymousUser(), "view", WorkingGroup).order_by("pk")

    def location(self, item):
        return reverse("group_detail", args=[item.slug])

    def lastmod(self, item):
        return item.active_at


class EventSitemap(_PublicSitemap):
    """Public events."""

    def items(self):
        return authz.scope(AnonymousUser(), "view", Event).order_by("pk")

    def location(self, item):
        return reverse("event_detail", args=[item.slug])

    def lastmod(self, item):
        return item.updated_at
