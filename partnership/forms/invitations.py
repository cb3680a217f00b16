"""What was answered to an invitation, and who is asked besides?"""

from typing import Any, ClassVar

from partnership.forms.fields import PersonField
from partnership.models import Answer, Invited
from shield.core.forms import ChoiceField, Form


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
    """Somebody who is asked to one meeting."""

    submit = "Invite them to this meeting"
    person = PersonField(
        label="Email address of the person", help_text="The address with which they sign in"
    )
