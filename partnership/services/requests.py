"""How does a body decide between its meetings? One answer of each statutory partner, and all agree.

Of many who answer at one moment each waits for the one before (`_open` holds the request's row), so
the last of the partners sees the others' answers and decides, once. That one person answers once,
and for one partner, the database itself refuses otherwise (`request_answered_for_one`).
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from partnership import emails
from partnership.models import (
    Body,
    Decision,
    DecisionRequest,
    Holding,
    Priority,
    RequestAnswer,
    RequestConflict,
    RequestStatus,
)
from partnership.permissions import Perm
from partnership.services.answering import (
    is_asked_between,
    may_answer,
    people_of,
    post_words,
    sitting_in,
    statutory_partners,
    voices_of,
    voting,
)
from partnership.services.leading import require_lead
from partnership.workflow import CLOSED, REQUEST
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import overrides, step
from shield.core.london import london_day, short_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.core.working_days import Overrides
from shield.notifications import services as notifications

RULE = "decision.request"
ASKED, DECIDED = "DREQ", "DEC"  # what references begin with
Answer = RequestAnswer.Answer


class NotBetweenMeetings(Refusal):
    """Only a body whose rule is one of each partner decides between its meetings."""


class NobodyToAnswer(Refusal):
    """A statutory partner has nobody in the body who could answer for it."""


class RequestClosed(Refusal):
    """It was answered, lapsed or withdrawn."""


class Conflicted(Refusal):
    """Whoever has declared a conflict of interest does not answer."""


class SpeaksForNoPartner(Refusal):
    """The person holds no seat of that partner."""


class SaysNoReason(Refusal):
    """Whoever does not agree, or withdraws, says why."""


class AnsweredAlready(Refusal):
    """The person has answered, or somebody has for that partner."""


# --- Asking ---------------------------------------------------------------------------------------


@transaction.atomic
def request_decision(
    *,
    by: User,
    body: Body,
    title: str,
    question: str,
    why_now: str,
    priority: Priority | None = None,
    source_kind: str = "",
    source_reference: str = "",
    source_url: str = "",
    at: datetime,
) -> DecisionRequest:
    """Ask a body to decide before its next meeting; who may answer is told.

    Another part of the portal that asks names its record as the source, and finds what became of
    it with `request_of`. Raises NotBetweenMeetings, NobodyToAnswer.
    """
    require_lead(by, body)
    today = london_day(at)
    if not is_asked_between(body, today):
        raise NotBetweenMeetings(
            "Only a body that decides by a representative of each statutory partner can be asked "
            "between its meetings."
        )
    partners = statutory_partners(today)
    _require_somebody(body, partners, today)
    reference = next_reference(DecisionRequest.objects.all(), prefix=ASKED, year=today.year)
    request = DecisionRequest(
        reference=reference,
        body=body,
        title=title,
        question=question,
        why_now=why_now,
        priority=priority,
        source_kind=source_kind,
        source_reference=source_reference,
        source_url=source_url,
        requested_by=by,
        requested_at=at,
    )
    request.clock = clocks.start(
        rule=RULE,
        trigger=at,
        subject=f"Decision between meetings {reference}",
        reference=reference,
        url="",
        holder=by,
        agency=None,
        by=by,
        at=at,
    )
    request.save()
    request.partners.set(partners)
    clocks.rename(
        clock=request.clock,
        subject=request.clock.subject,
        reference=reference,
        url=request.get_absolute_url(),
    )
    audit.record("decision_request.asked", request, by=by, at=at, body=body.pk)
    asked = [one for rows in may_answer(request, today).values() for one in rows]
    notifications.notify(
        recipients=people_of(asked),
        key=f"decision_request.asked:{request.pk}",
        message=emails.request_asked(request, due_on=request.clock.due_on),
        at=at,
    )
    return request


def _require_somebody(body: Body, partners: list[Agency], on: date) -> None:
    sits = {one.seat.agency_id for one in voting(body, on)}
    missing = [agency.name for agency in partners if agency.pk not in sits]
    if missing or not partners:
        raise NobodyToAnswer(
            f"Nobody who could answer sits in {body} for {', '.join(missing)}. Appoint somebody "
            "first: without an answer of each statutory partner nothing is decided."
            if missing
            else "The portal knows no statutory partner, so nobody could answer."
        )


def request_of(*, source_kind: str, source_reference: str) -> DecisionRequest | None:
    """What a record asked last, with its `status` and, once all agreed, its `decision`."""
    rows = DecisionRequest.objects.filter(
        source_kind=source_kind, source_reference=source_reference
    )
    found: DecisionRequest | None = rows.select_related("decision").order_by("-pk").first()
    return found


# --- Answering ------------------------------------------------------------------------------------


@transaction.atomic
def answer_request(
    *,
    by: User,
    request: DecisionRequest,
    agency: Agency,
    agrees: bool,
    reasons: str,
    at: datetime,
) -> DecisionRequest:
    """Answer for one statutory partner; the last to agree decides, the first who does not refuses.

    Raises RequestClosed, Conflicted, SpeaksForNoPartner, SaysNoReason, AnsweredAlready.
    """
    require(by, Perm.OPEN, request.body)
    row = _open(request, at)
    if row.conflicts.filter(user=by).exists():
        raise Conflicted("You have declared a conflict of interest, so you do not answer.")
    seats = [one for one in voices_of(by, row, london_day(at)) if one.seat.agency_id == agency.pk]
    if not seats:
        raise SpeaksForNoPartner(f"You hold no seat of {agency} with which to answer for it.")
    if not agrees and not reasons.strip():
        raise SaysNoReason("Say why you do not agree.")
    given = _give(row, by, agency, seats[0], agrees=agrees, reasons=reasons, at=at)
    answers = list(row.answers.select_related("agency").order_by("answered_at", "pk"))
    decision = None
    if not agrees:
        REQUEST.advance(row, "refuse", closed_at=at, closed_by=by)
    elif {one.agency_id for one in answers} >= set(row.partners.values_list("pk", flat=True)):
        # The number before the first line of the audit: so everybody takes both in one order.
        decision = _decide(row, answers, by, at)
    facts = {"agency": agency.pk, "answer": given.answer}
    audit.record("decision_request.answered", row, by=by, at=at, **facts)
    if not row.is_open:
        if decision is not None:
            audit.record("decision.recorded", decision, by=by, at=at, request=row.pk)
        _closed(row, by=by, at=at)
    else:
        _tell_if_stuck(row, at)
    return row


def _open(request: DecisionRequest, at: datetime) -> DecisionRequest:
    """The request as it is now, held until the transaction ends. Raises RequestClosed."""
    rows = DecisionRequest.objects.select_related("body", "clock", "priority")
    found: DecisionRequest = rows.select_for_update(of=("self",)).get(pk=request.pk)
    if not found.is_open:
        raise RequestClosed(CLOSED)
    if london_day(at) > found.clock.due_on:
        raise RequestClosed(
            f"This lapsed after {short_day(found.clock.due_on)}, so it can no longer be answered."
        )
    return found


def _give(
    row: DecisionRequest,
    by: User,
    agency: Agency,
    holding: Holding,
    *,
    agrees: bool,
    reasons: str,
    at: datetime,
) -> RequestAnswer:
    try:
        with transaction.atomic():
            return RequestAnswer.objects.create(
                request=row,
                agency=agency,
                user=by,
                post=post_words(holding),
                answer=Answer.AGREE if agrees else Answer.DISAGREE,
                reasons=reasons,
                answered_at=at,
            )
    except IntegrityError as error:
        if "request_answered_for_one" in str(error):
            raise AnsweredAlready("You have answered already. Nobody answers twice.") from error
        raise AnsweredAlready(f"Somebody has answered for {agency} already.") from error


def _decide(row: DecisionRequest, answers: list[RequestAnswer], by: User, at: datetime) -> Decision:
    """Write down what all have agreed to. A step of `answer_request`."""
    require(by, Perm.OPEN, row.body)
    REQUEST.advance(row, "agree", closed_at=at, closed_by=by)
    today = london_day(at)
    decision: Decision = Decision.objects.create(
        reference=next_reference(Decision.objects.all(), prefix=DECIDED, year=today.year),
        body=row.body,
        request=row,
        text=row.question,
        reasons="\n".join(f"{one.agency}: {one.reasons}" for one in answers if one.reasons),
        agreed=[one.post for one in answers],
        quorum={
            "is_met": True,
            "words": "Each statutory partner agreed",
            "lines": [
                f"{one.post}, on {short_day(london_day(one.answered_at))}" for one in answers
            ],
        },
        priority=row.priority,
        decided_on=today,
        recorded_at=at,
    )
    return decision


# --- Conflicts, withdrawing, lapsing --------------------------------------------------------------


@transaction.atomic
def declare_conflict(
    *, by: User, request: DecisionRequest, what: str, at: datetime
) -> RequestConflict:
    """Say that one has a conflict of interest: one neither answers nor reads it any more.

    Another member of the same partner can. Raises RequestClosed, AnsweredAlready, Conflicted.
    """
    require(by, Perm.OPEN, request.body)
    row = _open(request, at)
    if row.answers.filter(user=by).exists():
        raise AnsweredAlready("You have answered already, and your answer stands.")
    try:
        with transaction.atomic():
            conflict: RequestConflict = RequestConflict.objects.create(
                request=row, user=by, what=what, declared_at=at
            )
    except IntegrityError as error:
        raise Conflicted("You have declared a conflict of interest already.") from error
    audit.record("decision_request.conflict_declared", row, by=by, at=at)
    _tell_if_stuck(row, at)
    return conflict


def _tell_if_stuck(row: DecisionRequest, at: datetime) -> None:
    """Tell whoever asked, once, that a partner has nobody left who may answer for it."""
    if not all(may_answer(row, london_day(at)).values()):
        notifications.notify(
            recipients=[row.requested_by],
            key=f"decision_request.stuck:{row.pk}",
            message=emails.request_stuck(row),
            at=at,
        )


@transaction.atomic
def withdraw_request(
    *, by: User, request: DecisionRequest, why: str, at: datetime
) -> DecisionRequest:
    """Take a question back, with a reason. Raises RequestClosed, SaysNoReason."""
    require_lead(by, request.body)
    row = _open(request, at)
    if not why.strip():
        raise SaysNoReason("Say why it is withdrawn.")
    REQUEST.advance(row, "withdraw", closed_at=at, closed_by=by, closed_because=why)
    _closed(row, by=by, at=at)
    return row


def end_with_source(*, request: DecisionRequest, why: str, by: User, at: datetime) -> None:
    """Take an open question back since what it was about has ended. A step of what ended it."""
    require(by, Perm.OPEN)
    row = DecisionRequest.objects.select_for_update().get(pk=request.pk)
    if row.is_open:
        REQUEST.advance(row, "withdraw", closed_at=at, closed_by=by, closed_because=why)
        _closed(row, by=by, at=at)


def _closed(row: DecisionRequest, *, by: User | None, at: datetime) -> None:
    """Write down how it closed, stop its clock, and tell everybody who sits in the body."""
    audit.record(f"decision_request.{row.status}", row, by=by, at=at, body=row.body_id)
    if row.status in (RequestStatus.AGREED, RequestStatus.REFUSED):
        clocks.complete(clock=row.clock, met_at=at, by=by, at=at)
    else:
        reason = f"The request was closed: {row.status_words.lower()}"
        clocks.cancel(clock=row.clock, reason=reason, by=by, at=at)
    apart = set(row.conflicts.values_list("user_id", flat=True))
    sitting = [one for one in sitting_in(row.body, london_day(at)) if one.user_id not in apart]
    notifications.notify(
        recipients=[*people_of(sitting), row.requested_by],
        key=f"decision_request.closed:{row.pk}",
        message=emails.request_closed(row),
        at=at,
    )


def chase_requests(*, at: datetime) -> None:
    """Close what lapsed, and remind partners that have not answered. A task by the clock.

    Reminders follow the days that the rule says; messages are unique by person and key, so running
    it again tells nobody twice.
    """
    today, known = london_day(at), overrides()
    for pk in DecisionRequest.objects.open().order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = DecisionRequest.objects.open().filter(pk=pk).select_for_update(of=("self",))
            row = rows.select_related("body", "clock__rule_version", "requested_by").first()
            if row is None:
                continue
            if today > row.clock.due_on:
                REQUEST.advance(row, "lapse", closed_at=at)
                _closed(row, by=None, at=at)
            else:
                _remind(row, today, known, at)


def _remind(row: DecisionRequest, today: date, known: Overrides, at: datetime) -> None:
    version, due_on = row.clock.rule_version, row.clock.due_on
    now = step(version, due_on=due_on, on=today, known=known)
    if now is None or london_day(row.requested_at) == today:
        return
    waited_for = [one for rows in may_answer(row, today).values() for one in rows]
    notifications.notify(
        recipients=people_of(waited_for),
        key=f"decision_request.waits:{row.pk}:{due_on}:{now}"
        + (":working" if version.reminds_by_working_days else ""),
        message=emails.request_waits(row, due_on=due_on),
        at=at,
    )
