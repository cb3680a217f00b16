"""What was said about priorities, duties and the pooled budget?"""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.bodies import few
from partnership.forms.fields import PoundsField
from partnership.models import Body
from shield.accounts.models import Agency
from shield.core.forms import CharField, Checkboxes, ChoiceField, DayField, Form, Select, Text

HERE, OUTSIDE = "here", "outside"
AGENCY, OTHER = "agency", "other"


class PriorityForm(Form):
    """A priority of one year of the plan."""

    submit = "Save"
    year = few("Year of the plan")
    number = few("Number")
    title = CharField(label="Priority", max_length=300)
    leads = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Lead agencies", widget=Checkboxes
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [agency.pk for agency in self.initial.get("leads", [])]
        field = self.fields["leads"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        now = Agency.objects.on(today) | Agency.objects.filter(pk__in=held)
        field.queryset = now.by_name()
        self.initial["leads"] = held


class MeasureForm(Form):
    """How it will be known that a priority made a difference."""

    submit = "Save"
    marks_optional = True
    measure = CharField(label="What is measured?", max_length=300)
    baseline = CharField(label="Where it began", required=False, max_length=100)
    target = CharField(label="Where it is to be", required=False, max_length=100)
    latest = CharField(label="Latest figure", required=False, max_length=100)
    latest_on = DayField(label="Day of the latest figure", required=False)
    how_known = CharField(label="How is it known?", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("latest") and not said.get("latest_on") and "latest_on" not in self.errors:
            self.add_error("latest_on", "Enter the day of the latest figure")
        if not said.get("latest"):
            said["latest_on"] = None
        return said


class DutyForm(Form):
    """Who reports to whom, how often."""

    submit = "Save"
    marks_optional = True
    body = forms.ModelChoiceField(Body.objects.none(), label="Which body reports?", widget=Select)
    where = ChoiceField(
        label="To whom?",
        choices=[(HERE, "A body of the partnership"), (OUTSIDE, "Somebody outside it")],
    )
    to_body = forms.ModelChoiceField(Body.objects.none(), label="Which body?", widget=Select)
    to_outside = CharField(label="Who?")
    about = CharField(label="About what?", required=False)
    times_a_year = few("How many times a year?")
    conditional: ClassVar = {"to_body": ("where", {HERE}), "to_outside": ("where", {OUTSIDE})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("body", "to_body"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Body.objects.in_order()

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        del said["where"]
        return said


class DueForm(Form):
    """The day of the next report."""

    submit = "Save"
    marks_optional = True
    due_on = DayField(
        label="When is the next report due?",
        required=False,
        help_text="Leave this empty if no day is known.",
    )


class ReportForm(Form):
    """A report that was sent."""

    submit = "Record this report"
    sent_on = DayField(label="Sent on")
    what = CharField(label="What was sent?", max_length=300)


class BudgetForm(Form):
    """The pooled budget of a year."""

    submit = "Save"
    marks_optional = True
    year = CharField(label="Year", max_length=7, help_text="For example 2026-27")
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label="Which body answers for it?",
        required=False,
        widget=Select,
        empty_label="None",
        help_text="Whoever sits there reads the budget.",
    )
    budgeted = PoundsField(label="Budgeted expenditure")
    contributors = CharField(label="Contributors as published", required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Body.objects.in_order()

    def clean_year(self) -> str:
        year: str = self.cleaned_data["year"]
        found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", year)
        if not found or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValidationError("Year must be two that follow each other, like 2026-27")
        return year


class ContributionForm(Form):
    """What one contributor promised and paid."""

    submit = "Save"
    who = ChoiceField(
        label="Who contributes?",
        choices=[(AGENCY, "An agency of the partnership"), (OTHER, "Somebody else")],
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Which agency?", widget=Select)
    contributor = CharField(label="Name of the contributor")
    promised = PoundsField(label="Promised")
    received = PoundsField(label="Received so far")
    conditional: ClassVar = {"agency": ("who", {AGENCY}), "contributor": ("who", {OTHER})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.by_name()

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        del said["who"]
        return said


class SpendForm(Form):
    """Money that was spent."""

    submit = "Record this"
    spent_on = DayField(label="Spent on which day?")
    what = CharField(label="What was it spent on?", widget=Text())
    amount = PoundsField(
        label="Amount", is_signed=True, help_text="With a minus sign for money that came back"
    )

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount == 0:
            raise ValidationError("Amount must not be 0")
        return amount
