"""Registers the ground floor's screens in the Wagtail admin."""

from wagtail import hooks

from .viewsets import AuditViewSet, VocabularyGroup


@hooks.register("register_admin_viewset")
def audit_viewset():
    """The audit trail."""
    return AuditViewSet("audit")


@hooks.register("register_admin_viewset", order=1000)
def vocabulary_viewsets():
    """The vocabularies of all apps."""
    return VocabularyGroup()


@hooks.register("construct_homepage_panels")
def only_what_concerns(request, panels):
    """Wagtail's upgrade and locked-pages panels are for operators."""
    if not request.user.is_superuser:
        panels[:] = [panel for panel in panels if panel.name not in ("upgrade_notification",)]
