from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")

    def ready(self):
        from portal import editorial, page_cache, registries

        from . import permissions, vocabularies  # noqa: F401
        from .models import IscedField, IscedLevel, Licence, SdgTarget, TechLevel

        terms = (TechLevel, SdgTarget, IscedLevel, IscedField, Licence)
        page_cache.watch(*terms)
        editorial.secretariat_edits(*terms)
        for name, loader in (
            ("technology levels", vocabularies.load_tech_levels),
            ("SDG 4 targets", vocabularies.load_sdg_targets),
            ("ISCED levels", vocabularies.load_isced_levels),
            ("ISCED fields", vocabularies.load_isced_fields),
            ("licences", vocabularies.load_licences),
        ):
            registries.vocabularies.register(name, loader, order=50)
