"""Which page is this?"""

from incidents.views.editing import (
    NotificationStart,
    NotificationStep,
    NotificationTasks,
    RowEdit,
    RowRemove,
)
from incidents.views.listing import NotificationList
from incidents.views.reading import (
    NotificationCorrect,
    NotificationDetail,
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
    "NotificationCheck",
    "NotificationCorrect",
    "NotificationDetail",
    "NotificationDiscard",
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
