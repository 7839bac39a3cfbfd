"""How allauth signs people in here."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import gettext as _


def display_name(user) -> str:
    """The name shown for ``user`` on account pages and in account mails."""
    return user.get_full_name()


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour, with our user model's one name field."""

    def is_safe_url(self, url):
        """Nor does anybody go on to the admin who may not enter it: they would be sent back and forth."""
        user = self.request.user
        barred = user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")
        return super().is_safe_url(url) and not (barred and url.startswith("/admin/"))

    def populate_username(self, request, user):
        """There are no user names: people sign in by e-mail address."""

    def format_email_subject(self, subject):
        """The Alliance's name in front, not the host the request came by."""
        return f"[{_('Global MOOC Alliance')}] {subject}"

    def send_mail(self, template_prefix, email, context):
        """Mails speak of the Alliance and its own address, whatever host the request named."""
        site = SimpleNamespace(name=_("Global MOOC Alliance"), domain=urlsplit(settings.SITE_URL).netloc)
        ours = {
            name: _on_our_site(value) if name.endswith("_url") else value for name, value in context.items()
        }
        super().send_mail(template_prefix, email, {**ours, "current_site": site})


def _on_our_site(url):
    """The same address on the site's own host: a link in a mail never follows the Host header."""
    if not isinstance(url, str) or not urlsplit(url).netloc:
        return url
    scheme, netloc = urlsplit(settings.SITE_URL)[:2]
    return urlsplit(url)._replace(scheme=scheme, netloc=netloc).geturl()
