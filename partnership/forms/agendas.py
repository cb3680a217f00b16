"""What was said about an agenda, its items, their readers and papers, and about a proposal?"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from partnership.forms.bodies import few
from partnership.forms.fields import LinkField
from partnership.models import AgendaItem, Meeting, Proposal, Purpose
from shield.accounts.models import User
from shield.core.forms import (
    CharField,
    Checkboxes,
    ChoiceField,
    Form,
    Select,
    TextArea,
    TextField,
)
from shield.documents.forms import FileField, refuse_too_large

EVERYBODY, NAMED = "everybody", "named"
A_FILE, A_LINK = "file", "link"
TAKE, DECLINE = "take", "decline"
SAID_OF_ITEM = ("title", "purpose", "minutes", "lead", "presenter")
WHO = [
    (EVERYBODY, "Everybody who reads the agenda"),
    (NAMED, "Only the readers that are named: a restricted item"),
]


class PeopleField(forms.ModelMultipleChoiceField):
    """Any of some people, who are told apart by their addresses."""

    widget = Checkboxes

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.email})"


class PersonChoice(forms.ModelChoiceField):
    """One of some people."""

    widget = Select

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.email})"


def among(field: Any, people: Iterable[User]) -> None:
    """Let a field be answered with these people alone."""
    keys = [one.pk for one in people]
    field.queryset = User.objects.filter(pk__in=keys).order_by("full_name", "pk")


class ItemSaid(Form):
    """What an item is about."""

    submit = "Save"
    marks_optional = True
    title = CharField(label="Title")
    purpose = ChoiceField(label="What is it for?", choices=Purpose.choices)
    minutes = few("Minutes allotted", required=False)
    lead = CharField(label="Who leads it", required=False)
    presenter = CharField(label="Who presents it", required=False)
    # `asks` is what a form says of its questions.
    asked = TextField(
        label="What is the body asked?",
        required=False,
        max_length=5000,
        widget=TextArea(rows=6),
    )

    def __init__(self, *args: Any, item: AgendaItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            said = {name: getattr(item, name) for name in SAID_OF_ITEM}
            kwargs.setdefault("initial", said | {"asked": item.asks})
        super().__init__(*args, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        return {name: said[name] for name in SAID_OF_ITEM} | {"asks": said["asked"]}


class AgendaItemForm(ItemSaid):
    """An item that is added, and who reads it."""

    submit = "Put it on the agenda"
    who = ChoiceField(label="Who reads it?", choices=WHO, initial=EVERYBODY)
    readers = PeopleField(queryset=User.objects.none(), label="Who are its readers?")
    conditional: ClassVar = {"readers": ("who", {NAMED})}

    def __init__(self, *args: Any, people: Iterable[User], by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"who": EVERYBODY, "readers": [by.pk]})
        super().__init__(*args, **kwargs)
        among(self.fields["readers"], people)

    @property
    def readers_named(self) -> list[User] | None:
        """None where everybody reads it."""
        said = self.cleaned_data
        return list(said["readers"]) if said["who"] == NAMED else None


class RestrictForm(Form):
    """Who alone reads an item from now on."""

    submit = "Restrict this item"
    readers = PeopleField(queryset=User.objects.none(), label="Who are its readers?")

    def __init__(self, *args: Any, people: Iterable[User], by: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"readers": [by.pk]})
        super().__init__(*args, **kwargs)
        among(self.fields["readers"], people)


class ReaderForm(Form):
    """Who reads a restricted item besides."""

    submit = "Name this reader"
    person = PersonChoice(queryset=User.objects.none(), label="Who is to read it?")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self.fields["person"], people)


class PlaceForm(Form):
    """At which place an item is to stand."""

    submit = "Move it there"
    place = ChoiceField(label="To which place?", widget=Select, choices=())

    def __init__(self, *args: Any, places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, ChoiceField)
        field.choices = [(str(n), str(n)) for n in range(1, places + 1)]


class InterestForm(Form):
    """What the interest is."""

    submit = "Declare this interest"
    what = CharField(
        label="What is the interest?",
        max_length=500,
        help_text="Whoever chairs the meeting reads this, and it is kept with the item.",
    )


class RecordInterestForm(InterestForm):
    """Whose interest is recorded for them."""

    submit = "Record this interest"
    person = PersonChoice(queryset=User.objects.none(), label="Whose interest is it?")
    field_order = ("person", "what")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self.fields["person"], people)


# --- Papers ---------------------------------------------------------------------------------------


class PaperForm(Form):
    """A paper: a file or a link."""

    submit = "Add this paper"
    title = CharField(label="Title")
    kind = ChoiceField(
        label="What is it?",
        choices=[(A_FILE, "A file"), (A_LINK, "A link to a page or a record")],
    )
    file = FileField(label="Choose a file")
    link = LinkField(
        label="Link",
        help_text="It starts with https://, or with / for a page of this portal",
    )
    conditional: ClassVar = {"file": ("kind", {A_FILE}), "link": ("kind", {A_LINK})}

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> None:
        if self.too_large:
            refuse_too_large(self, "file")

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = self.cleaned_data
        return {"title": said["title"], "file": said["file"] or None, "link": said["link"]}


class ReplaceForm(PaperForm):
    """A paper in the place of another."""

    submit = "Replace the paper"


class PublishForm(Form):
    """What changed since the last edition."""

    submit = "Publish the agenda"
    what_changed = CharField(
        label="What changed?",
        max_length=500,
        help_text="Everybody who reads the agenda sees this. Say nothing here of restricted items.",
    )

    def __init__(self, *args: Any, is_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_again:
            del self.fields["what_changed"]


# --- Proposals ------------------------------------------------------------------------------------


class ProposalForm(Form):
    """An item that somebody proposes."""

    submit = "Propose this item"
    marks_optional = True
    title = CharField(label="Title")
    purpose = ChoiceField(label="What is it for?", choices=Purpose.choices)
    asked = TextField(label="What is the body asked?", max_length=5000, widget=TextArea(rows=6))
    minutes = few("Minutes wanted", required=False)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="For which meeting?", widget=Select, required=False,
        empty_label="Whichever suits",
    )  # fmt: skip
    who = ChoiceField(label="Who reads it?", choices=WHO, initial=EVERYBODY)
    readers = PeopleField(
        queryset=User.objects.none(),
        label="Who are its readers?",
        help_text="One of them must keep or chair the agenda.",
    )
    conditional: ClassVar = {"readers": ("who", {NAMED})}

    def __init__(
        self,
        *args: Any,
        people: Iterable[User],
        keepers: Iterable[User],
        meetings: Any,
        by: User,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"who": EVERYBODY, "readers": [by.pk]})
        super().__init__(*args, **kwargs)
        among(self.fields["readers"], people)
        keep = {one.pk for one in keepers}
        readers: Any = self.fields["readers"]
        readers.label_from_instance = lambda one: (
            f"{one} ({one.email}){', keeps or chairs the agenda' if one.pk in keep else ''}"
        )
        offer(self.fields["meeting"], meetings)

    @property
    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        said = dict(self.cleaned_data)
        said["asks"], said["is_restricted"] = said.pop("asked"), said.pop("who") == NAMED
        return said


class ProposalAnswerForm(Form):
    """Whether what is proposed comes on an agenda."""

    submit = "Send this answer"
    answer = ChoiceField(
        label="Does it come on an agenda?",
        choices=[(TAKE, "Yes"), (DECLINE, "No")],
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label="Of which meeting?", widget=Select
    )
    reason = CharField(
        label="Why not?", max_length=500, help_text="Whoever proposed it reads this."
    )
    conditional: ClassVar = {"meeting": ("answer", {TAKE}), "reason": ("answer", {DECLINE})}

    def __init__(self, *args: Any, proposal: Proposal, meetings: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"meeting": proposal.meeting_id})
        super().__init__(*args, **kwargs)
        offer(self.fields["meeting"], meetings)


def offer(field: Any, meetings: Any) -> None:
    """Let a field be answered with these meetings, named by their days."""
    field.queryset = meetings
    field.label_from_instance = lambda one: f"{one}, {one.on:%d %B %Y}"
