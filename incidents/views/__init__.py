"""Which page is this?"""

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
    "AttachmentFile",
    "AttachmentList",
    "AttachmentRemove",
    "AttachmentShut",
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
    "RowEdit",
    "RowRemove",
]
