"""Groups of the Wagtail admin, kept in step with the roles.

Wagtail's native page and collection permissions hang on groups. The secretariat's group may do
everything in the admin that needs no operator; a region's group (``members.hubs``) only its hub.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import SecretariatAppointment, User

SECRETARIAT_GROUP = "Secretariat"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
COLLECTION_MODELS = ("wagtailimages.image", "wagtaildocs.document")
COLLECTION_RIGHTS = ("add", "change", "choose")
# Models the secretariat works on in the admin, with its rights; apps add theirs in ``AppConfig.ready()``.
_secretariat_models: dict[type[models.Model], tuple[str, ...]] = {}


def secretariat_edits(*edited: type[models.Model]) -> None:
    """Give the secretariat add, change, delete and view rights on these models in the admin."""
    _secretariat_models.update(dict.fromkeys(edited, ("add", "change", "delete", "view")))


def secretariat_reads(*read: type[models.Model]) -> None:
    """Let the secretariat look at these models in the admin and change nothing."""
    _secretariat_models.update(dict.fromkeys(read, ("view",)))


def admin_access() -> Permission:
    """The right to open the Wagtail admin at all."""
    return Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")


@transaction.atomic
def ensure_secretariat_group() -> Group:
    """Create or complete the secretariat's group; safe to repeat."""
    group, _created = Group.objects.get_or_create(name=SECRETARIAT_GROUP)
    group.permissions.add(admin_access(), *_model_permissions())
    allow_pages(group, Page.get_first_root_node())
    allow_collection(group, Collection.get_first_root_node())
    return group


def _model_permissions() -> Iterable[Permission]:
    for model, rights in _secretariat_models.items():
        yield from Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            codename__in=[f"{right}_{model._meta.model_name}" for right in rights],
        )


def allow_pages(group: Group, page: Page, rights: Iterable[str] = PAGE_RIGHTS) -> None:
    """Give ``group`` the page rights on ``page`` and all below it."""
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def allow_collection(group: Group, collection: Collection) -> None:
    """Let ``group`` add, change and choose images and documents in ``collection``."""
    for label in COLLECTION_MODELS:
        app, model = label.split(".")
        for right in COLLECTION_RIGHTS:
            permission = Permission.objects.get(content_type__app_label=app, codename=f"{right}_{model}")
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


def set_members(group: Group, people: Iterable[int]) -> int:
    """Make exactly these people (user ids) members of ``group``; return how many joined or left."""
    present, wanted = set(group.user_set.values_list("pk", flat=True)), set(people)
    group.user_set.remove(*User.objects.filter(pk__in=present - wanted))
    group.user_set.add(*User.objects.filter(pk__in=wanted - present))
    return len(present ^ wanted)


def sync_secretariat() -> int:
    """Bring the secretariat's group in line with the appointments; return how many changed."""
    current = SecretariatAppointment.objects.current().values_list("person_id", flat=True)
    return set_members(ensure_secretariat_group(), current)
