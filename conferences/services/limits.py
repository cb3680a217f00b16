"""What follows a conference's own limits: its clocks, and what people were told of it."""

from datetime import datetime

from conferences.models import Conference
from shield.cases.kind import lasting
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.notifications import services as notifications


def limit(conference: Conference, *, at: datetime) -> None:
    """Keep clocks and messages from those from whom the conference is kept.

    After each change of who may see it, and after each clock that was started for it. Every clock
    and message about it, an agency's report included, carries its reference.
    """
    shut_out = set(lasting(conference.exclusions, at).values_list("user", flat=True))
    named = set(lasting(conference.grants, at).values_list("user", flat=True))
    clocks.limit(
        clocks=Clock.objects.filter(reference=conference.reference),
        closed_to=shut_out,
        open_to=named if conference.is_restricted else None,
    )
    notifications.withdraw(
        reference=conference.reference,
        at=at,
        people=named - shut_out if conference.is_restricted else shut_out,
        only=conference.is_restricted,
    )
