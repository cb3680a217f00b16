"""What was said about a conference that takes place?"""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from conferences.models import (
    THERE,
    Category,
    Child,
    ChildDecision,
    ConferenceKind,
    Decided,
    FamilyGuest,
    How,
    Outcome,
)
from shield.accounts.models import Agency
from shield.core.forms import (
    CharField,
    Checkboxes,
    ChoiceField,
    DayField,
    Form,
    MomentField,
    MultipleChoiceField,
    OnceForm,
    Radios,
    Select,
    TextField,
)

AGENCY, OTHER = "agency", "other"
GO_ON, END = "go_on", "end"


def choose(field: forms.Field, rows: Any) -> None:
    """What may be chosen in a field of rows."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class WhoForm(OnceForm):
    """Somebody of an agency, of the family, or else."""

    who = ChoiceField(label="Who is it?", choices=[])
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Which agency?", widget=Select)
    name = CharField(label="Name")
    conditional = {"agency": ("who", {AGENCY}), "name": ("who", {AGENCY, OTHER})}

    def __init__(
        self, *args: Any, guests: Sequence[FamilyGuest], agencies: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guests = {f"guest-{one.pk}": one for one in guests}
        choose(self.fields["agency"], agencies)
        who = self.fields["who"]
        assert isinstance(who, ChoiceField)
        who.choices = [
            (AGENCY, "Somebody of an agency"),
            *((key, f"{one}, {one.relationship}") for key, one in self.guests.items()),
            (OTHER, "Somebody else"),
        ]

    def whom(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "guest": self.guests.get(said["who"]),
            "agency": said["agency"],
            "name": said["name"],
        }


class AttendanceForm(WhoForm):
    """One person who was there, or was missed."""

    submit = "Record this person"
    role = CharField(label="Role (optional)", required=False)
    how = ChoiceField(label="How did they take part?", choices=How.choices)
    deputy_for = CharField(
        label="For whom did they come? (optional)",
        help_text="Only if they came in place of somebody else.",
        required=False,
    )
    conditional = {
        **WhoForm.conditional,
        "role": ("who", {AGENCY, OTHER}),
        "deputy_for": ("how", set(THERE)),
    }

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**self.whom(), **{name: said[name] for name in ("role", "how", "deputy_for")}}


class QuorumForm(Form):
    """What becomes of a conference that is not quorate."""

    submit = "Save"
    next = ChoiceField(
        label="What does the chair decide?",
        choices=[
            (GO_ON, "The conference goes on"),
            (END, "The conference ends, and is to be held again"),
        ],
    )
    reason = TextField(label="Why?", help_text="The reason stands with the outcome.")


class OutlineForm(Form):
    """The chair's summary, and the outline plan but for its steps."""

    submit = "Save"
    marks_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    summary = TextField(label="Chair’s summary", required=False)
    must_change = TextField(label="What must change for the children?", required=False)
    if_not = TextField(label="What happens if it does not change?", required=False)

    def __init__(self, *args: Any, outcome: Outcome | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": 0}
        if outcome is not None:
            names = ("version", "summary", "must_change", "if_not")
            kwargs["initial"] = {name: getattr(outcome, name) for name in names}
        super().__init__(*args, **kwargs)


class StepForm(OnceForm):
    """Who does what by when."""

    submit = "Add this step"
    what = TextField(label="What is to be done?", max_length=2000)
    who = CharField(label="Who does it?")
    due = DayField(label="By when? (optional)", called="By when", required=False)
    child = forms.ModelChoiceField(
        Child.objects.none(),
        label="For which child?",
        required=False,
        widget=Select,
        empty_label="For all of the children",
    )

    def __init__(self, *args: Any, children: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["child"], children)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("what", "who", "due", "child")}


class DecideForm(Form):
    """What was decided of one child; `offered` is what can be."""

    submit = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    decided = ChoiceField(label="What was decided?", choices=[])
    category = forms.ModelChoiceField(
        Category.objects.none(), label="Under which category?", widget=Radios, empty_label=None
    )
    reason = TextField(label="Why?")

    def __init__(
        self,
        *args: Any,
        offered: Collection[Decided],
        decision: ChildDecision | None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": 0}
        if decision is not None:
            kwargs["initial"] = {
                "version": decision.version,
                "decided": decision.decided,
                "category": decision.category_id,
                "reason": decision.reason,
            }
        super().__init__(*args, **kwargs)
        decided = self.fields["decided"]
        assert isinstance(decided, ChoiceField)
        decided.choices = [(one.value, str(one.label)) for one in offered]
        choose(self.fields["category"], Category.objects.offered())
        with_plan = {one.value for one in (Decided.PLAN, Decided.CONTINUES) if one in offered}
        self.conditional = {"category": ("decided", with_plan)}  # type: ignore[misc]


class DissentForm(OnceForm):
    """An agency that did not agree."""

    submit = "Record this"
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Which agency did not agree?", widget=Select
    )
    reason = TextField(label="Why did it not agree?")

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["agency"], agencies)


class CorrectForm(OnceForm):
    """What was wrong or is missing."""

    submit = "Add this"
    text = TextField(label="What was wrong or is missing, and how is it?")
    child = forms.ModelChoiceField(
        Child.objects.none(),
        label="Which child is it about?",
        required=False,
        widget=Select,
        empty_label="All of them, or none in particular",
    )

    def __init__(self, *args: Any, children: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["child"], children)


class ReconveneForm(OnceForm):
    """When the conference is held again."""

    submit = "Schedule it again"
    starts_at = MomentField(label="When is it held again?", called="When it is held again")
    place = CharField(label="Where is it held? (optional)", required=False)


class ReviewForm(ReconveneForm):
    """When the children whose plans run are reviewed; of which kind, where there are several."""

    submit = "Schedule it"
    kind_chosen = forms.ModelChoiceField(
        ConferenceKind.objects.none(),
        label="What kind of conference is it?",
        widget=Radios,
        empty_label=None,
    )
    field_order = ("kind_chosen", "starts_at", "place")

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].label = "When is the review held?"
        self.kinds = list(kinds)
        choose(self.fields["kind_chosen"], kinds)
        if len(self.kinds) == 1:
            del self.fields["kind_chosen"]

    @property
    def kind(self) -> ConferenceKind:
        chosen: ConferenceKind = self.cleaned_data.get("kind_chosen") or self.kinds[0]
        return chosen


class LetterForm(WhoForm):
    """To whom a letter goes, and of which children it tells."""

    submit = "Make the letter"
    children = MultipleChoiceField(
        label="Which children does it tell of?",
        help_text="Leave out a child of whom this person is not to learn what was decided. The "
        "chair’s summary, what must change, and who is in the core group stand in every letter.",
        choices=[],
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, children: Sequence[Child], **kwargs: Any) -> None:
        self.told = {str(one.pk): one for one in children}
        kwargs["initial"] = {"children": list(self.told)}
        super().__init__(*args, **kwargs)
        self.fields["who"].label = "Whom is it to?"
        field = self.fields["children"]
        assert isinstance(field, MultipleChoiceField)
        field.choices = [(key, f"{one} ({one.born_words})") for key, one in self.told.items()]

    def about(self) -> list[Child]:
        return [self.told[key] for key in self.cleaned_data["children"]]
