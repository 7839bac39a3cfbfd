"""What background work needs beside the rows of django-tasks-db."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobLease(models.Model):
    """A worker's claim on a running job. When it has run out, the worker is taken for dead."""

    result = models.OneToOneField(
        "django_tasks_database.DBTaskResult", on_delete=models.CASCADE, primary_key=True, related_name="lease"
    )
    worker_id = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("job lease")
        verbose_name_plural = _("job leases")

    def __str__(self):
        return f"{self.result_id} {self.worker_id}"


class TickMark(models.Model):
    """When something that falls due was last done, so that the next time starts from there."""

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tick mark")
        verbose_name_plural = _("tick marks")

    def __str__(self):
        return self.name
