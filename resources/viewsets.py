"""Screens of the Wagtail admin for the vocabularies of practices; the secretariat uses them."""

from django.utils.translation import gettext_lazy as _

from portal.viewsets import TermViewSet

from .models import IscedField, IscedLevel, Licence, SdgTarget, TechLevel


class TechLevelViewSet(TermViewSet):
    """What technology a learner needs."""

    model = TechLevel
    menu_label = _("Technology levels")
    extra_fields = tuple(f"description_{code}" for code in ("en", "ar", "zh_hans", "fr", "ru", "es"))


class SdgTargetViewSet(TermViewSet):
    """Targets of Sustainable Development Goal 4."""

    model = SdgTarget
    menu_label = _("SDG 4 targets")
    extra_fields = ("uri", "means")


class IscedLevelViewSet(TermViewSet):
    """Levels of education."""

    model = IscedLevel
    menu_label = _("Levels of education")


class IscedFieldViewSet(TermViewSet):
    """Fields of education."""

    model = IscedField
    menu_label = _("Fields of education")
    extra_fields = ("parent",)


class LicenceViewSet(TermViewSet):
    """Licences of texts and materials."""

    model = Licence
    menu_label = _("Licences")
    list_display = ["code", "short_label", "for_own_work", "active"]
    extra_fields = (
        "short_label",
        "uri",
        "allows_derivatives",
        "allows_commercial",
        "share_alike",
        "attribution",
        "is_oer",
        "for_own_work",
    )
