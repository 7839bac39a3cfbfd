"""Addresses. Screens live under a language prefix; machines' addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from . import health, sitemaps
from .views.admin import AccountView, gone
from .views.mail import dev_mail
from .views.media import demo_picture

handler400 = "portal.errors.bad_request"
handler429 = "portal.ratelimits.too_many"  # allauth asks for it

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap_part"),
    # Stock addresses that must not answer as they do upstream: one door to sign in, no second
    # password reset, no page that fails on demand.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    re_path(r"^admin/password_reset/.+", gone),
    path("admin/failwhale/", gone),
    path("admin/account/", require_admin_access(AccountView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:path>", demo_picture, name="demo_picture"),
    path("dev/mail/", dev_mail, name="dev_mail"),
    path("dev/mail/<int:pk>/", dev_mail, name="dev_mail_detail"),
]

urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    path("", include("members.urls")),
    path("", include("resources.urls")),
    path("", include("projects.urls")),
    path("", include("portal.screens")),
    # Wagtail's own form for readers would let people in without second factor, limits or a confirmed address.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path("", include(wagtail_urls)),
)
