"""What may become of a mail that waits?"""

from shield.core.workflow import Move, Workflow

WAITING = "waiting"
WITHHELD = "withheld"
SENDING = "sending"
SENT = "sent"
UNCERTAIN = "uncertain"
DEAD = "dead"
LEFT = "left"
NOT_NEEDED = "not_needed"

DONE = "This mail has been dealt with already."
DELIVERY = Workflow(
    title="Delivery of a notification by mail",
    states={
        WAITING: "Waiting",
        WITHHELD: "Withheld",
        SENDING: "Being sent",
        SENT: "Sent",
        UNCERTAIN: "Uncertain",
        DEAD: "Given up",
        LEFT: "Left as it is",
        NOT_NEEDED: "Not needed",
    },
    moves={
        "begin": Move((WAITING, WITHHELD, UNCERTAIN), SENDING, DONE),
        "send": Move((SENDING,), SENT, DONE),
        "try_later": Move((SENDING,), WAITING, DONE),
        "give_up": Move((SENDING,), DEAD, DONE),
        # It may have been handed over, and nobody can say: docs/adr/0016.
        "lose_sight": Move((SENDING,), UNCERTAIN, DONE),
        # Its recipient may not know of it at this moment; in some days that may be otherwise.
        "withhold": Move((WAITING, WITHHELD, UNCERTAIN), WITHHELD, DONE),
        "leave_out": Move((WAITING, WITHHELD, UNCERTAIN), NOT_NEEDED, DONE),
        "retry": Move(
            (DEAD, UNCERTAIN), WAITING, "This mail is no longer in the list of failed mails."
        ),
        "leave": Move((UNCERTAIN,), LEFT, "This mail is no longer uncertain."),
    },
    field="state",
)
