"""What was said about a decision at a meeting?"""

from typing import Any
from uuid import uuid4

from django import forms

from partnership.forms.requests import PriorityField, with_priorities
from partnership.models import Attendance, Decision
from shield.core.forms import ChoiceField, Form, MultipleChoiceField, TextField

DECIDED, RECOMMENDED = "decided", "recommended"


class DecisionForm(Form):
    """What was decided or recommended, by whom, and why.

    `there` are those who can have agreed, as what; all are chosen until somebody says otherwise.
    """

    submit = "Save"
    marks_optional = True
    # Of a new decision a token, so that a second click records nothing; of one that is changed the
    # version with which the page came.
    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    fingerprint = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    text = TextField(label="What was decided?", max_length=5000)
    kind = ChoiceField(
        label="Did the body decide it?",
        choices=[
            (DECIDED, "Yes, it was decided"),
            (RECOMMENDED, "No, it was recommended"),
        ],
    )
    agreed = MultipleChoiceField(
        label="Who agreed?",
        required=False,
        choices=[],
        help_text="Who was there with a vote. Whoever declared an interest in the item is left out",
    )
    dissent = TextField(label="Who did not agree, and why?", required=False, max_length=2000)
    reasons = TextField(label="Reasons", required=False, max_length=5000)
    priority = PriorityField()

    def __init__(
        self,
        *args: Any,
        there: list[tuple[Attendance, str]],
        is_met: bool,
        decision: Decision | None = None,
        **kwargs: Any,
    ) -> None:
        self.there = {str(one.pk): one for one, _ in there}
        words = {str(one.pk): said for one, said in there}
        initial: dict[str, Any] = {
            "kind": DECIDED if is_met else RECOMMENDED,
            "agreed": list(words),
            "form_token": uuid4(),
        }
        if decision is not None:
            initial = {
                "text": decision.text,
                "fingerprint": decision.version,
                "kind": RECOMMENDED if decision.is_recommendation else DECIDED,
                "agreed": [key for key, said in words.items() if said in decision.agreed],
                "dissent": decision.dissent,
                "reasons": decision.reasons,
                "priority": decision.priority_id,
            }
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        with_priorities(self)
        if not self.there:
            del self.fields["agreed"]
            return
        field = self.fields["agreed"]
        assert isinstance(field, MultipleChoiceField)
        field.choices = [(key, f"{words[key]} ({one.user})") for key, one in self.there.items()]

    def facts(self) -> dict[str, Any]:
        """What the service takes, but for the day."""
        said = self.cleaned_data
        return {
            "text": said["text"],
            "is_recommendation": said["kind"] == RECOMMENDED,
            "agreed": [self.there[key] for key in said.get("agreed", [])],
            "dissent": said["dissent"],
            "reasons": said["reasons"],
            "priority": said["priority"],
        }
