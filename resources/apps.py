from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self):
        from members.signals import institution_moved
        from portal import editorial, page_cache, registries

        from . import demo, panels, permissions, search, signal_handlers, sitemaps, vocabularies  # noqa: F401
        from .models import IscedField, IscedLevel, Licence, Practice, SdgTarget, TechLevel

        institution_moved.connect(signal_handlers.institution_moved, dispatch_uid="resources.regions")
        terms = (TechLevel, SdgTarget, IscedLevel, IscedField, Licence)
        page_cache.watch(*terms, Practice)
        editorial.secretariat_edits(*terms)
        for name, loader in (
            ("technology levels", vocabularies.load_tech_levels),
            ("SDG 4 targets", vocabularies.load_sdg_targets),
            ("ISCED levels", vocabularies.load_isced_levels),
            ("ISCED fields", vocabularies.load_isced_fields),
            ("licences", vocabularies.load_licences),
        ):
            registries.vocabularies.register(name, loader, order=50)
        registries.dashboard_panels.register("practices", panels.MY_PRACTICES, order=30)
        registries.dashboard_panels.register("reviews", panels.MY_REVIEWS, order=20)
        registries.desk_sources.register("practice", panels.DESK, order=30)
        registries.profile_sections.register("practices", panels.OF_INSTITUTION, order=30)
        registries.search_sources.register("practices", search.PRACTICES, order=10)
        registries.listings.register("featured_practices", panels.FEATURED)
        registries.figures.register("practices", panels.PRACTICES_FIGURE, order=20)
        registries.figures.register("practice_countries", panels.COUNTRIES_FIGURE, order=30)
        registries.sitemaps.register("practices", sitemaps.PracticeSitemap)
        registries.demo_steps.register(
            "practices", registries.DemoStep(_("Good practices"), demo.load_practices), order=60
        )
