"""The hub of each region in the Wagtail page tree, and the group of coordinators that may edit it."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Count
from wagtail.models import Collection, GroupPagePermission, Page

from portal import editorial

from .models import CoordinatorAppointment, Institution, Region, RegionHubPage

HUB_RIGHTS = ("add_page", "change_page", "publish_page")


def region_facts(region: Region) -> dict[str, Any]:
    """What a hub shows of its region: counts, newest members, coordinators. Three queries."""
    members = Institution.objects.live().filter(region=region)
    appointments = CoordinatorAppointment.objects.current().filter(region=region).select_related("person")
    return {
        "figures": members.aggregate(institutions=Count("pk"), countries=Count("country", distinct=True)),
        "newest": members.select_related("country").order_by("-created_at", "pk")[:6],
        "coordinators": appointments.order_by("starts_at"),
    }


def _groups():
    names = [f"Coordinators: {code}" for code in Region.objects.values_list("code", flat=True)]
    return Group.objects.filter(name__in=names)


def follow_hub(sender, instance, raw=False, **kwargs):
    """After a hub was made, translated or given to another region."""
    if not raw:
        ensure_hub_rights(instance)


def group_of(region: Region) -> Group:
    """The admin group of the region's coordinators."""
    return Group.objects.get_or_create(name=f"Coordinators: {region.code}")[0]


@transaction.atomic
def ensure_hub_rights(hub: RegionHubPage) -> Group:
    """Give the region's coordinators, and no others, the hub, its news and the region's collection."""
    group = group_of(hub.region)
    GroupPagePermission.objects.filter(page=hub.pk, group__in=_groups()).exclude(group=group).delete()
    group.permissions.set([editorial.admin_access()])
    editorial.allow_pages(group, Page.objects.get(pk=hub.pk), HUB_RIGHTS)
    editorial.allow_collection(group, _collection(hub.region))
    sync_editors(hub.region)
    return group


def _collection(region: Region) -> Collection:
    root = Collection.get_first_root_node()
    name = f"Region: {region.label_en}"
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def sync_editors(region: Region) -> int:
    """Bring the group in line with the region's current lead and deputy coordinators; return the changes."""
    return editorial.set_members(group_of(region), _editors(region))


def drift() -> int:
    """How many people are in a region's group without an appointment, or the other way round."""
    return sum(
        len(set(group_of(region).user_set.values_list("pk", flat=True)) ^ set(_editors(region)))
        for region in Region.objects.all()
    )


def _editors(region: Region):
    current = CoordinatorAppointment.objects.current().filter(region=region).exclude(role="assistant")
    return current.values_list("person_id", flat=True)


def sync_all_editors() -> int:
    """All regions, for ``tick``."""
    return sum(sync_editors(region) for region in Region.objects.all())


def follow_roles(sender, people, **kwargs):
    """After a change of roles: the groups of the regions these people were ever appointed to."""
    for region in Region.objects.filter(appointments__person_id__in=people).distinct():
        sync_editors(region)
