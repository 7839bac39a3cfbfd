"""What all screens of a group space share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import audit, authz

from ..enums import Visibility
from ..models import WorkingGroup
from ..permissions import PARTICIPATE


def get_group(request: HttpRequest, slug: str) -> WorkingGroup:
    """The group, or 404 for whoever may not know of it. The secretariat's visit to a private one is logged."""
    group = authz.get_or_404(request.user, "view", WorkingGroup, slug=slug)
    if group.visibility == Visibility.PRIVATE and group.pk not in authz.actor_of(request.user).ids(
        PARTICIPATE
    ):
        audit.record(
            "projects.visit_private_group", group, actor=request.user, after={"path": request.path[:255]}
        )
    return group


def space(request: HttpRequest, group: WorkingGroup, active: str, **context: Any) -> dict[str, Any]:
    """Context of a screen inside ``group``: its tabs and what the person may do."""
    user = request.user
    tabs = [
        ("detail", _("Overview"), "group_detail"),
        ("discussions", _("Discussions"), "group_discussions"),
        ("files", _("Files"), "group_files"),
        ("members", _("Members"), "group_members"),
    ]
    manages = authz.can(user, "manage", group)
    if manages:
        tabs.append(("settings", _("Settings"), "group_settings"))
    return {
        "group": group,
        "tabs": [
            {"label": label, "url": reverse(name, args=[group.slug]), "current": key == active}
            for key, label, name in tabs
        ],
        "participates": authz.can(user, "participate", group),
        "manages": manages,
        **context,
    }


def add_errors(form: Any, error: ValidationError) -> None:
    """Put a service's refusal on the form: at its fields where it has them, else on top."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, error)
