"""What may become of a mail that waits?"""

from shield.core.workflow import Move, Workflow

WAITING = "waiting"
SENT = "sent"
DEAD = "dead"
NOT_NEEDED = "not_needed"

DELIVERY = Workflow(
    title="Delivery of a notification by mail",
    states={
        WAITING: "Waiting",
        SENT: "Sent",
        DEAD: "Given up",
        NOT_NEEDED: "Not needed",
    },
    moves={
        "send": Move((WAITING,), SENT, "This mail has been dealt with already."),
        "give_up": Move((WAITING,), DEAD, "This mail has been dealt with already."),
        "leave_out": Move((WAITING,), NOT_NEEDED, "This mail has been dealt with already."),
        "retry": Move((DEAD,), WAITING, "This mail is no longer in the list of failed mails."),
    },
    field="state",
)
