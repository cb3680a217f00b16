"""What may become of a document that waits to be made?"""

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
