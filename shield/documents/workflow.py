"""What may become of a document that waits to be made, and of a file that waits to be checked?"""

from shield.core.workflow import Move, Workflow

WAITING = "waiting"
READY = "ready"
FAILED = "failed"
# What it said was taken away for good, since nobody may keep it any longer. (Files of people too.)
ERASED = "erased"

RENDERING = Workflow(
    title="Making of a document",
    states={WAITING: "Waiting", READY: "Ready", FAILED: "Failed", ERASED: "Erased"},
    moves={
        "keep": Move((WAITING,), READY, "This document has been made already."),
        "give_up": Move((WAITING,), FAILED, "This document has been made already."),
        "retry": Move((FAILED,), WAITING, "This document is no longer among those that failed."),
        "erase": Move((WAITING, READY, FAILED), ERASED, "This document was erased already."),
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
        ERASED: "Erased",
    },
    moves={
        "clear": Move((QUARANTINED,), CLEAN, DONE),
        "refuse": Move((QUARANTINED,), REFUSED, DONE),
        "withdraw": Move((QUARANTINED,), WITHDRAWN, DONE),
        "erase": Move(
            (QUARANTINED, CLEAN, REFUSED, WITHDRAWN), ERASED, "This file was erased already."
        ),
    },
    field="state",
)
