"""What was said about a difference between agencies, or in a quarterly return?"""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from partnership.clocks import NO_CHILD
from partnership.models import EACH_PARTNER, Body, EscalationTheme
from shield.accounts.models import Agency
from shield.core.childfree import names_child
from shield.core.forms import (
    YES,
    CharField,
    Checkboxes,
    Form,
    Select,
    Text,
    TextField,
    YesNoField,
)

NO_NAMES = "Write no name, date of birth, address or number of a child or a relative."


class ChildFreeField(TextField):
    """Paragraphs that say nothing of who a child is, as far as patterns can tell."""

    today: date

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", NO_NAMES)
        super().__init__(**{"max_length": 3000, **options})

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if found := names_child(text, today=self.today):
            raise ValidationError(NO_CHILD.format(found=found), code="names_child")
        return text


class ChildFreeForm(Form):
    """A form whose texts name no child; whoever sends it says so."""

    names_nobody = forms.BooleanField(
        label="I have written nothing that says who a child or a relative is",
        error_messages={"required": "Tick the box once nothing here says who a child is"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ChildFreeField):
                field.today = today
        self.order_fields([*(name for name in self.fields if name != "names_nobody")])

    def facts(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        del said["names_nobody"]
        return said


class OfAgencyForm(ChildFreeForm):
    """One that speaks for an agency: asked for only where somebody leads several."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="For which agency?", widget=Select)

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        if len(agencies) == 1:
            del self.fields["agency"]
        else:
            field = self.fields["agency"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies]).by_name()

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        return {"agency": self.agencies[0], **said} if len(self.agencies) == 1 else said


class EscalationForm(OfAgencyForm):
    """A difference with other agencies."""

    submit = "Raise this difference"
    others = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="Which agencies do you differ with?", widget=Checkboxes
    )
    theme = forms.ModelChoiceField(
        EscalationTheme.objects.none(), label="What is it about?", widget=Select
    )
    what = ChildFreeField(label="What do the agencies differ about?")
    tried = ChildFreeField(
        label="What did they do under their own policies?",
        help_text=f"Who spoke with whom, and when. {NO_NAMES}",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        others, theme = self.fields["others"], self.fields["theme"]
        assert isinstance(others, forms.ModelMultipleChoiceField)
        assert isinstance(theme, forms.ModelChoiceField)
        rows = Agency.objects.on(today)
        if len(self.agencies) == 1:
            rows = rows.exclude(pk=self.agencies[0].pk)
        others.queryset = rows.by_name()
        theme.queryset = EscalationTheme.objects.offered().in_order()


class EscalationAnswerForm(OfAgencyForm):
    """What one of the agencies says."""

    submit = "Send this answer"
    text = ChildFreeField(label="What is your agency’s answer?")


class OnwardForm(ChildFreeForm):
    """Why it goes on; `stage` is the one that the page was about."""

    submit = "Take it on"
    why = ChildFreeField(label="Why was it not resolved?")
    stage = forms.IntegerField(widget=forms.HiddenInput)


class OutcomeForm(ChildFreeForm):
    """How it ended."""

    outcome = ChildFreeField(label="How was it resolved?")

    def __init__(self, *args: Any, label: str, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = label
        self.submit = submit  # type: ignore[misc]


class ArbitrationForm(ChildFreeForm):
    """What the partners are asked to decide."""

    submit = "Ask the partners"
    body = forms.ModelChoiceField(Body.objects.none(), label="Which body decides?", widget=Select)
    question = ChildFreeField(
        label="What is to be decided?",
        help_text=f"The words that stand in the register of decisions once all agree. {NO_NAMES}",
    )
    why_now = CharField(label="Why can it not wait for the meeting?", max_length=500)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        # As many as can decide between their meetings: their rule is one of each partner.
        rows = Body.objects.present(today).filter(quorum_rule__has_key=EACH_PARTNER)
        field.queryset = rows.in_order()


class ThemeForm(Form):
    """A theme under which differences are counted."""

    submit = "Save"
    name = CharField(label="Theme", max_length=100)
    is_offered = YesNoField(label="Can it be chosen?", not_known=False)

    def facts(self) -> dict[str, Any]:
        return {
            "name": self.cleaned_data["name"],
            "is_offered": self.cleaned_data["is_offered"] == YES,
        }


class ThemeAddForm(Form):
    """A new theme."""

    submit = "Add this theme"
    name = CharField(label="Theme", max_length=100)


class ReturnForm(ChildFreeForm):
    """Whether there were differences in a quarter, and how many of each theme beside the portal."""

    submit = "Send this return"
    any = YesNoField(
        label="Did your agency have differences with other agencies in this quarter?",
        not_known=False,
    )
    learning = ChildFreeField(
        label="What was learnt?", required=False, help_text=f"You can leave this empty. {NO_NAMES}"
    )
    conditional: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, themes: list[EscalationTheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {f"theme_{theme.pk}": theme for theme in themes}
        for name, theme in self.themes.items():
            self.fields[name] = forms.IntegerField(
                label=f"Settled outside the portal: {theme.name}",
                min_value=0,
                max_value=999,
                required=False,
                widget=Text(width=3),
            )
        self.conditional = {name: ("any", {YES}) for name in self.themes}  # type: ignore[misc]
        self.order_fields(["any", *self.themes, "learning", "names_nobody"])

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "is_nil": said["any"] != YES,
            "elsewhere": {theme: said[name] or 0 for name, theme in self.themes.items()},
            "learning": said["learning"],
        }
