"""What was answered to an invitation, and who is asked besides?"""

from typing import Any, ClassVar

from django import forms

from partnership.forms.fields import PersonField
from partnership.models import AgendaItem, Answer, Invited
from shield.core.forms import ChoiceField, Form, Select


class ReplyForm(Form):
    """Whether somebody comes, or who comes for them."""

    submit = "Send this answer"
    answer = ChoiceField(
        label="Is the meeting attended?",
        choices=Answer.choices,
        error_messages={"required": "Select whether the meeting is attended"},
    )
    deputy = PersonField(
        label="Email address of the deputy",
        help_text="A standing deputy of the seat, or a colleague of its agency who may sit in a "
        "body. They read the meeting until it is over.",
    )
    conditional: ClassVar = {"deputy": ("answer", {Answer.DEPUTY.value})}

    def __init__(self, *args: Any, invited: Invited, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "answer": invited.answer,
                "deputy": invited.deputy.email if invited.deputy else "",
            },
        )
        super().__init__(*args, **kwargs)
        if invited.seat is None or invited.is_deputy:
            answer = self.fields["answer"]
            assert isinstance(answer, ChoiceField)
            answer.choices = [one for one in Answer.choices if one[0] != Answer.DEPUTY]
            del self.fields["deputy"]


class CoOptForm(Form):
    """Somebody who is asked to one meeting, or to one item of it."""

    submit = "Invite them to this meeting"
    person = PersonField(
        label="Email address of the person", help_text="The address with which they sign in"
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label="For which item?",
        required=False,
        widget=Select,
        empty_label="The whole meeting",
        help_text="Of one item they see that item and its papers alone. A restricted item opens to "
        "them once they have signed the confidentiality agreement.",
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = items
