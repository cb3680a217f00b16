"""What was said about a body, its terms, its agreement and its standing items?"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.fields import TimeOfDayField
from partnership.models import EACH_PARTNER, Body, Chairing, Rhythm, StandingItem
from shield.accounts.models import AgencyKind
from shield.core.forms import (
    NO,
    NOT_KNOWN,
    YES,
    CharField,
    Checkboxes,
    ChoiceField,
    DayField,
    Form,
    MultipleChoiceField,
    Select,
    Text,
    TextArea,
    TextField,
    YesNoField,
)

SAID = {YES: True, NO: False, NOT_KNOWN: None}
ANY, EACH, MEMBERS, KINDS = "any", "each", "members", "kinds"


def few(label: str, **options: Any) -> forms.IntegerField:
    """A small number."""
    return forms.IntegerField(
        label=label, min_value=options.pop("least", 1), max_value=366, widget=Text(width=3),
        **options,
    )  # fmt: skip


class Nothing(Form):
    """Asks for nothing but a press of its button."""

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit  # type: ignore[misc]


class BodyForm(Form):
    """All that is known of a body. `facts()` is what the service takes."""

    submit = "Save"
    marks_optional = True
    name = CharField(label="Name")
    parent = forms.ModelChoiceField(
        Body.objects.none(),
        label="Which body does it answer to?",
        required=False,
        widget=Select,
        empty_label="None: it stands at the top",
    )
    purpose = TextField(label="What is it for?", max_length=2000)
    chairing = CharField(
        label="Who chairs it?", required=False, help_text="As the arrangements word it"
    )
    chairing_kind = ChoiceField(label="How is it chaired?", choices=Chairing.choices)
    frequency = CharField(
        label="How often does it meet?", required=False, help_text="As the arrangements word it"
    )
    rhythm = ChoiceField(label="The rhythm to plan by", choices=Rhythm.choices)
    around = forms.ModelChoiceField(Body.objects.none(), label="Which body?", widget=Select)
    before_days = few("Days before each of its meetings", least=0)
    after_days = few("Days after each of its meetings", least=0)
    venue = CharField(label="Usual venue", required=False)
    usual_start = TimeOfDayField(label="Usual start", required=False)
    usual_end = TimeOfDayField(label="Usual end", required=False)
    quorum = CharField(
        label="When may it decide?",
        required=False,
        max_length=300,
        help_text="The quorum as the arrangements word it",
    )
    quorum_kind = ChoiceField(
        label="The quorum to reckon with",
        choices=[
            (ANY, "No rule: any number may decide"),
            (EACH, "A representative of each statutory partner"),
            (MEMBERS, "A number of members"),
            (KINDS, "Certain agencies and some others"),
        ],
    )
    quorum_members = few("How many members?")
    quorum_kinds = MultipleChoiceField(label="Which kinds of agency?", widget=Checkboxes)
    quorum_others = few("How many other agencies?")
    needs_agreement = YesNoField(label="Do its members sign a confidentiality agreement?")
    on_disagreement = TextField(
        label="What happens when members do not agree?", required=False, max_length=2000
    )
    ended_on = DayField(
        label="Last day",
        required=False,
        help_text="Leave it empty while the body meets. After it nobody reads the body by a seat.",
    )
    conditional: ClassVar = {
        "around": ("rhythm", {Rhythm.AROUND.value}),
        "before_days": ("rhythm", {Rhythm.AROUND.value}),
        "after_days": ("rhythm", {Rhythm.AROUND.value}),
        "quorum_members": ("quorum_kind", {MEMBERS}),
        "quorum_kinds": ("quorum_kind", {KINDS}),
        "quorum_others": ("quorum_kind", {KINDS}),
    }

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", said_of(body) if body else {"quorum_kind": ANY})
        super().__init__(*args, **kwargs)
        self.body = body
        others = Body.objects.exclude(pk__in=[body.pk] if body else []).in_order()
        for name in ("parent", "around"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = others
        kinds = self.fields["quorum_kinds"]
        assert isinstance(kinds, MultipleChoiceField)
        kinds.choices = list(AgencyKind.objects.order_by("name").values_list("code", "name"))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Body.objects.exclude(pk__in=[self.body.pk] if self.body else [])
        if others.filter(name__iexact=name).exists():
            raise ValidationError("There is a body of this name already")
        return name

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = said.get("usual_start"), said.get("usual_end")
        if end is not None and (start is None or end <= start):
            self.add_error("usual_end", "Usual end must be later than the usual start")
        return said

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = dict(self.cleaned_data)
        kind = said.pop("quorum_kind")
        members, kinds = said.pop("quorum_members"), said.pop("quorum_kinds")
        others = said.pop("quorum_others")
        said["quorum_rule"] = {
            ANY: {},
            EACH: {EACH_PARTNER: True},
            MEMBERS: {"members": members},
            KINDS: {"agency_kinds": kinds, "others": others},
        }[kind]
        said["needs_agreement"] = SAID[said["needs_agreement"]]
        return said


def said_of(body: Body) -> dict[str, Any]:
    """The answers that a body would give."""
    plain = (
        "name", "parent", "purpose", "chairing", "chairing_kind", "frequency", "rhythm", "around",
        "before_days", "after_days", "venue", "usual_start", "usual_end", "quorum",
        "on_disagreement", "ended_on",
    )  # fmt: skip
    said = {name: getattr(body, name) for name in plain}
    rule = body.quorum_rule
    said["quorum_kind"] = (
        EACH if EACH_PARTNER in rule else MEMBERS if "members" in rule else KINDS if rule else ANY
    )
    said["quorum_members"] = rule.get("members")
    said["quorum_kinds"], said["quorum_others"] = rule.get("agency_kinds", []), rule.get("others")
    said["needs_agreement"] = {value: key for key, value in SAID.items()}[body.needs_agreement]
    return said


class TermsForm(Form):
    """A new edition of the terms of reference."""

    submit = "Record this edition"
    text = TextField(label="Terms of reference", max_length=20_000, widget=TextArea(rows=15))
    adopted_on = DayField(label="Adopted on")
    adopted_at = CharField(label="Where it was adopted", help_text="For example a meeting")


class AgreementForm(Form):
    """A new edition of the confidentiality agreement."""

    submit = "Put this edition into force"
    text = TextField(label="What members sign", max_length=20_000, widget=TextArea(rows=15))


class ItemForm(Form):
    """A standing item."""

    submit = "Save"
    marks_optional = True
    title = CharField(label="Title")
    purpose = ChoiceField(label="What is it for?", choices=StandingItem.Purpose.choices)
    minutes = few("Minutes allotted", required=False)


class MoveForm(forms.Form):
    """Which way an item moves."""

    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])
