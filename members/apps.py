from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self):
        from portal import editorial, registries
        from portal.signals import roles_changed

        from . import (
            demo,
            demo_hubs,
            hubs,
            permissions,  # noqa: F401
            ror,
            vocabularies,
        )
        from .models import Country, Region, RegionHubPage

        registries.vocabularies.register("regions", vocabularies.load_regions, order=20)
        registries.vocabularies.register("countries", vocabularies.load_countries, order=30)
        registries.vocabularies.register("ROR", ror.load_ror, order=90)
        roles_changed.connect(hubs.follow_roles, dispatch_uid="members.hubs")
        post_save.connect(hubs.follow_hub, sender=RegionHubPage, dispatch_uid="members.hub_rights")
        registries.desk_permissions.append("members.assist_region")
        editorial.secretariat_edits(Country, Region)
        registries.ticks.register("regional editors", hubs.sync_all_editors, order=60)
        registries.demo_steps.register(
            "institutions", registries.DemoStep(_("Institutions"), demo.load_institutions), order=30
        )
        registries.demo_steps.register("people", registries.DemoStep(_("People"), demo.load_people), order=40)
        registries.demo_steps.register(
            "hubs", registries.DemoStep(_("Regional hubs"), demo_hubs.load), order=92
        )
