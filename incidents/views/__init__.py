"""Which page is this?"""

from incidents.views.access import (
    AccessDetail,
    AccessExclude,
    AccessLift,
    AccessName,
    AccessRestrict,
    ExclusionEnd,
    GrantEnd,
)
from incidents.views.attachments import (
    AttachmentFile,
    AttachmentList,
    AttachmentRemove,
    AttachmentShut,
)
from incidents.views.editing import (
    NotificationStart,
    NotificationStep,
    NotificationTasks,
    RowEdit,
    RowRemove,
)
from incidents.views.keepers import KeeperList, KeeperName
from incidents.views.listing import NotificationFind, NotificationList
from incidents.views.openings import GlassBreak, OpeningDetail, OpeningEnd, OpeningList
from incidents.views.reading import (
    NotificationCorrect,
    NotificationDetail,
    NotificationHistory,
    NotificationPanel,
    NotificationPdf,
    NotificationPdfProgress,
)
from incidents.views.submitting import (
    NotificationCheck,
    NotificationDiscard,
    NotificationRestore,
    NotificationSubmitted,
)

__all__ = [
    "AccessDetail",
    "AccessExclude",
    "AccessLift",
    "AccessName",
    "AccessRestrict",
    "AttachmentFile",
    "AttachmentList",
    "AttachmentRemove",
    "AttachmentShut",
    "ExclusionEnd",
    "GlassBreak",
    "GrantEnd",
    "KeeperList",
    "KeeperName",
    "NotificationCheck",
    "NotificationCorrect",
    "NotificationDetail",
    "NotificationDiscard",
    "NotificationFind",
    "NotificationHistory",
    "NotificationList",
    "NotificationPanel",
    "NotificationPdf",
    "NotificationPdfProgress",
    "NotificationRestore",
    "NotificationStart",
    "NotificationStep",
    "NotificationSubmitted",
    "NotificationTasks",
    "OpeningDetail",
    "OpeningEnd",
    "OpeningList",
    "RowEdit",
    "RowRemove",
]
