from .changes import ChangeRequest
from .grants import InstitutionGrant, RegionGrant
from .institutions import Institution, InstitutionName, Membership
from .pages import RegionHubPage, RegionIndexPage
from .people import Affiliation, CoordinatorAppointment, Representative
from .regions import Country, Region
from .ror import RorName, RorRecord

__all__ = [
    "Affiliation",
    "ChangeRequest",
    "CoordinatorAppointment",
    "Country",
    "Institution",
    "InstitutionGrant",
    "InstitutionName",
    "Membership",
    "Region",
    "RegionGrant",
    "RegionHubPage",
    "RegionIndexPage",
    "Representative",
    "RorName",
    "RorRecord",
]
