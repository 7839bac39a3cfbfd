from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")


class PortalUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration with our user model's fields."""

    user_viewset = "portal.viewsets.UserViewSet"
