from .changes import ChangeRequest, ProfileDraft
from .grants import InstitutionGrant, RegionGrant
from .institutions import FormerSlug, Institution, InstitutionName, Membership
from .pages import RegionHubPage, RegionIndexPage
from .people import Affiliation, CoordinatorAppointment, Representative
from .regions import Country, Region
from .ror import RorName, RorRecord

__all__ = [
    "Affiliation",
    "ChangeRequest",
    "CoordinatorAppointment",
    "Country",
    "FormerSlug",
    "Institution",
    "InstitutionGrant",
    "InstitutionName",
    "Membership",
    "ProfileDraft",
    "Region",
    "RegionGrant",
    "RegionHubPage",
    "RegionIndexPage",
    "Representative",
    "RorName",
    "RorRecord",
]
