"""The public profile."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from portal import authz, registries

from ..jsonld import institution_data
from ..mapping import Dot, view_of
from ..models import FormerSlug, Institution

AROUND = (12.0, 9.0)  # degrees of longitude and latitude to each side on the small map


@require_safe
def member_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An institution's profile; a former address leads to the present one."""
    rows = Institution.objects.select_related("country", "region", "membership", "logo")
    institution = rows.filter(authz.where(request.user, "view", Institution), slug=slug).first()
    if institution is None:
        return _moved(request, slug)
    context = {
        **profile_context(institution),
        "may_edit": authz.can(request.user, "change", institution),
        "data": institution_data(institution) if institution.live else None,
        "sections": _sections(request, institution),
    }
    return render(request, "members/detail.html", context)


def _moved(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Institution.objects.filter(authz.where(request.user, "view", Institution))
    former = (
        FormerSlug.objects.filter(slug=slug, institution__in=visible).select_related("institution").first()
    )
    if former is None:
        raise Http404
    return redirect("member_detail", former.institution.slug, permanent=True)


def profile_context(institution: Institution) -> dict[str, Any]:
    """What the profile's template shows, saved or only being previewed."""
    return {
        "institution": institution,
        "membership": getattr(institution, "membership", None),
        "names": list(institution.names.all()),
        "languages": list(institution.languages.all()),
        "place": _place(institution),
    }


def _place(institution: Institution) -> dict[str, Any] | None:
    """A small map around the institution, if it has a place."""
    latitude, longitude = institution.latitude, institution.longitude
    if latitude is None or longitude is None:
        return None
    wide, high = AROUND
    box = (
        max(longitude - wide, -180.0),
        max(latitude - high, -90.0),
        min(longitude + wide, 180.0),
        min(latitude + high, 90.0),
    )
    view = view_of(box)
    x, y = view.at(latitude, longitude)
    return {"view": view, "dots": [Dot(x, y, 9.0, 1, "", institution.name)]}


def _sections(request: HttpRequest, institution: Institution) -> list[str]:
    """What other apps show of the institution (its practices, its groups), ready to print."""
    made = (
        (section.template, section.context(request.user, institution))
        for section in registries.profile_sections
    )
    return [render_to_string(template, context, request) for template, context in made if context is not None]
