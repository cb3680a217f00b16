"""What was said about the partnership? One file a noun."""

from partnership.forms.attendance import (
    AttendanceForm,
)
from partnership.forms.bodies import (
    AgreementForm,
    BodyForm,
    ItemForm,
    MoveForm,
    Nothing,
    TermsForm,
)
from partnership.forms.business import (
    BudgetForm,
    ContributionForm,
    DueForm,
    DutyForm,
    MeasureForm,
    PriorityForm,
    ReportForm,
    SpendForm,
)
from partnership.forms.feeds import (
    FeedForm,
)
from partnership.forms.invitations import (
    CoOptForm,
    ReplyForm,
)
from partnership.forms.meetings import (
    CancelForm,
    MeetingAddForm,
    MeetingForm,
    MeetingMoveForm,
    YearForm,
)
from partnership.forms.minutes import (
    AdditionForm,
    ApproveForm,
    ConfirmForm,
    MinuteForm,
)
from partnership.forms.requests import (
    AnswerForm,
    ConflictForm,
    RequestForm,
    WithdrawForm,
)
from partnership.forms.seats import (
    AppointForm,
    BulkForm,
    ChangeForm,
    EndForm,
    EndSeatForm,
    SeatForm,
)

__all__ = [
    "AdditionForm",
    "AgreementForm",
    "AnswerForm",
    "AppointForm",
    "ApproveForm",
    "AttendanceForm",
    "BodyForm",
    "BudgetForm",
    "BulkForm",
    "CancelForm",
    "ChangeForm",
    "CoOptForm",
    "ConfirmForm",
    "ConflictForm",
    "ContributionForm",
    "DueForm",
    "DutyForm",
    "EndForm",
    "EndSeatForm",
    "FeedForm",
    "ItemForm",
    "MeasureForm",
    "MeetingAddForm",
    "MeetingForm",
    "MeetingMoveForm",
    "MinuteForm",
    "MoveForm",
    "Nothing",
    "PriorityForm",
    "ReplyForm",
    "ReportForm",
    "RequestForm",
    "SeatForm",
    "SpendForm",
    "TermsForm",
    "WithdrawForm",
    "YearForm",
]
