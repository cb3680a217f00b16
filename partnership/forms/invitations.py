"""What was answered to an invitation, and who is asked besides?"""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from partnership.forms.agendas import PersonChoice
from partnership.forms.fields import PersonField
from partnership.models import AgendaItem, Answer, Invited
from shield.accounts.models import User
from shield.core.forms import ChoiceField, Form, Select


class ReplyForm(Form):
    """Whether somebody comes, or who comes for them."""

    submit = "Send this answer"
    answer = ChoiceField(
        label="Do they attend?",
        choices=Answer.choices,
        error_messages={"required": "Select whether they attend"},
    )
    deputy = PersonChoice(
        User.objects.none(),
        label="Who comes as the deputy?",
        empty_label="",
        help_text="The standing deputies of the seat, and colleagues of its agency who may sit in "
        "a body. They read the meeting until it is over.",
        error_messages={
            "required": "Select who comes as the deputy",
            "invalid_choice": "Select who comes as the deputy, from the list",
        },
    )
    conditional: ClassVar = {"deputy": ("answer", {Answer.DEPUTY.value})}

    def __init__(
        self, *args: Any, invited: Invited, deputies: QuerySet[User], is_own: bool, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial",
            {
                "answer": invited.answer,
                "deputy": invited.deputy,
            },
        )
        super().__init__(*args, **kwargs)
        if is_own:
            self.fields["answer"].label = "Will you attend?"
            self.fields["answer"].error_messages["required"] = "Select whether you will attend"
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = deputies
        if not deputies.exists():
            answer = self.fields["answer"]
            assert isinstance(answer, ChoiceField)
            answer.choices = [one for one in Answer.choices if one[0] != Answer.DEPUTY]
            if invited.seat is not None and not invited.is_deputy:
                answer.help_text = (
                    f"Nobody else of {invited.seat.agency} has a role here with which to come as "
                    "a deputy."
                )
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
