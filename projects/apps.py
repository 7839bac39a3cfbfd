from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from portal import editorial, page_cache, registries

        from . import demo, panels, permissions, search, sitemaps  # noqa: F401
        from .models import Event, WorkingGroup

        page_cache.watch(Event, WorkingGroup)
        editorial.secretariat_edits(Event)
        registries.dashboard_panels.register("groups", panels.MY_GROUPS, order=50)
        registries.search_sources.register("groups", search.GROUPS, order=30)
        registries.search_sources.register("events", search.EVENTS, order=40)
        registries.listings.register("upcoming_events", panels.UPCOMING_EVENTS)
        registries.figures.register("groups", panels.GROUP_FIGURE, order=40)
        registries.sitemaps.register("groups", sitemaps.GroupSitemap)
        registries.sitemaps.register("events", sitemaps.EventSitemap)
        registries.demo_steps.register(
            "groups", registries.DemoStep(_("Working groups"), demo.load_groups), order=70
        )
        registries.demo_steps.register("events", registries.DemoStep(_("Events"), demo.load_events), order=80)
