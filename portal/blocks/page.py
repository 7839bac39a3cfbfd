"""What a page's body may be made of."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from .content import CardsBlock, ExternalMediaBlock, ImageBlock, QuoteBlock, TextBlock, validate_href
from .live import FiguresBlock, ListingBlock, MapBlock


class HeroBlock(blocks.StructBlock):
    """The opening of a page: what this is, in one breath, and the first thing to do."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=400, required=False, rows=3)
    image = ImageChooserBlock(label=_("image"), required=False)
    action_label = blocks.CharBlock(label=_("label of the button"), max_length=60, required=False)
    action_href = blocks.CharBlock(
        label=_("address of the button"), max_length=300, required=False, validators=[validate_href]
    )

    class Meta:
        icon = "title"
        label = _("Hero")
        template = "blocks/hero.html"
        description = _("The opening of a page, with one thing to do")
        preview_value = {"title": "What works in online education, shared", "text": "For everyone."}


class SectionStreamBlock(blocks.StreamBlock):
    """Blocks for reading: standard pages, news, declarations."""

    text = TextBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    cards = CardsBlock()
    embed = ExternalMediaBlock()


class PageStreamBlock(SectionStreamBlock):
    """Everything, for the home page and the regional hubs."""

    hero = HeroBlock()
    figures = FiguresBlock()
    map = MapBlock()
    listing = ListingBlock()


class NumberedParagraphBlock(blocks.StructBlock):
    """One paragraph of a declaration; paragraphs are cited by their numbers."""

    number = blocks.CharBlock(label=_("number"), max_length=8, required=False)
    heading = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    text = blocks.TextBlock(label=_("text"), rows=4)

    class Meta:
        icon = "list-ol"
        label = _("Paragraph")
        template = "blocks/numbered_paragraph.html"
        description = _("A numbered paragraph that can be cited")
        preview_value = {"number": "1", "text": "We met to discuss the future of learning."}
