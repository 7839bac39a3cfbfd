"""StreamField blocks of the editorial pages."""

from .content import CardBlock, CardsBlock, ExternalMediaBlock, ImageBlock, QuoteBlock, TextBlock
from .live import FiguresBlock, ListingBlock, MapBlock
from .page import HeroBlock, NumberedParagraphBlock, PageStreamBlock, SectionStreamBlock

__all__ = [
    "CardBlock",
    "CardsBlock",
    "ExternalMediaBlock",
    "FiguresBlock",
    "HeroBlock",
    "ImageBlock",
    "ListingBlock",
    "MapBlock",
    "NumberedParagraphBlock",
    "PageStreamBlock",
    "QuoteBlock",
    "SectionStreamBlock",
    "TextBlock",
]
