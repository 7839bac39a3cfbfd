"""Uploads: what is accepted, and the way into private storage."""

import codecs
import hashlib
import unicodedata
from typing import TypedDict

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .archives import check_archive
from .kinds import KINDS, Kind
from .models import new_storage_name, private_storage

MAX_NAME = 200
CHUNK = 256 * 1024
HEAD = 8192
TEXT_CONTROLS = "\t\n\r\f\v"
JOINERS = "\u200c\u200d"  # they spell words in Persian and Indic scripts


class StoredFields(TypedDict):
    """The columns of ``StoredFile``."""

    storage_name: str
    original_name: str
    size: int
    content_type: str
    sha256: str


def clean_name(name: str | None) -> str:
    """The name without folders, control characters or direction tricks, at most 200 characters long."""
    name = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in name if c in JOINERS or not unicodedata.category(c).startswith("C"))
    kept = " ".join(kept.split()).strip(". ") if kept.strip(". ") else ""
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[: MAX_NAME - 1 - len(extension)]}{dot}{extension}" if len(kept) > MAX_NAME else kept


def check(upload: UploadedFile) -> str:
    """Return the content type of an acceptable upload; ``ValidationError`` says what is wrong with another.

    The ending of the name must be on the list and the content must be of that kind.
    """
    kind = _kind_of(clean_name(upload.name))
    size = upload.size or 0
    limit = settings.PRIVATE_MAX_UPLOAD_SIZE
    if size == 0:
        raise ValidationError(_("This file is empty."), code="empty")
    if size > limit:
        raise ValidationError(
            _("This file is too large (%(size)s). At most %(limit)s are possible."),
            code="too_large",
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )
    if kind.family == "magic":
        _check_magic(upload, kind)
    elif kind.family == "text":
        _check_text(upload)
    else:
        check_archive(upload, kind, size)
    return kind.content_type


def store(upload: UploadedFile) -> StoredFields:
    """Check ``upload``, write it to private storage and return the columns that describe it.

    If the caller's transaction fails afterwards, the sweeper removes the bytes.
    """
    content_type = check(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks(CHUNK):
        digest.update(chunk)
    upload.seek(0)
    return StoredFields(
        storage_name=private_storage().save(new_storage_name(), upload),
        original_name=clean_name(upload.name),
        size=upload.size or 0,
        content_type=content_type,
        sha256=digest.hexdigest(),
    )


def _kind_of(name: str) -> Kind:
    stem, _dot, extension = name.rpartition(".")
    kind = KINDS.get(extension.lower()) if stem else None
    if kind is None:
        raise ValidationError(
            _("Files of this kind are not accepted. Possible are: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(KINDS)},
        )
    return kind


def _check_magic(upload: UploadedFile, kind: Kind) -> None:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    found = filetype.guess(head)
    if found is None or found.mime != kind.content_type:
        raise ValidationError(_("The content of this file does not fit its name."), code="mismatch")


def _check_text(upload: UploadedFile) -> None:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    upload.seek(0)
    try:
        for chunk in upload.chunks(CHUNK):
            _refuse_controls(decoder.decode(chunk))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("This is not a text in UTF-8. Save it as UTF-8 first."), code="text"
        ) from error
    finally:
        upload.seek(0)


def _refuse_controls(text: str) -> None:
    if any(ord(c) < 32 and c not in TEXT_CONTROLS for c in set(text)):
        raise ValidationError(_("This is not a plain text file."), code="text")
