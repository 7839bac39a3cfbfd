"""Published practices for search engines."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from portal import authz

from .models import Practice


class PracticeSitemap(Sitemap):
    """The pages of published practices in all languages of the portal."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000

    def items(self):
        return authz.scope(None, "list", Practice).only("slug", "revised_at").order_by("pk")

    def location(self, item):
        return reverse("practice_detail", args=[item.slug])

    def lastmod(self, item):
        return item.revised_at
