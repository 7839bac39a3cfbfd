"""Regional hubs: pages whose coordinators edit them by Wagtail's own page permissions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.blocks import PageStreamBlock
from portal.models.pages import news_below

from .regions import Region


class RegionIndexPage(Page):
    """The list of regions."""

    introduction = models.CharField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["members.RegionHubPage"]
    max_count_per_parent = 1
    template = "pages/region_index.html"
    page_description = _("The list of regions")

    class Meta:
        verbose_name = _("list of regions")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        hubs = RegionHubPage.objects.child_of(self).live().public().defer_streamfields()
        context["hubs"] = hubs.select_related("region", "locale")
        return context


class RegionHubPage(Page):
    """The page of one region, with its news below it."""

    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, related_name="hub_pages"
    )
    introduction = models.CharField(_("introduction"), max_length=400, blank=True)
    body = StreamField(PageStreamBlock(), verbose_name=_("body"), blank=True)

    # The region decides who may edit the page, so only the secretariat chooses it.
    content_panels = [
        *Page.content_panels,
        FieldPanel("region", permission="members.change_region"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types = ["members.RegionIndexPage"]
    subpage_types = ["portal.NewsPage"]
    template = "pages/region_hub.html"
    page_description = _("The page of one region; its coordinators edit it")

    class Meta:
        verbose_name = _("regional hub")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["news"] = news_below(self)[:6]
        return context
