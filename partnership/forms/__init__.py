"""What was said about the partnership? One file a noun."""

from partnership.forms.attendance import AttendanceForm
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
    DutyForm,
    MeasureForm,
    PriorityForm,
    ReportForm,
    SpendForm,
)
from partnership.forms.feeds import FeedForm
from partnership.forms.invitations import CoOptForm, ReplyForm
from partnership.forms.meetings import (
    CancelForm,
    MeetingAddForm,
    MeetingForm,
    MeetingMoveForm,
    YearForm,
)
from partnership.forms.requests import AnswerForm, ConflictForm, RequestForm, WithdrawForm
from partnership.forms.seats import (
    AppointForm,
    BulkForm,
    ChangeForm,
    EndForm,
    EndSeatForm,
    SeatForm,
)

__all__ = [
    "AgreementForm",
    "AnswerForm",
    "AppointForm",
    "AttendanceForm",
    "BodyForm",
    "BudgetForm",
    "BulkForm",
    "CancelForm",
    "ChangeForm",
    "CoOptForm",
    "ConflictForm",
    "ContributionForm",
    "DutyForm",
    "EndForm",
    "EndSeatForm",
    "FeedForm",
    "ItemForm",
    "MeasureForm",
    "MeetingAddForm",
    "MeetingForm",
    "MeetingMoveForm",
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
