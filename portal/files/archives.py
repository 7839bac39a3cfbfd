"""What an archive (a zip, an office document, an e-book) must not be. Nothing is ever unpacked here."""

import stat
import zipfile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .kinds import Kind

MAX_ENTRIES = 5_000
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE = 20 * 1024 * 1024  # small documents of repetitive XML shrink a lot and harm nobody
ENCRYPTED = 0x1


def check_archive(upload: UploadedFile, kind: Kind, size: int) -> None:
    """Raise ``ValidationError`` if the archive is damaged, hostile, or of another kind than its name says."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = archive.infolist()
            _check_bounds(entries, size)
            _check_entries(entries)
            _check_kind(archive, entries, kind)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError) as error:
        raise ValidationError(_("This file is damaged or not what its name says."), code="damaged") from error
    finally:
        upload.seek(0)


def _check_bounds(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    # Packed sizes that add up to more than the file are entries laid over each other: a bomb.
    overlaid = sum(entry.compress_size for entry in entries) > size
    too_dense = unpacked > RATIO_FREE and unpacked > MAX_RATIO * size
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or overlaid or too_dense:
        raise ValidationError(_("This archive would become too large when unpacked."), code="bomb")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise ValidationError(
                _("Files inside are protected with a password and cannot be checked."), code="encrypted"
            )
        if stat.S_ISLNK(entry.external_attr >> 16) or _leaves_folder(entry.orig_filename):
            raise ValidationError(
                _("This archive has entries that point outside of its own folder."), code="path"
            )


def _leaves_folder(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or path[1:2] == ":" or ".." in path.split("/") or "\0" in path


def _check_kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: Kind) -> None:
    names = {entry.filename for entry in entries}
    if kind.family == "mimetype":
        right = "mimetype" in names and _mimetype(archive) == kind.mark
    elif kind.family == "ooxml":
        right = "[Content_Types].xml" in names and any(name.startswith(kind.mark) for name in names)
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise ValidationError(_("Documents with macros are not accepted."), code="macros")
    else:
        right = True
    if not right:
        raise ValidationError(_("The content of this file does not fit its name."), code="mismatch")


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace").strip()
