"""Addresses of the Wagtail admin that ours take over."""

from django.http import Http404
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import NameEmailSettingsPanel


class AccountView(WagtailAccountView):
    """The admin's own preferences. Names and addresses are kept under ``/account/``."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


def gone(request, **kwargs):
    """What stock Wagtail serves here has no place on this site."""
    raise Http404
