"""What did the scrutineer ask, plan, pin or challenge, and what did a partner reply?"""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from partnership.forms.escalations import NO_NAMES, ChildFreeField, ChildFreeForm
from partnership.models import ChallengeResponse, EvidenceKind, KeyQuestion, QuestionStatus
from shield.accounts.models import Agency
from shield.core.forms import CharField, ChoiceField, DayField, Form, Select, Text, TextField

# Which page shows which kind of record.
PAGES = {
    "meeting_detail": EvidenceKind.MEETING,
    "decision_detail": EvidenceKind.DECISION,
    "action_detail": EvidenceKind.ACTION,
    "priority_detail": EvidenceKind.PRIORITY,
    "duty_detail": EvidenceKind.DUTY,
}
NOT_A_PAGE = (
    "Enter the address of a meeting, a decision, an action, a priority or a reporting duty on this "
    "portal"
)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class QuestionAddForm(Form):
    """A key question."""

    submit = "Add this question"
    year = forms.IntegerField(
        label="Year", min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=Text(width=4)
    )
    text = TextField(label="What do you ask?", max_length=1000)


class QuestionForm(QuestionAddForm):
    """A question with what was found."""

    submit = "Save"
    status = ChoiceField(label="Where does it stand?", choices=QuestionStatus.choices)
    finding = TextField(label="What was found?", required=False, max_length=5000)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("status") == QuestionStatus.ANSWERED and not said.get("finding"):
            self.add_error("finding", "Enter what was found, or choose another state")
        return said


def questions() -> Any:
    return KeyQuestion.objects.order_by("-year", "pk")


class EntryForm(Form):
    """An entry of the programme."""

    submit = "Save"
    marks_optional = True
    starts_on = DayField(label="When does it begin?")
    ends_on = DayField(label="When does it end?", required=False)
    what = CharField(label="What is done?", max_length=300)
    question = forms.ModelChoiceField(
        KeyQuestion.objects.none(),
        label="For which question?",
        required=False,
        widget=Select,
        empty_label="None",
    )
    came_of_it = TextField(label="What came of it?", required=False, max_length=3000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = questions()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "When it ends must not be before it begins")
        return said


class EvidenceForm(ChildFreeForm):
    """A page of the portal, by its address."""

    submit = "Pin this"
    address = CharField(
        label="Address of the page",
        max_length=300,
        help_text="Copy it from your browser. A meeting, decision, action, priority or duty.",
    )
    note = ChildFreeField(label="What does it show?", max_length=2000)

    def clean_address(self) -> tuple[str, int]:
        try:
            found = resolve(urlsplit(self.cleaned_data["address"]).path)
        except (Resolver404, ValueError):
            raise ValidationError(NOT_A_PAGE) from None
        kind = PAGES.get(found.url_name or "")
        if kind is None:
            raise ValidationError(NOT_A_PAGE)
        return str(kind), int(found.kwargs["pk"])

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        kind, record_id = said.pop("address")
        return {"kind": kind, "record_id": record_id, **said}


class ChallengeForm(ChildFreeForm):
    """A challenge to a partner."""

    submit = "Send this challenge"
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Which agency do you challenge?", widget=Select
    )
    question = forms.ModelChoiceField(
        KeyQuestion.objects.none(),
        label="For which question? (optional)",
        required=False,
        widget=Select,
        empty_label="None",
    )
    text = ChildFreeField(label="What do you ask it to answer for?")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        agency, question = self.fields["agency"], self.fields["question"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(question, forms.ModelChoiceField)
        agency.queryset = Agency.objects.on(today).by_name()
        question.queryset = questions()


class ChallengeReplyForm(ChildFreeForm):
    """A partner's reply."""

    submit = "Send this reply"
    text = ChildFreeField(
        label="What does your agency reply?",
        max_length=5000,
        help_text=f"It is dated and cannot be changed afterwards. {NO_NAMES}",
    )


class ResponseForm(ChildFreeForm):
    """What the reply is worth."""

    submit = "Record this"
    verdict = ChoiceField(
        label="Are you satisfied with the reply?", choices=ChallengeResponse.Verdict.choices
    )
    text = ChildFreeField(label="Why?")
