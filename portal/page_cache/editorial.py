"""What editors change in Wagtail's admin, and the names of people, purge as well."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from .generation import purge
from .watching import watch

SHOWN_OF_PEOPLE = frozenset({"name", "is_active"})


def watch_editorial() -> None:
    """Watch pages of every type, who may see them, images, documents, sites and redirects."""
    watch(*get_page_models(), PageViewRestriction, CollectionViewRestriction, Site, Locale, Redirect)
    watch(get_image_model(), get_document_model())
    # A move writes the tree without saving pages; publishing purges once more when all is written.
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_moved, dispatch_uid="portal.page_cache.editorial")
    post_save.connect(_renamed, sender=get_user_model(), dispatch_uid="portal.page_cache.people")


def _moved(sender, **kwargs) -> None:
    transaction.on_commit(purge)


def _renamed(sender, created=False, raw=False, update_fields=None, **kwargs) -> None:
    """A person's name stands on public pages; a new account and a sign-in do not."""
    if not (created or raw) and (update_fields is None or SHOWN_OF_PEOPLE & set(update_fields)):
        transaction.on_commit(purge)
