"""What the library does when something happens elsewhere."""

from .enums import PracticeStatus
from .models import Practice

OVER = (PracticeStatus.RETIRED, PracticeStatus.DECLINED)


def institution_moved(sender, institution, **kwargs) -> None:
    """Practices go to their lead's new region: on desks, in facets, for the people who decide."""
    practices = Practice.objects.filter(lead_institution=institution).exclude(status__in=OVER)
    practices.update(region=institution.region)
