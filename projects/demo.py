"""The demo's working groups and events, through the services."""

import tomllib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from members.models import Country, Institution, Region
from portal.authz import grants
from portal.models import User

from . import services
from .enums import CHAIRING
from .models import Event, Post, Seat, WorkingGroup

CONTENT = Path(__file__).parent / "demo_content"
NAMESPACE = uuid.UUID("6f2f7a0e-3c8e-4d0c-9d0e-8a4f0c6f4d11")


def load_groups(report: Callable[[str], None]) -> None:
    """Open the groups of ``groups.toml`` that are not there yet; each in one transaction."""
    texts = tomllib.loads((CONTENT / "groups.toml").read_text("utf-8"))["groups"]
    people = {person.email: person for person in User.objects.all()}
    institutions = {each.ror: each for each in Institution.objects.exclude(ror="")}
    for text in texts:
        if not WorkingGroup.objects.filter(slug=text["slug"]).exists():
            _load_group(text, people, institutions)
    report(f"{WorkingGroup.objects.count()} groups, {Post.objects.count()} posts")


@transaction.atomic
def _load_group(text: dict, people: dict[str, User], institutions: dict[str, Institution]) -> None:
    seats = sorted(text["seats"], key=lambda seat: seat["role"] not in CHAIRING)
    first, *others = seats
    group = services.open_group(
        slug=text["slug"],
        name=text["name"],
        summary=text["summary"],
        mandate=text["mandate"],
        visibility=text["visibility"],
        started_on=text["proposed"],
        ends_on=text.get("sunset"),
        chair=people[first["person"]],
        institution=institutions.get(first.get("institution", "")),
        actor=None,
    )
    for seat in others:
        institution = institutions.get(seat.get("institution", ""))
        services.give_seat(
            group=group, person=people[seat["person"]], institution=institution, role=seat["role"], actor=None
        )
    opened = datetime(
        text["proposed"].year, text["proposed"].month, text["proposed"].day, tzinfo=ZoneInfo("UTC")
    )
    Seat.objects.filter(group=group).update(starts_at=opened)
    grants.sync(group.seats.values_list("person_id", flat=True))
    _threads(group, text.get("threads", []), people)
    _files(group, text.get("files", []), people)


def _ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def _threads(group: WorkingGroup, threads: list[dict], people: dict[str, User]) -> None:
    for text in threads:
        first, *replies = text["posts"]
        thread = services.start_thread(
            group=group,
            author=people[first["author"]],
            title=text["title"],
            text=first["text"],
            token=_token(group, text["title"], 0),
            at=_ago(first["days_ago"]),
        )
        for number, post in enumerate(replies, 1):
            services.reply(
                thread=thread,
                author=people[post["author"]],
                text=post["text"],
                token=_token(group, text["title"], number),
                at=_ago(post["days_ago"] - number / 100),
            )


def _token(group: WorkingGroup, title: str, number: int) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{group.slug}/{title}/{number}")


def _files(group: WorkingGroup, files: list[dict], people: dict[str, User]) -> None:
    for text in files:
        first, *later = text["versions"]
        file = services.add_file(
            group=group,
            author=people[first["author"]],
            title=text["title"],
            description=text.get("description", ""),
            upload=_upload(first),
            note=first.get("note", ""),
            at=_ago(first["days_ago"]),
        )
        for version in later:
            services.add_version(
                file=file,
                author=people[version["author"]],
                upload=_upload(version),
                note=version.get("note", ""),
                at=_ago(version["days_ago"]),
            )


def _upload(version: dict) -> SimpleUploadedFile:
    return SimpleUploadedFile(version["filename"], version["text"].encode())


def load_events(report: Callable[[str], None]) -> None:
    """Enter the events of ``events.toml`` that are not there yet."""
    texts = tomllib.loads((CONTENT / "events.toml").read_text("utf-8"))["events"]
    present = set(Event.objects.values_list("slug", flat=True))
    for text in texts:
        if text["slug"] not in present:
            services.save_event(event=_event(text), actor=None)
    report(f"{Event.objects.count()} events")


def _event(text: dict) -> Event:
    zone = ZoneInfo(text["time_zone"])
    plain = (
        "slug",
        "title",
        "summary",
        "description",
        "kind",
        "mode",
        "time_zone",
        "place",
        "online_url",
        "organiser",
    )
    return Event(
        **{name: text[name] for name in plain if name in text},
        starts_at=_local(text["starts"], zone),
        ends_at=_local(text["ends"], zone),
        country=Country.objects.filter(code=text.get("country", "")).first(),
        region=Region.objects.filter(code=text.get("region", "")).first(),
    )


def _local(value: datetime | str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=zone)
