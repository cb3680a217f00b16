"""What may come next for a meeting?"""

from partnership.models import MeetingStatus
from shield.core.workflow import Move, Workflow

MEETING = Workflow(
    title="Meeting of a body",
    states=dict(MeetingStatus.choices),
    moves={
        "confirm": Move(
            (MeetingStatus.PROPOSED,),
            MeetingStatus.CONFIRMED,
            "Only a proposed meeting can be confirmed; this is none any more.",
        ),
        "hold": Move(
            (MeetingStatus.CONFIRMED,),
            MeetingStatus.HELD,
            "Only a confirmed meeting can be held, and only once.",
        ),
        "cancel": Move(
            (MeetingStatus.CONFIRMED,),
            MeetingStatus.CANCELLED,
            "Only a confirmed meeting that was not held can be cancelled.",
        ),
    },
)
