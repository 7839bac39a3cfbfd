"""The demo's regional hubs, below each language's home page where a text exists (English here)."""

from collections.abc import Callable

from django.db import transaction

from portal.demo_pages import add_page, content, sections
from portal.models import HomePage

from . import hubs
from .models import Region, RegionHubPage, RegionIndexPage


@transaction.atomic
def load(report: Callable[[str], None]) -> None:
    """Build the list of regions and a hub for each, and give its coordinators their rights."""
    home = HomePage.objects.get(locale__language_code="en")
    index = add_page(home, RegionIndexPage(title="Regions", slug="regions"))
    for text in content()["hubs"]:
        region = Region.objects.get(code=text["slug"])
        hub = add_page(index, _hub(region, text))
        hubs.ensure_hub_rights(hub)
    report(f"{RegionHubPage.objects.count()} regional hubs")


def _hub(region: Region, text: dict) -> RegionHubPage:
    return RegionHubPage(
        title=text["title"],
        slug=text["slug"],
        region=region,
        introduction=text["intro"][:400],
        body=sections(text["body"] if "body" in text else text.get("sections", [])),
    )
