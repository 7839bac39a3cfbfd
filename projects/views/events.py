"""Events: list, page, calendar entry."""

from datetime import UTC
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.models import Region
from portal import authz
from portal.paging import paginate

from .. import selectors
from ..models import Event


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Coming events, or past ones with ``?past=1``; ``?region= &q=``."""
    past, q = request.GET.get("past") == "1", request.GET.get("q", "").strip()[:200]
    region = request.GET.get("region", "")[:40]
    rows = selectors.events(request.user, past=past, region=region, q=q)
    context = {
        "page": paginate(request, rows, per_page=20),
        "past": past,
        "q": q,
        "region": region,
        "regions": Region.objects.filter(active=True),
    }
    return render(request, "projects/event_list.html", context)


def _event(request: HttpRequest, slug: str) -> Event:
    return authz.get_or_404(
        request.user, "view", Event.objects.select_related("country", "region"), slug=slug
    )


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, with its time where it is and, for people signed in, at theirs."""
    event = _event(request, slug)
    return render(request, "projects/event_detail.html", {"event": event, "json_ld": _json_ld(event)})


def _json_ld(event: Event) -> dict:
    """schema.org EducationEvent."""
    attendance = {"online": "Online", "onsite": "Offline", "mixed": "Mixed"}[event.mode]
    status = {"confirmed": "Scheduled", "tentative": "Scheduled", "cancelled": "Cancelled"}[event.status]
    return {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": f"{settings.SITE_URL}{reverse('event_detail', args=[event.slug])}#event",
        "name": event.title,
        "description": event.summary,
        "startDate": event.starts_at.astimezone(event.zone).isoformat(),
        "endDate": event.ends_at.astimezone(event.zone).isoformat(),
        "eventAttendanceMode": f"https://schema.org/{attendance}EventAttendanceMode",
        "eventStatus": f"https://schema.org/Event{status}",
        **({"location": _locations(event)} if _locations(event) else {}),
        **({"organizer": {"@type": "Organization", "name": event.organiser}} if event.organiser else {}),
    }


def _locations(event: Event) -> list[dict]:
    places = []
    if event.place:
        country = {"addressCountry": event.country.code} if event.country else {}
        places.append(
            {"@type": "Place", "name": event.place, "address": {"@type": "PostalAddress", **country}}
        )
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    return places


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The event as an iCalendar file (RFC 5545), in UTC."""
    event = _event(request, slug)
    response = HttpResponse(_calendar(request, event), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def _calendar(request: HttpRequest, event: Event) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Global MOOC Alliance//Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_entry(request, event))
    return calendar.to_ical()


def _entry(request: HttpRequest, event: Event) -> icalendar.Event:
    entry = icalendar.Event()
    # The site's own name, not the one it was asked by: a calendar knows the event again by its uid.
    entry.add("uid", f"{event.uid}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title)
    entry.add("description", event.summary)
    entry.add("status", event.status.upper())
    entry.add("url", request.build_absolute_uri(reverse("event_detail", args=[event.slug])))
    if event.place:
        entry.add("location", event.place)
    return entry
