"""Countries change regions seldom; what is open goes with them, what was decided stays."""

from django.db import transaction

from portal import audit, page_cache

from ..enums import ChangeStatus
from ..models import ChangeRequest, Country, Institution
from ..signals import institution_moved
from .profiles import refresh_search


@transaction.atomic
def follow_country(*, country: Country) -> int:
    """Bring the institutions of ``country`` to its region and their open requests with them; return how many."""
    rows = Institution.objects.select_for_update(of=("self",)).select_related("region", "country__region")
    moving = [each for each in rows.filter(country=country) if each.region_id != country.region_id]
    for institution in moving:
        before, institution.region = institution.region, country.region
        institution.save(update_fields=["region"])
        refresh_search(institution=institution)
        move_open_requests(institution)
        audit.record(
            "members.follow_country",
            institution,
            actor=None,
            before=before.code if before else "",
            after=country.region.code if country.region else "",
            region=country.region.code if country.region else "",
        )
        institution_moved.send(sender=Institution, institution=institution, before=before)
    transaction.on_commit(page_cache.purge)
    return len(moving)


def move_open_requests(institution: Institution) -> None:
    """Requests that wait go to the coordinators of the institution's present region."""
    waiting = ChangeRequest.objects.filter(institution=institution, status=ChangeStatus.OPEN)
    waiting.update(region=institution.region)
