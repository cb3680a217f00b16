"""What was said about who was at a meeting?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from partnership.forms.fields import PersonField
from partnership.models import Answer, Attendance, Sat, SeatThere
from shield.accounts.models import User
from shield.core.forms import Checkboxes, ChoiceField, Form, MultipleChoiceField, Select

State = Attendance.State
OTHER = "other"


def _initial(there: SeatThere) -> str:
    """What is recorded; before that, what the replies say; a vacant seat is absent."""
    row = there.recorded
    if row is not None and row.state == State.DEPUTY:
        return f"deputy-{row.user_id}" if row.user in there.deputies else OTHER
    if row is not None:
        return str(row.state)
    if there.holder is None:
        return str(State.ABSENT)
    if there.answered_deputy is not None:
        return f"deputy-{there.answered_deputy.pk}"
    return {Answer.ATTENDING: State.PRESENT, Answer.APOLOGIES: State.APOLOGIES}.get(
        Answer(there.answer) if there.answer else Answer.DEPUTY, ""
    )


def _choices(there: SeatThere) -> list[tuple[str, str]]:
    found = [("", "Not recorded yet")]
    if there.holder is not None:
        found.append((State.PRESENT, f"{there.holder} was present"))
    found += [(f"deputy-{one.pk}", f"{one} was present as deputy") for one in there.deputies]
    found.append((OTHER, "Another deputy was present"))
    if there.holder is None:
        return [*found, (State.ABSENT, "Vacant: nobody was present")]
    return [*found, (State.APOLOGIES, "Apologies"), (State.ABSENT, "Absent, without apologies")]


def _hint(there: SeatThere) -> str:
    if there.holder is None:
        return f"{there.seat.role_words}. Vacant: nobody held this seat on that day."
    said = str(Answer(there.answer).label).lower() if there.answer else "no answer"
    return f"{there.seat.role_words}. Held by {there.holder}, who was invited: {said}."


class AttendanceForm(Form):
    """Every seat of a meeting's day, and its guests."""

    submit = "Save"
    marks_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        seats: Sequence[SeatThere],
        asked: Sequence[User],
        came: Sequence[User],
        mark: str,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"seen": mark, "guests": [str(one.pk) for one in came]}
        self.seats, self.people = seats, {one.pk: one for one in (*asked, *came)}
        super().__init__(*args, **kwargs)
        self.conditional = {}  # type: ignore[misc]  # of the seats of this meeting
        for there in seats:
            name, deputy = f"seat_{there.seat.pk}", f"deputy_{there.seat.pk}"
            self.fields[name] = ChoiceField(
                label=str(there.seat),
                help_text=_hint(there),
                choices=_choices(there),
                widget=Select,
                required=False,
                initial=_initial(there),
            )
            row = there.recorded
            is_other = row is not None and _initial(there) == OTHER and row.user is not None
            self.fields[deputy] = PersonField(
                label="Email address of the deputy",
                called=f"the email address of the deputy for {there.seat}",
                help_text="Somebody of the seat’s agency who may sit in a body",
                initial=row.user.email if is_other and row and row.user else "",
            )
            self.conditional[deputy] = (name, {OTHER})
        if self.people:
            self.fields["guests"] = MultipleChoiceField(
                label="Which guests were there?",
                choices=[(str(one.pk), str(one)) for one in self.people.values()],
                widget=Checkboxes,
                required=False,
            )
        self.fields["guest"] = PersonField(
            label="Email address of another guest who was there (optional)",
            help_text="Guests are recorded, and do not count towards the quorum.",
            required=False,
        )

    def rows(self) -> list[Sat]:
        """What was said of each seat that is recorded."""
        found = []
        for there in self.seats:
            said = self.cleaned_data[f"seat_{there.seat.pk}"]
            if said == OTHER:
                deputy = self.cleaned_data[f"deputy_{there.seat.pk}"]
                found.append(Sat(there.seat.pk, State.DEPUTY, deputy))
            elif said.startswith("deputy-"):
                named = next(one for one in there.deputies if said == f"deputy-{one.pk}")
                found.append(Sat(there.seat.pk, State.DEPUTY, named))
            elif said:
                found.append(Sat(there.seat.pk, said))
        return found

    def guests(self) -> list[User]:
        found = [self.people[int(one)] for one in self.cleaned_data.get("guests", ())]
        another = self.cleaned_data.get("guest")
        return [*found, another] if another is not None and another not in found else found
