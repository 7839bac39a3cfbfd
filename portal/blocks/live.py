"""Blocks that show what the portal holds at the moment; the upper floors register what there is."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal import registries
from portal.page_cache import memo


def figure_choices():
    """The numbers that apps have registered."""
    return [(name, registries.figures.get(name).label) for name in registries.figures.names()]


def listing_choices():
    """The listings that apps have registered."""
    return [(name, registries.listings.get(name).label) for name in registries.listings.names()]


class FiguresBlock(blocks.StructBlock):
    """The Alliance in numbers, counted when the page is made."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    figures = blocks.MultipleChoiceBlock(label=_("figures"), choices=figure_choices)

    class Meta:
        icon = "order"
        label = _("Figures of the Alliance")
        template = "blocks/figures.html"
        description = _("Numbers counted from the portal's own records")
        preview_value = {"heading": "The Alliance today", "figures": ["institutions"]}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        found = ((name, registries.figures.get(name)) for name in value.get("figures") or [])
        context["figures"] = [
            {"label": figure.label, "value": memo(("figure", name), figure.value), "url": figure.url()}
            for name, figure in found
            if figure
        ]
        return context


class ListingBlock(blocks.StructBlock):
    """The newest of something: practices, events, news."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    listing = blocks.ChoiceBlock(label=_("what"), choices=listing_choices)
    number = blocks.IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "list-ul"
        label = _("Practices, events or news")
        template = "blocks/listing.html"
        description = _("Featured practices, coming events or news, always current")
        preview_value = {"heading": "Good practices", "listing": "featured_practices", "number": 3}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        listing = registries.listings.get(value.get("listing") or "")
        context["listing"] = listing
        context["rows"] = listing.rows(value["number"], {}) if listing else []
        return context


class MapBlock(blocks.StructBlock):
    """The members on our own map."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)

    class Meta:
        icon = "globe"
        label = _("Map of members")
        template = "blocks/map.html"
        description = _("All members on a map, with the list as its text alternative")
        preview_value = {"heading": "Members in every region"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        listing = registries.listings.get("member_map")
        context["listing"] = listing
        context["rows"] = memo(("map", get_language()), lambda: listing.rows(0, {})) if listing else []
        return context
