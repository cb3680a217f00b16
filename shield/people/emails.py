"""Who is told, of what?"""

from django.urls import reverse

from shield.accounts.models import Membership
from shield.core.london import short_day
from shield.notifications.message import Message


def role_given(membership: Membership) -> Message:
    """To the person: what they may do from which day on."""
    role = membership.role_held
    name = role.name if role else membership.role
    return Message(
        subject=f"You have been given the role of {name.lower()}",
        lines=(
            f"From {short_day(membership.starts_on)} you hold the role of {name.lower()} "
            f"in {membership.agency}.",
            "Your profile says what this role does and what you may see.",
        ),
        url=reverse("profile"),
    )
