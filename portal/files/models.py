"""The columns of a row that owns a file in private storage."""

import uuid

from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "files"


def private_storage() -> Storage:
    """The storage outside of everything a web server may serve by itself."""
    return storages["private"]


def new_storage_name() -> str:
    """A name that tells nothing and cannot be guessed; spread over 256 folders."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}"


class StoredFile(models.Model):
    """A file as it was uploaded. The original name is only ever text, never a path.

    Fill it with ``take(upload)`` and save in the same transaction; bytes whose row never came to be,
    or is gone, are removed by the sweeper (``portal.files.sweeper``).
    """

    storage_name = models.CharField(max_length=64, unique=True, editable=False)
    original_name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def take(self, upload: UploadedFile) -> None:
        """Check ``upload``, store its bytes and fill the columns. ``ValidationError`` if not acceptable."""
        from .uploads import store

        for name, value in store(upload).items():
            setattr(self, name, value)

    @property
    def extension(self) -> str:
        """The ending of the name, lower case, without dot."""
        return self.original_name.rpartition(".")[2].lower()
