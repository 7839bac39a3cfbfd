"""The sitemap's index, its parts and robots.txt. Only what a visitor may see, in all its languages."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from . import registries

PRIVATE_PREFIXES = ("account", "dashboard", "desk", "search")


class PageSitemap(Sitemap):
    """Wagtail's pages. A page has an address for each language it is written in."""

    limit = 5_000

    def items(self):
        return list(self._pages().public().order_by("pk").select_related("locale"))

    def location(self, item):
        return item.get_url() or "/"

    def lastmod(self, item):
        return item.last_published_at

    def _pages(self):
        roots = [site.root_page for site in Site.objects.select_related("root_page")]
        translations = [page.pk for root in roots for page in root.get_translations(inclusive=True)]
        found = Page.objects.none()
        for home in Page.objects.filter(pk__in=translations):
            found = found | Page.objects.descendant_of(home, inclusive=True)
        return found.live()

    def _urls(self, page, protocol, domain):
        """Add the other languages' addresses to each page."""
        urls = super()._urls(page, protocol, domain)
        by_key: dict = {}
        for other in self._pages().public().select_related("locale"):
            by_key.setdefault(other.translation_key, []).append(other)
        for url in urls:
            versions = by_key.get(url["item"].translation_key, [])
            if len(versions) > 1:
                url["alternates"] = [
                    {
                        "location": f"{protocol}://{domain}{other.get_url()}",
                        "lang_code": other.locale.language_code,
                    }
                    for other in versions
                ]
        return urls


def _parts() -> dict[str, type[Sitemap]]:
    named = {name: registries.sitemaps.get(name) for name in registries.sitemaps.names()}
    return {"pages": PageSitemap, **{name: part for name, part in named.items() if part is not None}}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml``: the parts."""
    return views.index(request, sitemaps=_parts(), sitemap_url_name="sitemap_part")


@require_safe
def part(request: HttpRequest, section: str) -> HttpResponse:
    """``/sitemap-<part>.xml``; 404 for an unknown part or page."""
    return views.sitemap(request, sitemaps=_parts(), section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: keep to what is for everybody, and where the sitemap is."""
    languages = [code for code, _name in settings.LANGUAGES]
    closed = [f"/{code}/{prefix}/" for code in languages for prefix in PRIVATE_PREFIXES]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ["/admin/", *closed]), "Allow: /", ""]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
