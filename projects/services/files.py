"""Files and their versions."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.files.uploads import check
from portal.models import User

from ..models import FileVersion, GroupFile, WorkingGroup
from .discussions import purge_if_public, require_open


@transaction.atomic
def add_file(
    *,
    group: WorkingGroup,
    author: User,
    title: str,
    upload: UploadedFile,
    description: str = "",
    note: str = "",
    at: datetime | None = None,
) -> GroupFile:
    """Share a file with the group as its version 1. ``ValidationError`` if the file is not acceptable."""
    at = at or timezone.now()
    file = GroupFile(
        group=group, title=title, description=description, created_by=author, created_at=at, active_at=at
    )
    file.full_clean()
    file.save()
    add_version(file=file, author=author, upload=upload, note=note, at=at)
    return GroupFile.objects.get(pk=file.pk)


@transaction.atomic
def add_version(
    *, file: GroupFile, author: User, upload: UploadedFile, note: str = "", at: datetime | None = None
) -> FileVersion:
    """Add the next version. Two people at once get two numbers. ``ValidationError`` if not acceptable."""
    at = at or timezone.now()
    check(upload)
    locked = GroupFile.objects.select_for_update().select_related("group").get(pk=file.pk)
    require_open(locked.group)
    version = FileVersion(
        file=locked, number=locked.latest_number + 1, note=note, uploaded_by=author, uploaded_at=at
    )
    version.take(upload)
    version.full_clean()
    version.save()
    locked.latest_number, locked.active_at = version.number, at
    locked.save(update_fields=["latest_number", "active_at"])
    WorkingGroup.objects.filter(pk=locked.group_id, active_at__lt=at).update(active_at=at)
    audit.record(
        "projects.add_version",
        version,
        actor=author,
        after={"number": version.number, "sha256": version.sha256},
    )
    purge_if_public(locked.group)
    return version
