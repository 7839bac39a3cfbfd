"""Files of a group: each a line of versions in private storage."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile

from .groups import WorkingGroup


class GroupFile(models.Model):
    """A document the group works on; its content is in its versions."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=150)
    description = models.CharField(_("description"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)
    latest_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-active_at", "-pk"]
        indexes = [models.Index(fields=["group", "-active_at"], name="projects_file_newest")]

    def __str__(self):
        return self.title


class FileVersion(StoredFile):
    """One version: its bytes, who brought it, and what changed. Versions are never replaced."""

    file = models.ForeignKey(GroupFile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="projects_version_number_once")
        ]

    def __str__(self):
        return f"{self.file} v{self.number}"
