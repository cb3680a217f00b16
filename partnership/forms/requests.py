"""What was said about a decision between meetings?"""

from typing import Any, ClassVar

from django import forms

from partnership.models import Priority
from shield.accounts.models import Agency
from shield.core.forms import CharField, ChoiceField, Form, Select, TextField

AGREES, DISAGREES = "agrees", "disagrees"


class PriorityField(forms.ModelChoiceField):
    """A priority of the plan, or none."""

    widget = Select

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} (year {obj.year} of the plan)"

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Priority.objects.none(),
            label="Which priority does it serve?",
            required=False,
            empty_label="None",
            **options,
        )


def with_priorities(form: Form) -> None:
    """Let a form's priority be any of the plan, in its order."""
    field = form.fields["priority"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Priority.objects.in_order()


class RequestForm(Form):
    """What a body is to decide before it meets."""

    submit = "Ask the members"
    marks_optional = True
    title = CharField(label="Title", max_length=200)
    question = TextField(
        label="What is to be decided?",
        max_length=5000,
        help_text="The words that stand in the register of decisions once all agree. Name no child "
        "and no family",
    )
    why_now = CharField(label="Why can it not wait for the meeting?", max_length=500)
    priority = PriorityField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_priorities(self)


class AnswerForm(Form):
    """One partner's answer."""

    submit = "Send this answer"
    marks_optional = True
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="For which partner do you answer?", widget=Select
    )
    answer = ChoiceField(
        label="Does your agency agree?",
        choices=[(AGREES, "Yes, it agrees"), (DISAGREES, "No, it does not agree")],
        error_messages={"required": "Select whether your agency agrees"},
    )
    agrees_because = TextField(label="Reasons or remarks", required=False, max_length=2000)
    disagrees_because = TextField(label="Why does it not agree?", max_length=2000)
    conditional: ClassVar = {
        "agrees_because": ("answer", {AGREES}),
        "disagrees_because": ("answer", {DISAGREES}),
    }

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        if len(agencies) == 1:
            del self.fields["agency"]
            return
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies]).by_name()

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        agrees = said["answer"] == AGREES
        return {
            "agency": said.get("agency") or self.agencies[0],
            "agrees": agrees,
            "reasons": said["agrees_because" if agrees else "disagrees_because"],
        }


class ConflictForm(Form):
    """What the conflict is."""

    submit = "Declare this conflict"
    what = CharField(
        label="What is the conflict of interest?",
        max_length=500,
        help_text="Whoever reads the request can read this",
    )


class WithdrawForm(Form):
    """Why something is taken back."""

    submit = "Withdraw this"
    why = CharField(label="Why is it withdrawn?", max_length=500)
