"""Blocks whose content the editor types."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"
        description = _("Running text with headings, lists and links")
        preview_value = "<h2>Learning together</h2><p>Members share what works in online education.</p>"


class ImageBlock(blocks.StructBlock):
    """A picture with the text for those who cannot see it, and a caption."""

    image = ImageChooserBlock(label=_("image"))
    alt = blocks.CharBlock(
        label=_("text alternative"),
        required=False,
        max_length=300,
        help_text=_("What the picture tells; leave empty only if it is mere decoration."),
    )
    caption = blocks.CharBlock(label=_("caption and source"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"
        description = _("A picture with text alternative and caption")
        preview_value = {"image": None, "alt": "", "caption": "A reading room with shared tablets"}


class QuoteBlock(blocks.StructBlock):
    """Somebody's words and where they are from."""

    text = blocks.TextBlock(label=_("words"), max_length=600, rows=3)
    source = blocks.CharBlock(label=_("source"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("Somebody's words and their source")
        preview_value = {"text": "Education is an expression of solidarity.", "source": "Paraphrase"}


def validate_href(value: str) -> None:
    """Accept an address on this site (``/library/``) or an absolute https or http one, else ``ValidationError``."""
    parts = urlsplit(value)
    local = value.startswith("/") and not value.startswith("//") and "\\" not in value
    if not local and not (parts.scheme in ("http", "https") and parts.netloc):
        raise ValidationError(_("Give an address that begins with / or https://."), code="href")


class CardBlock(blocks.StructBlock):
    """A way on: a title, a sentence and an address."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.TextBlock(label=_("text"), max_length=300, required=False, rows=2)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    href = blocks.CharBlock(label=_("or address"), required=False, max_length=300, validators=[validate_href])

    class Meta:
        icon = "form"
        label = _("Card")
        template = "blocks/card.html"
        description = _("A title, a sentence and a link")
        preview_value = {"title": "Good practices", "text": "Structured, with evidence.", "href": "/library/"}


class CardsBlock(blocks.StructBlock):
    """A row of cards under a heading."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    cards = blocks.ListBlock(CardBlock(), label=_("cards"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("Cards")
        template = "blocks/cards.html"
        description = _("Up to six cards under a heading")
        preview_value = {"heading": "Start here", "cards": [{"title": "Good practices", "href": "/library/"}]}


class ExternalMediaBlock(blocks.StructBlock):
    """A film or recording on another site, named and linked. Nothing is loaded from there by our page:
    no third party learns who reads, and a slow line pays only for what its owner asks for."""

    title = blocks.CharBlock(label=_("title"), max_length=150)
    url = blocks.URLBlock(label=_("address"))
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[
            ("video", _("Video")),
            ("audio", _("Audio")),
            ("slides", _("Slides")),
            ("other", _("Other")),
        ],
        default="video",
    )
    length = blocks.CharBlock(label=_("length or size"), required=False, max_length=40)
    poster = ImageChooserBlock(label=_("still image"), required=False)
    transcript = blocks.TextBlock(label=_("transcript or summary"), required=False, rows=4)

    class Meta:
        icon = "media"
        label = _("Embedded media")
        template = "blocks/external_media.html"
        description = _("A film or recording on another site, shown as a card that opens it")
        preview_value = {"title": "Conference recording", "url": "https://example.org/film", "kind": "video"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["host"] = urlsplit(value.get("url") or "").hostname or ""
        return context
