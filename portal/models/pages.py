"""Editorial pages. People other than editors and the secretariat do not work in the page tree."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.blocks import NumberedParagraphBlock, PageStreamBlock, SectionStreamBlock
from portal.paging import paginate


class HomePage(Page):
    """The front of the portal in one language."""

    body = StreamField(PageStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home.html"
    page_description = _("The front page of one language")

    class Meta:
        verbose_name = _("home page")


class StandardPage(Page):
    """A page of text: about, how to join, privacy."""

    introduction = models.CharField(_("introduction"), max_length=400, blank=True)
    body = StreamField(SectionStreamBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["portal.HomePage", "portal.StandardPage"]
    subpage_types = ["portal.StandardPage"]
    template = "pages/standard.html"
    page_description = _("A page of text")

    class Meta:
        verbose_name = _("standard page")


class NewsIndexPage(Page):
    """All news, newest first."""

    introduction = models.CharField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.NewsPage"]
    max_count_per_parent = 1
    template = "pages/news_index.html"
    page_description = _("The list of news")

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["news"] = paginate(request, news_below(self.get_parent()), per_page=12)
        return context


class NewsPage(Page):
    """A piece of news; below a regional hub it belongs to the region."""

    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.CharField(_("summary"), max_length=300)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(SectionStreamBlock(), verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    parent_page_types = ["portal.NewsIndexPage", "members.RegionHubPage"]
    subpage_types: list = []
    template = "pages/news.html"
    page_description = _("A piece of news")

    class Meta:
        verbose_name = _("news page")
        indexes = [models.Index(fields=["-date"], name="portal_news_newest")]


def news_below(page: Page) -> models.QuerySet:
    """Public news anywhere below ``page``, newest first, without the bodies."""
    news = NewsPage.objects.descendant_of(page).live().public()
    return news.defer_streamfields().select_related("image", "locale").order_by("-date", "-pk")


class DeclarationPage(Page):
    """A declaration of the Alliance in numbered paragraphs, in one language."""

    note = models.CharField(
        _("what this text is"),
        max_length=400,
        help_text=_("For instance: official text, translation, or paraphrase for reading only."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    paragraphs = StreamField([("paragraph", NumberedParagraphBlock())], verbose_name=_("paragraphs"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("note"),
        FieldPanel("adopted_on"),
        FieldPanel("paragraphs"),
    ]
    parent_page_types = ["portal.HomePage"]
    subpage_types: list = []
    template = "pages/declaration.html"
    page_description = _("Numbered paragraphs that can be cited")

    class Meta:
        verbose_name = _("declaration")

    def clean(self):
        super().clean()
        numbers = [block.value["number"] for block in self.paragraphs if block.value["number"]]
        if len(numbers) != len(set(numbers)):
            raise ValidationError({"paragraphs": _("Two paragraphs have the same number.")})
