"""A page tree with two regional hubs, their coordinators, and the secretariat, for the Wagtail admin."""

from types import SimpleNamespace

from wagtail.models import Collection, Locale, Page, Site
from wagtail.rich_text import RichText

from members import hubs
from members.models import RegionHubPage, RegionIndexPage
from portal import editorial
from portal.models import HomePage, NewsPage
from tests.factories.members import CoordinatorFactory, RegionFactory, RepresentativeFactory
from tests.factories.portal import SecretariatFactory, UserFactory


def build_admin() -> SimpleNamespace:
    """Home → regions → hubs of Africa and the Arab States, each with news and a coordinator."""
    editorial.ensure_secretariat_group()
    root, locale = Page.get_first_root_node(), Locale.objects.get_or_create(language_code="en")[0]
    home = root.add_child(instance=HomePage(title="Home", slug="alliance", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
    )
    index = home.add_child(instance=RegionIndexPage(title="Regions", slug="regions"))
    admin = SimpleNamespace(
        home=home, index=index, own=_hub(index, "africa"), other=_hub(index, "arab-states")
    )
    admin.coordinator = CoordinatorFactory(region=admin.own.region).person
    admin.colleague = CoordinatorFactory(region=admin.other.region).person
    admin.secretariat = SecretariatFactory()
    admin.rep, admin.newcomer = RepresentativeFactory().person, UserFactory()
    admin.own_news, admin.other_news = _news(admin.own), _news(admin.other)
    admin.collections = {
        name: Collection.objects.get(name=f"Region: {hub.region.label_en}")
        for name, hub in (("own", admin.own), ("other", admin.other))
    }
    return admin


def _hub(index, code) -> RegionHubPage:
    hub = RegionHubPage(title=f"Hub {code}", slug=code, region=RegionFactory(code=code), introduction="Old.")
    index.add_child(instance=hub)
    hubs.ensure_hub_rights(hub)
    return hub


def _news(hub) -> NewsPage:
    return hub.add_child(
        instance=NewsPage(
            title=f"News of {hub.slug}",
            slug=f"news-{hub.slug}",
            summary="Old.",
            body=[("text", RichText("<p>Old.</p>"))],
        )
    )
