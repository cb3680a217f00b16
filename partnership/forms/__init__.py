"""What was said about the partnership? One file a noun."""

from partnership.forms.actions import (
    AcceptForm,
    ActionDueForm,
    ActionForm,
    ActionWithdrawForm,
    FinishForm,
    ProgressForm,
    ReassignForm,
    ReopenForm,
    SendBackForm,
)
from partnership.forms.agendas import (
    AgendaItemForm,
    InterestForm,
    ItemSaid,
    PaperForm,
    PlaceForm,
    ProposalAnswerForm,
    ProposalForm,
    PublishForm,
    ReaderForm,
    RecordInterestForm,
    ReplaceForm,
    RestrictForm,
)
from partnership.forms.attendance import AttendanceForm
from partnership.forms.bodies import AgreementForm, BodyForm, ItemForm, MoveForm, Nothing, TermsForm
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
from partnership.forms.decisions import DecisionForm
from partnership.forms.escalations import (
    ArbitrationForm,
    EscalationAnswerForm,
    EscalationForm,
    OnwardForm,
    OutcomeForm,
    ReturnForm,
    ThemeAddForm,
    ThemeForm,
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
from partnership.forms.minutes import AdditionForm, ApproveForm, ConfirmForm, MinuteForm
from partnership.forms.requests import AnswerForm, ConflictForm, RequestForm, WithdrawForm
from partnership.forms.scrutiny import (
    ChallengeForm,
    ChallengeReplyForm,
    EntryForm,
    EvidenceForm,
    QuestionAddForm,
    QuestionForm,
    ResponseForm,
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
    "AcceptForm", "ActionDueForm", "ActionForm", "ActionWithdrawForm", "AdditionForm",
    "AgendaItemForm", "AgreementForm", "AnswerForm", "AppointForm", "ApproveForm",
    "ArbitrationForm", "AttendanceForm", "BodyForm", "BudgetForm", "BulkForm", "CancelForm",
    "ChallengeForm", "ChallengeReplyForm", "ChangeForm", "CoOptForm", "ConfirmForm",
    "ConflictForm", "ContributionForm", "DecisionForm", "DueForm", "DutyForm", "EndForm",
    "EndSeatForm", "EntryForm", "EscalationAnswerForm", "EscalationForm", "EvidenceForm",
    "FeedForm", "FinishForm", "InterestForm", "ItemForm", "ItemSaid", "MeasureForm",
    "MeetingAddForm", "MeetingForm", "MeetingMoveForm", "MinuteForm", "MoveForm", "Nothing",
    "OnwardForm", "OutcomeForm", "PaperForm", "PlaceForm", "PriorityForm", "ProgressForm",
    "ProposalAnswerForm", "ProposalForm", "PublishForm", "QuestionAddForm", "QuestionForm",
    "ReaderForm", "ReassignForm", "RecordInterestForm", "ReopenForm", "ReplaceForm", "ReplyForm",
    "ReportForm", "RequestForm", "ResponseForm", "RestrictForm", "ReturnForm", "SeatForm",
    "SendBackForm", "SpendForm", "TermsForm", "ThemeAddForm", "ThemeForm", "WithdrawForm",
    "YearForm",
]  # fmt: skip
