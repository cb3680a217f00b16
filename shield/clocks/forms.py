"""What was said: amendments, one-off days, and what a list is narrowed to."""

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from shield.clocks.models import Clock, Reminders, Rule, RuleVersion
from shield.clocks.permissions import Perm
from shield.core.forms import CharField, ChoiceField, DayField, Form, Radios, Select, Text
from shield.core.lists import DayFilter, Filters
from shield.core.working_days import Unit

UNITS = [
    (unit.value, unit.value.replace("_", " ").capitalize())
    for unit in Unit
    if unit != Unit.FIXED_DATE
]

REMIND_UNITS = [
    (Unit.CALENDAR_DAYS.value, "Calendar days"),
    (Unit.WORKING_DAYS.value, "Working days"),
]
LONGEST = 1000  # as the service has it


class DaysField(CharField):
    """Some numbers of days, such as “5, 2, 1”; gives a list."""

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        self.least = least
        super().__init__(required=False, widget=Text(width=20), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        words = [word for word in re.split(r"[\s,;]+|\band\b", text) if word]
        if not all(re.fullmatch(r"[0-9]{1,4}", word) for word in words):
            raise ValidationError(f"{self.label} must be whole numbers, like 5, 2, 1")
        days = [int(word) for word in words]
        if any(not self.least <= day <= LONGEST for day in days):
            raise ValidationError(f"{self.label} must be between {self.least} and {LONGEST:,} each")
        return days

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


class AmendForm(Form):
    """Another amount or other reminders for a rule, from a day on."""

    # Its effect is shown then; nothing is saved yet.
    submit = "Continue"

    amount = forms.IntegerField(
        label="Amount", min_value=1, max_value=1000, widget=Text(width=4), help_text="For example 5"
    )
    unit = ChoiceField(label="Unit", choices=UNITS, widget=Radios)
    remind_unit = ChoiceField(
        label="Days in which reminders are counted",
        choices=REMIND_UNITS,
        widget=Radios(
            hints={
                Unit.WORKING_DAYS.value: "England’s, with the one-off days that are in the portal"
            }
        ),
    )
    remind_before = DaysField(
        label="Days before it is due",
        help_text="For example 5, 2, 1, 0. On the day itself is 0. Leave empty for none",
    )
    remind_after = DaysField(
        label="Days after it was due",
        least=1,
        help_text="For example 1, 2, 5. Leave empty for a rhythm, as said above",
    )
    source = CharField(
        label="Source",
        max_length=300,
        help_text="Who decided it, where and when: a policy, a minute, a regulation",
    )
    valid_from = DayField(
        label="From when it holds",
        help_text="Today or later. Clocks that count from an earlier day keep their amount",
    )

    def clean(self) -> dict[str, Any]:
        """The three answers about reminders are one thing."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        days = [said.pop(name, None) for name in ("remind_unit", "remind_before", "remind_after")]
        return said if None in days else said | {"reminders": Reminders.of(*days)}


class OverrideForm(Form):
    """One day that is not what the list of bank holidays says."""

    submit = "Save this day"

    day = DayField(label="Day")
    # What was shown of the clocks that would move: saved only once that was seen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = ChoiceField(
        label="What kind of day is it?",
        choices=[("holiday", "Not a working day"), ("working", "A working day")],
    )
    name = CharField(label="Name", max_length=100, help_text="For example “State funeral”")
    source = CharField(
        label="Source", max_length=300, help_text="The proclamation or decision that says so"
    )

    def ask_again(self, seen: str) -> None:
        """The same answers once more, to be confirmed."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]
        self.submit = "Confirm and save this day"  # type: ignore[misc]


class Nothing(Form):
    """Asks for nothing but a press of its button."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]


class ClockFilters(Filters):
    """Whose, in which state, due when, by which rule. Without a state: what is still open."""

    whose = django_filters.ChoiceFilter(
        method="by_whose",
        label="Whose",
        choices=lambda: [("mine", "Mine"), ("agency", "My agency’s")],
        empty_label="All that I may see",
        widget=Select,
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label="State",
        choices=[
            ("overdue", "Overdue"),
            ("met", "Met"),
            ("late", "Met late"),
            ("cancelled", "Cancelled"),
            ("any", "Any state"),
        ],
        empty_label="Open",
        widget=Select,
    )
    due = DayFilter(method="by_due", label="Due on or before")
    rule = django_filters.ModelChoiceFilter(
        field_name="rule_version__rule",
        queryset=lambda request: Rule.objects.by_name(),
        label="Rule",
        empty_label="All rules",
        widget=Select,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever sees nothing but their own is not asked whose.
        user = self.request.user
        if not (user.has_perm(Perm.READ_AGENCY) or user.has_perm(Perm.READ_ALL)):
            del self.filters["whose"]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else self.unasked(rows)

    @staticmethod
    def unasked(rows: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = rows.open()
        return found

    def by_whose(self, rows: Any, name: str, value: str) -> QuerySet[Clock]:
        user = self.request.user
        found: QuerySet[Clock] = (
            rows.held_by(user) if value == "mine" else rows.of_agencies_of(user)
        )
        return found

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet[Clock]:
        found: QuerySet[Clock] = {
            "overdue": lambda: rows.overdue(timezone.localdate()),
            "met": rows.met,
            "late": rows.met_late,
            "cancelled": rows.cancelled,
            "any": rows.all,
        }[value]()
        return found

    def by_due(self, rows: Any, name: str, value: Any) -> QuerySet[Clock]:
        found: QuerySet[Clock] = rows.due_by(value)
        return found


class RuleFilters(Filters):
    """Rules by status."""

    status = django_filters.ChoiceFilter(
        label="Status",
        choices=RuleVersion.Status.choices,
        empty_label="Any status",
        widget=Select,
    )
