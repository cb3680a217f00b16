"""Which page is this?"""

from shield.cases.views.access import (
    AccessDetail,
    AccessExclude,
    AccessLift,
    AccessName,
    AccessRestrict,
    ExclusionEnd,
    GrantEnd,
)
from shield.cases.views.openings import GlassBreak, OpeningDetail, OpeningEnd, OpeningList

__all__ = [
    "AccessDetail",
    "AccessExclude",
    "AccessLift",
    "AccessName",
    "AccessRestrict",
    "ExclusionEnd",
    "GlassBreak",
    "GrantEnd",
    "OpeningDetail",
    "OpeningEnd",
    "OpeningList",
]
