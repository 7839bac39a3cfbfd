"""Groups and seats."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Institution
from portal import audit, page_cache
from portal.authz import grants
from portal.models import User
from portal.search.folding import fold
from portal.search.vectors import vector

from ..enums import CHAIRING, GroupStatus, SeatRole, Visibility
from ..models import Seat, WorkingGroup

EDITABLE = ("name", "summary", "mandate", "visibility", "ends_on")


def _index(group: WorkingGroup) -> None:
    group.sort_key = fold(group.name)[:120]
    group.search = vector([(group.name, "A"), (group.summary, "B"), (group.mandate, "C")])


@transaction.atomic
def open_group(
    *,
    slug: str,
    name: str,
    summary: str,
    mandate: str,
    chair: User,
    actor: User | None,
    institution: Institution | None = None,
    visibility: str = Visibility.PRIVATE,
    **fields,
) -> WorkingGroup:
    """Create an active group with its first chair and return it. ``ValidationError`` on bad values."""
    group = WorkingGroup(
        slug=slug, name=name, summary=summary, mandate=mandate, visibility=visibility, **fields
    )
    group.full_clean(exclude=["search"])
    _index(group)
    group.save()
    audit.record("projects.open_group", group, actor=actor, after={"visibility": visibility})
    give_seat(group=group, person=chair, institution=institution, role=SeatRole.CHAIR, actor=actor)
    return group


@transaction.atomic
def change_group(*, group: WorkingGroup, version: int, changes: dict, actor: User) -> WorkingGroup:
    """Set the ``EDITABLE`` fields in ``changes``; ``version`` is the one the editor saw.

    ``ValidationError`` with code ``conflict`` if somebody changed the group meanwhile.
    """
    locked = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if locked.version != version:
        raise ValidationError(_("Somebody else changed the group meanwhile."), code="conflict")
    before = {name: getattr(locked, name) for name in EDITABLE if name in changes}
    for name in before:
        setattr(locked, name, changes[name])
    locked.version += 1
    locked.full_clean(exclude=["search"])
    _index(locked)
    locked.save()
    after = {name: changes[name] for name in before}
    audit.record("projects.change_group", locked, actor=actor, before=before, after=after)
    transaction.on_commit(page_cache.purge)
    return WorkingGroup.objects.get(pk=locked.pk)


@transaction.atomic
def archive_group(*, group: WorkingGroup, actor: User) -> WorkingGroup:
    """Make the group read-only. Archiving an archived group changes nothing."""
    locked = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if locked.status != GroupStatus.ARCHIVED:
        before, locked.status = locked.status, GroupStatus.ARCHIVED
        locked.save(update_fields=["status"])
        audit.record(
            "projects.archive_group",
            locked,
            actor=actor,
            before={"status": before},
            after={"status": locked.status},
        )
        transaction.on_commit(page_cache.purge)
    return locked


@transaction.atomic
def give_seat(
    *,
    group: WorkingGroup,
    person: User,
    actor: User | None,
    institution: Institution | None = None,
    role: str = SeatRole.MEMBER,
    ends_at: datetime | None = None,
) -> Seat:
    """Give ``person`` a seat and with it the group's grants. ``ValidationError`` if they have one."""
    WorkingGroup.objects.select_for_update().get(pk=group.pk)
    if Seat.objects.current().filter(group=group, person=person).exists():
        raise ValidationError(_("This person has a seat in the group already."), code="seated")
    seat = Seat(group=group, person=person, institution=institution, role=role, ends_at=ends_at)
    seat.full_clean()
    seat.save()
    audit.record("projects.give_seat", seat, actor=actor, after={"person": person.pk, "role": role})
    grants.sync([person.pk], actor=actor)
    transaction.on_commit(page_cache.purge)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, actor: User, reason: str = "") -> Seat:
    """End a seat now; its grants end with it. The last chair's seat cannot end before another has one."""
    WorkingGroup.objects.select_for_update().get(pk=seat.group_id)
    locked = Seat.objects.select_for_update().get(pk=seat.pk)
    if not locked.is_current():
        return locked
    if locked.role in CHAIRING and not _other_chairs(locked):
        raise ValidationError(
            _("A group needs a chair. Give the chair to somebody else first."), code="last_chair"
        )
    locked.ends_at = timezone.now()
    locked.save(update_fields=["ends_at"])
    audit.record("projects.end_seat", locked, actor=actor, before={"person": locked.person_id}, reason=reason)
    grants.sync([locked.person_id], actor=actor)
    transaction.on_commit(page_cache.purge)
    return locked


def _other_chairs(seat: Seat) -> bool:
    chairs = Seat.objects.current().filter(group_id=seat.group_id, role__in=CHAIRING)
    return chairs.exclude(pk=seat.pk).exists()
