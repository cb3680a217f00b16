"""What may come next for a meeting, its minutes, a request, a difference, an action and so on?"""

from partnership.models import (
    ActionStatus,
    ChallengeStatus,
    EscalationStatus,
    MeetingStatus,
    MinutesStatus,
    RequestStatus,
)
from shield.core.workflow import Move, Workflow

OPEN_STILL = (EscalationStatus.OPEN, EscalationStatus.ARBITRATION)
ENDED = "This difference has come to an end already."
ESCALATION = Workflow(
    title="Difference between agencies",
    states=dict(EscalationStatus.choices),
    moves={
        "go_on": Move(
            (EscalationStatus.OPEN,),
            EscalationStatus.OPEN,
            "Only an open difference can go on to the next stage.",
        ),
        "arbitrate": Move(
            (EscalationStatus.OPEN,),
            EscalationStatus.ARBITRATION,
            "Only an open difference can go to arbitration.",
        ),
        "resolve": Move(OPEN_STILL, EscalationStatus.RESOLVED, ENDED),
        "withdraw": Move(OPEN_STILL, EscalationStatus.WITHDRAWN, ENDED),
    },
)

UNANSWERED = "This challenge waits for a reply, or was responded to already."
CHALLENGE = Workflow(
    title="Challenge of the scrutineer",
    states=dict(ChallengeStatus.choices),
    moves={
        "reply": Move(
            (ChallengeStatus.WAITING,),
            ChallengeStatus.REPLIED,
            "This challenge was replied to already.",
        ),
        "ask_again": Move((ChallengeStatus.REPLIED,), ChallengeStatus.WAITING, UNANSWERED),
        "accept": Move((ChallengeStatus.REPLIED,), ChallengeStatus.SATISFIED, UNANSWERED),
        "leave": Move((ChallengeStatus.REPLIED,), ChallengeStatus.UNSATISFIED, UNANSWERED),
    },
)

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

CLOSED = "This was answered, lapsed or withdrawn before, so nothing about it changes any more."
REQUEST = Workflow(
    title="Decision between meetings",
    states=dict(RequestStatus.choices),
    moves={
        "agree": Move((RequestStatus.OPEN,), RequestStatus.AGREED, CLOSED),
        "refuse": Move((RequestStatus.OPEN,), RequestStatus.REFUSED, CLOSED),
        "lapse": Move((RequestStatus.OPEN,), RequestStatus.LAPSED, CLOSED),
        "withdraw": Move((RequestStatus.OPEN,), RequestStatus.WITHDRAWN, CLOSED),
    },
)

MINUTES = Workflow(
    title="Minutes of a meeting",
    states=dict(MinutesStatus.choices),
    moves={
        "approve": Move(
            (MinutesStatus.DRAFT,),
            MinutesStatus.APPROVED,
            "Only a draft is approved, and only once: these minutes were approved before.",
        ),
        "distribute": Move(
            (MinutesStatus.APPROVED,),
            MinutesStatus.DISTRIBUTED,
            "Minutes are distributed once, when the chair has approved them.",
        ),
        "confirm": Move(
            (MinutesStatus.DISTRIBUTED,),
            MinutesStatus.CONFIRMED,
            "Minutes are confirmed once, when they have been distributed.",
        ),
    },
)

ACTION = Workflow(
    title="Action",
    states=dict(ActionStatus.choices),
    moves={
        "finish": Move(
            (ActionStatus.OPEN,),
            ActionStatus.DONE,
            "Only an open action can be finished. Somebody has finished or withdrawn this one.",
        ),
        "accept": Move(
            (ActionStatus.DONE,),
            ActionStatus.CLOSED,
            "Only an action that is said to be done can be accepted. Somebody was here first.",
        ),
        "send_back": Move(
            (ActionStatus.DONE,),
            ActionStatus.OPEN,
            "Only an action that is said to be done can be sent back. Somebody was here first.",
        ),
        "reopen": Move(
            (ActionStatus.CLOSED, ActionStatus.WITHDRAWN),
            ActionStatus.OPEN,
            "Only an action that was accepted or withdrawn can be opened again.",
        ),
        "reassign": Move(
            (ActionStatus.OPEN,),
            ActionStatus.OPEN,
            "Only an open action can be given to somebody else.",
        ),
        "move_due": Move(
            (ActionStatus.OPEN,),
            ActionStatus.OPEN,
            "Only an open action can get another due day.",
        ),
        "withdraw": Move(
            (ActionStatus.OPEN, ActionStatus.DONE),
            ActionStatus.WITHDRAWN,
            "This action is closed or withdrawn already.",
        ),
    },
)
