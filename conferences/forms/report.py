"""What was said on one page of a report?"""

from collections.abc import Mapping
from typing import Any

from django import forms

from conferences.completeness import QUESTIONS
from conferences.models import SCALE, Disclosure, Option, ReportChild, ReportFile
from conferences.sections import CHILDREN, CHRONOLOGY
from shield.core.forms import (
    Form,
    ModelForm,
    Offered,
    OnceForm,
    Radios,
    Select,
    StepForm,
    Text,
    TextField,
    step_forms,
)
from shield.documents.forms import BringForm

# Shown under the question; worded for somebody who does this a few times a year.
HINTS: Mapping[str, str] = {
    "involved_since": "For example “since March 2024” or “since birth”",
    "engagement": "What they do and say, rather than “poor” or “good”",
    "help_given": "What was done, and what is different for the children because of it",
    "seen_on": "Leave empty if your agency has not seen the child",
    "analysis": "What an ordinary day is like; what helps and what harms this child. Say what you "
    "have seen, what others told you, and what you think, apart from each other.",
    "voice": "A child who does not speak shows it: what do they do?",
    "scale": "0 is so unsafe that the child must be protected now; 10 is as safe as any child. "
    "Your own view: others may see it differently.",
    "known": "If only roughly, choose what you are sure of",
    "impact": "What changed for each child because of it",
    "working_well": "Strengths, and times when the children were kept safe",
    "past_harm": "What was done to the children, by whom, and how bad it was",
    "future_danger": "What you fear for the children if nothing changes",
    "complicating": "What makes it harder: debt, illness, isolation, fear",
    "needs_to_happen": "What you would need to see, to be sure that the children are safe",
    "identity": "Language, faith, culture, disability, immigration; what racism or other "
    "inequality has meant for them",
    "restricted": "It goes to the chair and stays out of the family's copy",
    "restricted_agreed_by": "Name and role of the manager or lead",
    "shared_how": "For example “read together at home”",
    "shared_response": "What they agree with, and what they see differently",
    "parents_views": "What each says, in their words",
}
# What a day is called within a message: a question would not make a sentence.
CALLED: Mapping[str, str] = {
    "last_seen_on": "When your agency last saw the family",
    "seen_on": "When your agency last saw the child",
    "on": "When it was",
    "shared_on": "When it was shared",
}
ASKED: Mapping[str, str] = {"author_name": "Your name", "author_role": "Your role"}


class ReportStepForm(StepForm):
    questions = QUESTIONS
    hints, called, asked = HINTS, CALLED, ASKED


class ChildForm(ReportStepForm):
    section = CHILDREN
    scale = forms.TypedChoiceField(
        label=ReportChild._meta.get_field("scale").verbose_name,
        choices=SCALE,
        coerce=int,
        empty_value=None,
        widget=Radios,
        required=False,
    )


class EventForm(ReportStepForm):
    section = CHRONOLOGY

    class Meta:
        widgets = {"month": Select, "year": Text(width=4, attrs={"inputmode": "numeric"})}


FORMS = step_forms(ReportStepForm, ChildForm, EventForm)


def offered() -> Offered:
    """The answers to choose from."""
    return Offered(Option.objects.by_list())


class HandOverForm(Form):
    """Hand the report to a manager, or send it without a check and say why."""

    submit = "Continue"
    conditional = {"unchecked_because": ("what", ("send",))}
    what = forms.ChoiceField(
        label="What do you want to do?",
        widget=Radios,
        choices=[
            ("check", "Hand it to a manager to check"),
            ("send", "Send it to the conference without a check"),
        ],
        error_messages={"required": "Select what you want to do"},
    )
    unchecked_because = TextField(
        label="Why is it sent without a manager's check?",
        help_text="For example, because nobody else is there before the conference. The chair sees "
        "this.",
        error_messages={"required": "Enter why it is sent without a check"},
        max_length=1000,
    )

    def __init__(self, *args: Any, checkers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if checkers:
            names = ", ".join(str(one) for one in checkers[:3])
            more = " and others" if len(checkers) > 3 else ""
            self.fields["what"].help_text = f"It can be checked by {names}{more}."
        else:
            self.fields["what"].help_text = (
                "Nobody of your agency can check it who has not written on it. Name a checker on "
                "the page of the request, or send it without a check."
            )


class ReviewForm(Form):
    """Agree a report, or return it."""

    submit = "Continue"
    conditional = {"comments": ("agreed", ("no",))}
    agreed = forms.ChoiceField(
        label="Do you agree this report?",
        widget=Radios,
        choices=[("yes", "Yes, it can be sent"), ("no", "No, return it with comments")],
        error_messages={"required": "Select whether you agree the report"},
    )
    comments = TextField(
        label="What has to be changed?",
        error_messages={"required": "Enter what has to be changed"},
        max_length=5000,
    )


class DisclosureForm(ModelForm):
    """To whom a copy was given, when and how."""

    submit = "Record this"
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Disclosure
        fields = ("copy", "to", "relationship", "how", "given_on")


class FileForm(BringForm):
    """A file of a report."""

    is_restricted = forms.BooleanField(
        label=ReportFile._meta.get_field("is_restricted").verbose_name, required=False
    )


class AdditionForm(OnceForm):
    """Something is added to a report that was sent."""

    submit = "Add this"
    text = TextField(
        label="What needs to be added or corrected?",
        error_messages={"required": "Enter what needs to be added or corrected"},
    )
    is_restricted = forms.BooleanField(
        label="This must not be shared with the family", required=False
    )
