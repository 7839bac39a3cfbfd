from .children import Author, Evidence, Material, Partner
from .practices import Practice
from .reviews import NumberSeries, PracticeGrant, PublishedVersion, ReviewAssignment
from .vocabularies import IscedField, IscedLevel, Licence, SdgTarget, TechLevel

__all__ = [
    "Author",
    "Evidence",
    "IscedField",
    "IscedLevel",
    "Licence",
    "Material",
    "NumberSeries",
    "Partner",
    "Practice",
    "PracticeGrant",
    "PublishedVersion",
    "ReviewAssignment",
    "SdgTarget",
    "TechLevel",
]
