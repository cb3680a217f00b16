"""What may become of a document that waits to be made, and of a file that waits to be checked?"""

from shield.core.workflow import Move, Workflow

WAITING = "waiting"
READY = "ready"
FAILED = "failed"

RENDERING = Workflow(
    title="Making of a document",
    states={WAITING: "Waiting", READY: "Ready", FAILED: "Failed"},
    moves={
        "keep": Move((WAITING,), READY, "This document has been made already."),
        "give_up": Move((WAITING,), FAILED, "This document has been made already."),
        "retry": Move((FAILED,), WAITING, "This document is no longer among those that failed."),
    },
)

QUARANTINED = "quarantined"
CLEAN = "clean"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
DONE = "This file has been checked already."

CHECKING = Workflow(
    title="Checking of a file that somebody brought",
    states={
        QUARANTINED: "Being checked",
        CLEAN: "Checked",
        REFUSED: "Refused",
        WITHDRAWN: "Withdrawn before it was checked",
    },
    moves={
        "clear": Move((QUARANTINED,), CLEAN, DONE),
        "refuse": Move((QUARANTINED,), REFUSED, DONE),
        "withdraw": Move((QUARANTINED,), WITHDRAWN, DONE),
    },
    field="state",
)
