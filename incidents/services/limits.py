"""What follows a notification's own limits: its clocks, and what people were told of it."""

from datetime import datetime

from incidents.models import Incident
from shield.cases.kind import lasting
from shield.clocks import services as clocks
from shield.notifications import services as notifications


def limit(incident: Incident, *, at: datetime) -> None:
    """Keep clocks and messages from those from whom the notification is kept.

    After each change of who may see it, and after each clock that was started for it.
    """
    shut_out = set(lasting(incident.exclusions, at).values_list("user", flat=True))
    named = set(lasting(incident.grants, at).values_list("user", flat=True))
    own = (incident.partnership_clock, incident.panel_clock, incident.rapid_review_clock)
    clocks.limit(
        clocks=[clock for clock in own if clock],
        closed_to=shut_out,
        open_to=named if incident.is_restricted else None,
    )
    # Under each name it has had: what was told of the draft was told of this.
    for called in {incident.label, incident.draft_label}:
        notifications.withdraw(
            reference=called,
            at=at,
            people=named - shut_out if incident.is_restricted else shut_out,
            only=incident.is_restricted,
        )
