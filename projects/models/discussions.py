"""Discussions of a group: threads of posts in plain text."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .groups import WorkingGroup


class Thread(models.Model):
    """A question or matter that the group talks about."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="threads")
    title = models.CharField(_("title"), max_length=150)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)
    closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering = ["-active_at", "-pk"]
        indexes = [models.Index(fields=["group", "-active_at"], name="projects_thread_newest")]

    def __str__(self):
        return self.title


class Post(models.Model):
    """What one person said. ``group`` repeats the thread's, so that rules and lists need no join."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=10_000)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # Sent with the form and unique, so that a form sent twice posts once.
    token = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["posted_at", "pk"]
        indexes = [models.Index(fields=["thread", "posted_at"], name="projects_post_order")]

    def __str__(self):
        return f"{self.author}: {self.text[:60]}"
