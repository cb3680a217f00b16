"""What was said? One file a noun."""

from conferences.forms.asking import AskForm, AskSeveralForm
from conferences.forms.conferences import (
    CancelForm,
    EditForm,
    HandOnForm,
    MoveForm,
    ScheduleForm,
)
from conferences.forms.family import ChildForm, GuestForm, RemoveForm, StartFromForm
from conferences.forms.shared import Sure

__all__ = [
    "AskForm",
    "AskSeveralForm",
    "CancelForm",
    "ChildForm",
    "EditForm",
    "GuestForm",
    "HandOnForm",
    "MoveForm",
    "RemoveForm",
    "ScheduleForm",
    "StartFromForm",
    "Sure",
]
