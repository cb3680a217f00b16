"""What was said about a conference itself?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from conferences.forms.shared import SeenForm
from conferences.models import Conference, ConferenceKind
from shield.accounts.models import User
from shield.core.forms import (
    CharField,
    ChoiceField,
    Form,
    MomentField,
    OnceForm,
    OnlineLinkField,
    Radios,
    Select,
    Text,
    TextField,
)

SHORTEST, LONGEST = 15, 600
# How somebody asks for a day from which the time runs to be known later.
LATER = "Leave it empty while you do not know: the time is counted once it is recorded."


class PersonChoice(forms.ModelChoiceField):
    """Somebody of few, with their job: names are shared."""

    def __init__(self, **options: Any) -> None:
        super().__init__(User.objects.none(), widget=Select, **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.post}" if obj.post else str(obj)


class WhoRuns(forms.Form):
    """Who chairs a conference, and who administers it."""

    chair = PersonChoice(
        label="Who chairs it?", error_messages={"required": "Select who chairs it"}
    )
    administrator = PersonChoice(
        label="Who administers it?",
        help_text="May be the same person.",
        error_messages={"required": "Select who administers it"},
    )

    def offer(self, people: QuerySet[User]) -> None:
        for name in ("chair", "administrator"):
            field: Any = self.fields[name]
            field.queryset = people


class Facts(forms.Form):
    """How long, where, and what the people coming need."""

    minutes = forms.IntegerField(
        label="How many minutes is it to last?",
        min_value=SHORTEST,
        max_value=LONGEST,
        widget=Text(width=3, attrs={"inputmode": "numeric"}),
    )
    place = CharField(label="Where is it held?", required=False)
    link = OnlineLinkField(label="Link for taking part online", required=False)
    interpreter = CharField(
        label="Which languages need an interpreter, sign language included?", required=False
    )
    access_needs = TextField(
        label="What do the people coming need, to get there and take part?",
        required=False,
        max_length=2000,
    )


FACTS = ("minutes", "place", "link", "interpreter", "access_needs")


class ScheduleForm(Facts, WhoRuns, OnceForm):
    """A new conference. From when its time runs is asked in the words of the kind chosen."""

    submit = "Schedule this conference"
    marks_optional = True
    kind = forms.ModelChoiceField(
        ConferenceKind.objects.none(),
        label="What kind of conference is it?",
        widget=Radios,
        empty_label=None,
        error_messages={"required": "Select what kind of conference it is"},
    )
    family_reference = CharField(
        label="Family reference",
        max_length=60,
        help_text="The family’s number in the case-management system. By it the family’s earlier "
        "conferences are found.",
        widget=Text(width=20, attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    starts_at = MomentField(label="When does it start?", called="The start")
    field_order = (
        "kind", "family_reference", "chair", "administrator", "starts_at", *FACTS,
    )  # fmt: skip

    def __init__(
        self, *args: Any, kinds: list[ConferenceKind], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people)
        kind: Any = self.fields["kind"]
        kind.queryset = ConferenceKind.objects.offered()
        kind.widget.hints = {str(one.pk): one.hint for one in kinds if one.hint}
        self.triggers = {one.pk: f"triggered_at_{one.pk}" for one in kinds if one.hold_rule}
        self.conditional: Mapping[str, Any] = {  # type: ignore[misc]
            name: ("kind", (str(pk),)) for pk, name in self.triggers.items()
        }
        for one in kinds:
            if one.hold_rule:
                self.fields[self.triggers[one.pk]] = MomentField(
                    label=one.hold_question, called="That moment", required=False, help_text=LATER
                )

    def trigger(self) -> str:
        """The question about the moment, of the kind that was chosen; empty where none is asked."""
        kind = self.cleaned_data.get("kind")
        return self.triggers.get(kind.pk, "") if kind else ""

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = dict(self.cleaned_data)
        asked, token = self.trigger(), said.pop("form_token")
        moment = said.get(asked) if asked else None
        for name in self.triggers.values():
            said.pop(name, None)
        return {**said, "triggered_at": moment, "token": token}


class EditForm(Facts, SeenForm):
    """What is said of a conference, but for its day."""

    submit = "Save"
    marks_optional = True
    moments: ClassVar[tuple[str, ...]] = ("triggered_at",)
    triggered_at = MomentField(called="That moment", required=False, help_text=LATER)
    field_order = ("triggered_at", *FACTS)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        asks = conference.kind.hold_rule
        names = (*(("triggered_at",) if asks else ()), *FACTS)
        super().__init__(*args, facts={name: getattr(conference, name) for name in names}, **kwargs)
        if asks:
            self.fields["triggered_at"].label = conference.kind.hold_question
        else:
            del self.fields["triggered_at"]
            self.moments = ()  # type: ignore[misc]


class HandOnForm(WhoRuns, Form):
    """Who is to chair and administer it from now on."""

    submit = "Hand it on"

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people)


class MoveForm(Form):
    """To which day a conference moves, or that it has none yet, and why."""

    submit = "See what this moves"
    conditional = {"starts_at": ("to", ("day",))}
    to = ChoiceField(
        label="When is it to be held?",
        choices=[("day", "On another day, or at another time"), ("none", "There is no day yet")],
        widget=Radios(
            hints={"none": "It is postponed: no report is due until it has a day again."}
        ),
        error_messages={"required": "Select when it is to be held"},
    )
    starts_at = MomentField(label="When does it start?", called="The start", required=False)
    why = TextField(
        label="Why?",
        help_text="Agencies are told the day, and not the reason.",
        max_length=1000,
        error_messages={"required": "Enter why it moves"},
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if conference.starts_at is None:
            # It is postponed already.
            del self.fields["to"]
            self.conditional = {}  # type: ignore[misc]
            self.fields["starts_at"].required = True

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("to") == "day" and not said.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", "Enter when it starts")
        return said

    @property
    def starts(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["starts_at"]
        return found


class CancelForm(Form):
    """Why a conference does not take place."""

    submit = "Cancel this conference"
    why = TextField(
        label="Why is it cancelled?",
        help_text="Kept with the conference. Agencies are told that it is cancelled, and not why.",
        max_length=1000,
        error_messages={"required": "Enter why it is cancelled"},
    )
