"""Public profiles for search engines."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from portal import authz

from .models import Institution


class InstitutionSitemap(Sitemap):
    """The public profiles in all languages of the portal."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    def items(self):
        return authz.scope(AnonymousUser(), "view", Institution).only("slug", "updated_at").order_by("pk")

    def location(self, item):
        return reverse("member_detail", args=[item.slug])

    def lastmod(self, item):
        return item.updated_at
