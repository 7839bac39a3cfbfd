"""Models whose every change purges."""

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from .generation import purge


def watch(*watched: type[models.Model]) -> None:
    """Purge after the commit of each save, deletion or change of many-to-many relations of these models.

    ``QuerySet.update()`` and bulk operations send no signals: whoever uses them calls ``purge``.
    """
    for model in watched:
        name = f"portal.page_cache.{model._meta.label}"
        post_save.connect(_changed, sender=model, dispatch_uid=name)
        post_delete.connect(_changed, sender=model, dispatch_uid=name)
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                _changed, sender=field.remote_field.through, dispatch_uid=f"{name}.{field.name}"
            )


def _changed(sender, raw=False, **kwargs) -> None:
    if not raw:
        transaction.on_commit(purge)
