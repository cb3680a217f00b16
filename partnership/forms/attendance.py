"""What was said about who was at a meeting?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from partnership.forms.fields import PersonField
from partnership.models import Answer, Attendance, Meeting, Sat, SeatThere
from shield.accounts.models import User
from shield.core.forms import (
    Checkboxes,
    ChoiceField,
    Form,
    MultipleChoiceField,
    Select,
    TextArea,
    TextField,
)

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
        meeting: Meeting,
        mark: str,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "seen": mark,
            "guests": [str(one.pk) for one in came],
            "visitors": meeting.visitors,
            "chaired_by": str(meeting.chaired_by_id or ""),
        }
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
        self.fields["visitors"] = TextField(
            label="Who else was there, without an account in the portal? (optional)",
            help_text="A line each: name, post and agency. They do not count towards the quorum.",
            required=False,
            max_length=2000,
            widget=TextArea(rows=3),
        )
        self.may_chair = {str(one.pk): one for one in self._there(meeting)}
        self.fields["chaired_by"] = ChoiceField(
            label="Who took the chair? (optional)",
            choices=[
                ("", "Not recorded"),
                *((key, str(one)) for key, one in self.may_chair.items()),
            ],
            widget=Select,
            required=False,
        )

    def _there(self, meeting: Meeting) -> list[User]:
        """Everybody who may be recorded as present in a seat, in the order of seats."""
        people = [
            one
            for there in self.seats
            for one in (there.holder, *there.deputies)
            if one is not None
        ]
        people += [
            there.recorded.user
            for there in self.seats
            if there.recorded is not None and there.recorded.user is not None
        ]
        people += [meeting.chaired_by] if meeting.chaired_by is not None else []
        return list(dict.fromkeys(people))

    def chair(self) -> User | None:
        return self.may_chair.get(self.cleaned_data["chaired_by"])

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
