"""Events: who sees them, and what calendars and search engines read."""

import json
import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from projects import services
from tests.factories.members import CoordinatorFactory, CountryFactory, RegionFactory
from tests.factories.portal import SecretariatFactory, UserFactory
from tests.factories.projects import EventFactory

pytestmark = pytest.mark.django_db


def page(client, event):
    return client.get(reverse("event_detail", args=[event.slug]))


def calendar(client, event, **extra):
    return client.get(reverse("event_calendar", args=[event.slug]), **extra)


def json_ld(response):
    found = re.search(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', response.content.decode(), re.S
    )
    return json.loads(found[1])


def test_the_calendar_entry_is_read_by_icalendar(client):
    event = EventFactory(
        title="Board, part; two\\three",
        place="Hall 1\nFloor 2",
        starts_at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
        ends_at=datetime(2027, 3, 1, 11, 30, tzinfo=UTC),
        status="tentative",
    )
    response = calendar(client, event)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    parsed = icalendar.Calendar.from_ical(response.content)
    (entry,) = parsed.walk("VEVENT")
    assert (str(parsed["VERSION"]), str(entry["SUMMARY"])) == ("2.0", event.title)
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (event.starts_at, event.ends_at)
    assert (str(entry["STATUS"]), str(entry["LOCATION"]), entry["SEQUENCE"]) == ("TENTATIVE", event.place, 0)
    assert str(entry["URL"]).endswith(reverse("event_detail", args=[event.slug]))
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_text_cannot_put_lines_of_its_own_into_the_calendar(client):
    event = EventFactory(title="Nice\r\nATTENDEE:mailto:x@example.org\r\nX", summary="a\nBEGIN:VALARM")
    (entry,) = icalendar.Calendar.from_ical(calendar(client, event).content).walk("VEVENT")
    assert "ATTENDEE" not in entry
    assert not entry.subcomponents


def test_the_same_event_has_the_same_uid_whatever_host_it_was_asked_of(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    event = EventFactory()
    uids = {
        str(
            icalendar.Calendar.from_ical(calendar(client, event, HTTP_HOST=host).content).walk("VEVENT")[0][
                "UID"
            ]
        )
        for host in ("testserver", "elsewhere.example", "127.0.0.1:8000")
    }
    assert len(uids) == 1


def test_a_moved_event_is_a_newer_version_of_the_same(client):
    event = EventFactory()
    before = icalendar.Calendar.from_ical(calendar(client, event).content).walk("VEVENT")[0]
    event.starts_at += timedelta(minutes=30)
    services.save_event(event=event, actor=None)
    after = icalendar.Calendar.from_ical(calendar(client, event).content).walk("VEVENT")[0]
    assert (before["UID"], before["SEQUENCE"]) == (after["UID"], after["SEQUENCE"] - 1)


def test_json_ld_says_what_the_page_says(client):
    event = EventFactory(
        mode="mixed",
        status="cancelled",
        place="Milan",
        country=CountryFactory(code="IT"),
        online_url="https://meet.example.org/1",
        organiser="Alliance",
        starts_at=datetime(2027, 7, 1, 9, 0, tzinfo=UTC),
        ends_at=datetime(2027, 7, 1, 10, 0, tzinfo=UTC),
        time_zone="Europe/Rome",
    )
    data = json_ld(page(client, event))
    assert (data["@context"], data["@type"], data["name"]) == (
        "https://schema.org",
        "EducationEvent",
        event.title,
    )
    assert (data["startDate"], data["endDate"]) == ("2027-07-01T11:00:00+02:00", "2027-07-01T12:00:00+02:00")
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["location"][0]["address"] == {"@type": "PostalAddress", "addressCountry": "IT"}
    assert data["organizer"] == {"@type": "Organization", "name": "Alliance"}


def test_a_title_cannot_leave_the_json_ld_script(client):
    event = EventFactory(title="</script><script>alert(1)</script>", summary="<!-- <b>")
    response = page(client, event)
    assert b"<script>alert(1)" not in response.content
    assert json_ld(response)["name"] == event.title


def test_a_hidden_event_answers_its_coordinator_and_the_secretariat_alone(client, client_for):
    region = RegionFactory(code="africa")
    event = EventFactory(live=False, region=region, title="Zebra day")
    own = CoordinatorFactory(region=region).person
    other = CoordinatorFactory(region=RegionFactory(code="arab-states")).person
    for user, status in ((own, 200), (SecretariatFactory(), 200), (other, 404), (UserFactory(), 404)):
        assert page(client_for(user), event).status_code == status
        assert calendar(client_for(user), event).status_code == status
        listed = b"Zebra day" in client_for(user).get(reverse("event_list")).content
        assert listed is (status == 200)
    assert (page(client, event).status_code, calendar(client, event).status_code) == (404, 404)
    assert b"Zebra day" not in client.get(reverse("event_list")).content


def test_a_hidden_event_and_a_missing_one_answer_alike(client):
    event = EventFactory(live=False)
    missing = client.get(reverse("event_detail", args=["missing"]))
    hidden = page(client, event)
    assert hidden.content.decode().replace(event.slug, "missing") == missing.content.decode()


def test_coming_events_come_soonest_first_and_past_ones_latest_first(client):
    now = timezone.now()
    for name, days in (("Far", 9), ("Near", 1), ("Old", -9), ("Recent", -1)):
        EventFactory(title=name, starts_at=now + timedelta(days=days))
    coming = client.get(reverse("event_list")).content.decode()
    past = client.get(f"{reverse('event_list')}?past=1").content.decode()
    assert coming.index("Near") < coming.index("Far")
    assert past.index("Recent") < past.index("Old")
    assert "Old" not in coming
    assert "Near" not in past


def test_events_are_found_by_words_and_region(client):
    EventFactory(title="Conférence africaine", region=RegionFactory(code="africa"))
    EventFactory(title="Elsewhere", region=RegionFactory(code="arab-states"))
    url = reverse("event_list")
    for query, expected in (
        ("?q=conference", {"Conférence africaine"}),
        ("?region=arab-states", {"Elsewhere"}),
        ("?region=nowhere", set()),
        ("?q=conference&region=arab-states", set()),
    ):
        titles = {event.title for event in client.get(url + query).context["page"].object_list}
        assert titles == expected, query


def test_posting_to_an_event_is_no_method(client):
    event = EventFactory()
    for name in ("event_detail", "event_calendar"):
        assert client.post(reverse(name, args=[event.slug])).status_code == 405
