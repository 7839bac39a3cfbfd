from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from portal import editorial, page_cache, registries
        from portal.signals import roles_changed

        from . import (
            demo,
            demo_hubs,
            hubs,
            panels,
            permissions,  # noqa: F401
            ror,
            signal_handlers,
            sitemaps,
            vocabularies,
        )
        from .models import Country, Institution, Membership, Region, RegionHubPage

        registries.vocabularies.register("regions", vocabularies.load_regions, order=20)
        registries.vocabularies.register("countries", vocabularies.load_countries, order=30)
        registries.vocabularies.register("ROR", ror.load_ror, order=90)
        roles_changed.connect(hubs.follow_roles, dispatch_uid="members.hubs")
        post_save.connect(hubs.follow_hub, sender=RegionHubPage, dispatch_uid="members.hub_rights")
        post_save.connect(
            signal_handlers.country_saved, sender=Country, dispatch_uid="members.country_region"
        )
        registries.desk_permissions.append("members.assist_region")
        editorial.secretariat_edits(Country, Region)
        registries.ticks.register("regional editors", hubs.sync_all_editors, order=60)
        page_cache.watch(Country, Institution, Membership, Region)
        registries.dashboard_panels.register("institutions", panels.MY_INSTITUTIONS, order=10)
        registries.dashboard_panels.register("regions", panels.MY_REGIONS, order=5)
        registries.desk_sources.register("change", panels.DESK, order=20)
        registries.search_sources.register("institutions", panels.SEARCH, order=20)
        registries.listings.register("member_map", panels.MAP)
        registries.figures.register("institutions", panels.INSTITUTIONS_FIGURE, order=10)
        registries.figures.register("countries", panels.COUNTRIES_FIGURE, order=15)
        registries.sitemaps.register("institutions", sitemaps.InstitutionSitemap)
        registries.demo_steps.register(
            "institutions", registries.DemoStep(_("Institutions"), demo.load_institutions), order=30
        )
        registries.demo_steps.register("people", registries.DemoStep(_("People"), demo.load_people), order=40)
        registries.demo_steps.register(
            "hubs", registries.DemoStep(_("Regional hubs"), demo_hubs.load), order=92
        )
