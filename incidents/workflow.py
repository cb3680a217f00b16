"""What may come next for a notification?"""

from incidents.models import Status
from shield.core.workflow import Move, Workflow

NOTIFICATION = Workflow(
    title="Serious incident notification",
    states=dict(Status.choices),
    moves={
        "submit": Move(
            (Status.DRAFT,),
            Status.SUBMITTED,
            "This notification is no longer a draft, so it cannot be submitted again.",
        ),
        "discard": Move(
            (Status.DRAFT,), Status.DISCARDED, "Only a draft can be discarded; this is not one."
        ),
        "restore": Move(
            (Status.DISCARDED,),
            Status.DRAFT,
            "Only a discarded draft can be brought back; this is not one.",
        ),
        "record_panel": Move(
            (Status.SUBMITTED,),
            Status.PANEL_NOTIFIED,
            "It is already recorded that the Panel was told.",
        ),
    },
)
