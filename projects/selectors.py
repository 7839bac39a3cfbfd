"""Reads over groups and events; each list costs the same number of queries whatever its length."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal import authz
from portal.search.vectors import match

from .enums import CHAIRING, GroupStatus
from .models import Event, FileVersion, GroupFile, Post, Seat, Thread, WorkingGroup
from .permissions import PARTICIPATE


def groups(user: Any, *, q: str = "", mine: bool = False, archived: bool = False) -> QuerySet[WorkingGroup]:
    """Groups the person may see, with ``member_count`` and ``thread_count``."""
    rows = authz.scope(user, "view", WorkingGroup)
    if mine:
        rows = rows.filter(pk__in=authz.actor_of(user).ids(PARTICIPATE))
    status = Q(status=GroupStatus.ARCHIVED)
    rows = rows.filter(status if archived else ~status)
    rows = match(rows, q) if q else rows
    return rows.annotate(
        member_count=_count(Seat.objects.current()), thread_count=_count(Thread.objects.all())
    )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.filter(group=OuterRef("pk")).order_by().values("group").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def seats(group: WorkingGroup) -> QuerySet[Seat]:
    """Current seats, chairs first."""
    rows = group.seats.current().select_related("person", "institution__country")
    return rows.annotate(chairing=Q(role__in=CHAIRING)).order_by("-chairing", "starts_at", "pk")


def threads(group: WorkingGroup) -> QuerySet[Thread]:
    """Discussions, the most lively first, with ``post_count``."""
    rows = group.threads.select_related("started_by").annotate(post_count=Count("posts"))
    return rows.order_by("-active_at", "-pk")  # grouping has dropped the model's order


def posts(thread: Thread) -> QuerySet[Post]:
    """Posts in order, with their authors."""
    return thread.posts.select_related("author", "group")


def files(group: WorkingGroup) -> QuerySet[GroupFile]:
    """Files, the newest change first, each with its newest version in ``newest`` (a list of one)."""
    newest = FileVersion.objects.filter(number=F("file__latest_number")).select_related("uploaded_by")
    return group.files.prefetch_related(Prefetch("versions", queryset=newest, to_attr="newest"))


def versions(file: GroupFile) -> QuerySet[FileVersion]:
    """All versions, newest first."""
    return file.versions.select_related("uploaded_by")


def events(user: Any, *, past: bool = False, region: str = "", q: str = "") -> QuerySet[Event]:
    """Events the person may see: coming ones soonest first, or past ones latest first."""
    now = timezone.now()
    rows = authz.scope(user, "view", Event).select_related("country", "region")
    rows = (
        rows.filter(ends_at__lt=now).order_by("-starts_at", "pk") if past else rows.filter(ends_at__gte=now)
    )
    rows = rows if past else rows.order_by("starts_at", "pk")
    rows = rows.filter(region__code=region) if region else rows
    return match(rows, q) if q else rows
