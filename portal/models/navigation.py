"""Navigation and footer as settings of the site; the secretariat edits them in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page


class Screen(models.TextChoices):
    """Screens of the portal that a menu may lead to; their labels are translated with the portal."""

    PRACTICES = "practice_list", _("Library")
    MEMBERS = "member_list", _("Members")
    GROUPS = "group_list", _("Working groups")
    EVENTS = "event_list", _("Events")
    SEARCH = "search", _("Search")


class MenuItem(Orderable):
    """One entry: a screen of the portal or a page, in the reader's language where it exists."""

    screen = models.CharField(_("screen"), max_length=30, choices=Screen, blank=True)
    page = models.ForeignKey(
        Page, verbose_name=_("or page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("screen"), FieldPanel("page")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self):
        return self.get_screen_display() or str(self.page)


@register_setting(icon="list-ul")
class Navigation(ClusterableModel, BaseSiteSetting):
    """The main navigation and the footer."""

    footer_text = models.CharField(_("line in the footer"), max_length=300, blank=True)

    panels = [
        InlinePanel("main_items", heading=_("Main navigation"), label=_("entry"), max_num=7),
        InlinePanel("footer_items", heading=_("Footer"), label=_("entry"), max_num=12),
        FieldPanel("footer_text"),
    ]

    class Meta:
        verbose_name = _("navigation and footer")


class MainItem(MenuItem):
    """An entry of the main navigation."""

    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="main_items")


class FooterItem(MenuItem):
    """An entry of the footer."""

    navigation = ParentalKey(Navigation, on_delete=models.CASCADE, related_name="footer_items")
