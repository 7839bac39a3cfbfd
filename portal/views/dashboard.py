"""What a person has to do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal import registries


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The panels that have something for this person."""
    made = ((panel.template, panel.context(request)) for panel in registries.dashboard_panels)
    panels = [
        render_to_string(template, context, request) for template, context in made if context is not None
    ]
    return render(request, "portal/dashboard.html", {"panels": panels})
