"""What was said about a core group, or a child's plan?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from conferences.forms.outcome import choose
from conferences.models import CoreGroupMember, Plan
from shield.accounts.models import Agency, User
from shield.core.forms import (
    CharField,
    Checkboxes,
    EmailField,
    Form,
    MomentField,
    MultipleChoiceField,
    OnceForm,
    Select,
    Text,
    TextField,
)


class AccountField(EmailField):
    """Somebody with a role in the portal, by the address with which they sign in."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", Text(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"})
        )
        super().__init__(**options)

    def clean(self, value: Any) -> User | None:
        address = super().clean(value)
        if not address:
            return None
        found: User | None = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None or not found.access.roles:
            raise ValidationError("Nobody with a role in the portal has this email address")
        return found


class MemberForm(OnceForm):
    """Somebody of the core group."""

    submit = "Add to the core group"
    marks_optional = True
    name = CharField(label="Name")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Which agency?",
        required=False,
        widget=Select,
        empty_label="None: somebody of the family",
    )
    role = CharField(label="Role, or relationship to the children", required=False)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["agency"], agencies)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "agency", "role")}


class CoreGroupPlanForm(OnceForm):
    """When the core group meets next."""

    submit = "Save"
    planned_at = MomentField(
        label="When does the core group meet next?", called="When the core group meets next"
    )


class CoreGroupHoldForm(OnceForm):
    """A core group that was held."""

    submit = "Record this core group"
    held_at = MomentField(label="When did it meet?", called="When it met")
    came = MultipleChoiceField(
        label="Who of the core group came?", required=False, choices=[], widget=Checkboxes
    )
    others_came = TextField(label="Who else came? (optional)", required=False, max_length=2000)
    done = TextField(label="What has been done, and what is to be done next?")
    next_at = MomentField(
        label="When does it meet next? (optional)",
        called="When it meets next",
        required=False,
    )

    def __init__(self, *args: Any, members: Sequence[CoreGroupMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in members}
        field = self.fields["came"]
        assert isinstance(field, MultipleChoiceField)
        field.choices = [(key, f"{one}, {one.of_words}") for key, one in self.members.items()]
        if not self.members:
            del self.fields["came"]

    def who_came(self) -> list[CoreGroupMember]:
        return [self.members[key] for key in self.cleaned_data.get("came", [])]


class LeadForm(Form):
    """Who a child's lead social worker is."""

    submit = "Save"
    name = CharField(label="Name of the lead social worker")
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Which agency?", widget=Select)
    user = AccountField(
        label="Email address with which they sign in (optional)",
        called="the email address of the lead social worker",
        help_text="What is due for the child is then theirs, and they are reminded of it.",
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, agencies: Any, agency: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": plan.lead_name,
            "agency": plan.lead_agency_id or agency.pk,
            "user": plan.lead_user.email if plan.lead_user else "",
        }
        super().__init__(*args, **kwargs)
        choose(self.fields["agency"], agencies)


class PlanEndForm(Form):
    """A plan that ends between conferences."""

    submit = "End the plan"
    ended_at = MomentField(label="When did it end?", called="When it ended")
    reason = TextField(label="Why did it end?")
