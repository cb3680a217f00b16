"""What may come next for a conference, and for what an agency was asked?"""

from conferences.models import RequestStatus, Status
from shield.core.workflow import Move, Workflow

CONFERENCE = Workflow(
    title="Child protection conference",
    states=dict(Status.choices),
    moves={
        "move": Move(
            (Status.SCHEDULED, Status.POSTPONED),
            Status.SCHEDULED,
            "This conference took place or was cancelled, so it cannot be moved.",
        ),
        "postpone": Move(
            (Status.SCHEDULED,),
            Status.POSTPONED,
            "Only a conference that has a day can be postponed.",
        ),
        "hold": Move(
            (Status.SCHEDULED,),
            Status.HELD,
            "Only a conference that has a day and was not cancelled can be recorded as held.",
        ),
        "be_inquorate": Move(
            (Status.SCHEDULED,),
            Status.INQUORATE,
            "Only a conference that has a day and was not cancelled can be recorded as inquorate.",
        ),
        "cancel": Move(
            (Status.SCHEDULED, Status.POSTPONED),
            Status.CANCELLED,
            "This conference took place or was cancelled before.",
        ),
    },
)

# What a report can still be done with before the conference has it.
_UNSENT = (RequestStatus.ASKED, RequestStatus.WRITING, RequestStatus.RETURNED)
REQUEST = Workflow(
    title="Report to a conference",
    states=dict(RequestStatus.choices),
    moves={
        "begin": Move(
            (RequestStatus.ASKED,),
            RequestStatus.WRITING,
            "The report was begun, answered or is no longer asked for.",
        ),
        "hand_over": Move(
            (RequestStatus.WRITING, RequestStatus.RETURNED),
            RequestStatus.CHECKING,
            "Only a report that is being written can be handed to a manager.",
        ),
        "take_back": Move(
            (RequestStatus.CHECKING, RequestStatus.AGREED),
            RequestStatus.WRITING,
            "Only a report that is with a manager, or agreed and not sent, can be taken back.",
        ),
        "send_back": Move(
            (RequestStatus.CHECKING,),
            RequestStatus.RETURNED,
            "Only a report that is with a manager can be returned with comments.",
        ),
        "agree": Move(
            (RequestStatus.CHECKING,),
            RequestStatus.AGREED,
            "Only a report that is with a manager can be agreed.",
        ),
        "submit": Move(
            (RequestStatus.AGREED,),
            RequestStatus.REPORTED,
            "Only a report that a manager has agreed can be sent, and only once.",
        ),
        "submit_unchecked": Move(
            (RequestStatus.WRITING, RequestStatus.RETURNED, RequestStatus.CHECKING),
            RequestStatus.REPORTED,
            "This report was sent already, or is no longer asked for.",
        ),
        "decline": Move(
            _UNSENT,
            RequestStatus.DECLINED,
            "Only a report that was not handed on yet can be answered by saying there is none.",
        ),
        "reopen": Move(
            (RequestStatus.DECLINED,),
            RequestStatus.ASKED,
            "Only an answer that there is no report can be taken back.",
        ),
        "withdraw": Move(
            (*_UNSENT, RequestStatus.CHECKING, RequestStatus.AGREED),
            RequestStatus.WITHDRAWN,
            "What was answered stays; only a report that is still to come is no longer asked for.",
        ),
        "ask_again": Move(
            (RequestStatus.WITHDRAWN,),
            RequestStatus.ASKED,
            "This agency is being asked already.",
        ),
    },
)
