from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    default = True
    name = "portal"
    verbose_name = _("Portal")

    def ready(self):
        from . import (  # noqa: F401
            demo_pages,
            editorial,
            page_cache,
            permissions,
            registries,
            signal_handlers,
            ticks,
            vocabularies,
        )
        from .models import AuditEntry, Language, Navigation
        from .page_cache.editorial import watch_editorial
        from .signals import roles_changed

        roles_changed.connect(signal_handlers.keep_secretariat_group, dispatch_uid="portal.secretariat")
        editorial.secretariat_edits(Language, Navigation)
        editorial.secretariat_reads(AuditEntry)
        registries.vocabularies.register("languages", vocabularies.load_languages, order=10)
        registries.demo_steps.register(
            "vocabularies", registries.DemoStep(_("Vocabularies"), vocabularies.load_all), order=10
        )
        registries.demo_steps.register(
            "pages", registries.DemoStep(_("Editorial pages"), demo_pages.load), order=90
        )
        registries.demo_steps.register(
            "navigation", registries.DemoStep(_("Navigation"), demo_pages.load_navigation), order=95
        )
        registries.ticks.register("secretariat group", editorial.sync_secretariat, order=60)
        ticks.register()
        watch_editorial()
        page_cache.watch(Language, Navigation)


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our user model's fields."""

    default = False

    user_viewset = "portal.viewsets.UserViewSet"
