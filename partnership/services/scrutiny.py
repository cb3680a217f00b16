"""What can the scrutineer ask, plan, pin and challenge, and what can a partner reply?"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from partnership import emails
from partnership.clocks import REPLY
from partnership.models import (
    Action,
    Challenge,
    ChallengeReply,
    ChallengeResponse,
    Decision,
    Evidence,
    EvidenceKind,
    KeyQuestion,
    Meeting,
    Priority,
    ProgrammeEntry,
    QuestionStatus,
    ReportingDuty,
)
from partnership.permissions import Perm
from partnership.services.escalations import LEAD, refuse_names
from partnership.workflow import CHALLENGE
from shield.accounts.access import access_of, require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.core.london import london_day, short_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.notifications.services import notify


class QuestionTwice(Refusal):
    """The year has this question already."""


class NoFinding(Refusal):
    """A question is answered by what was found."""


class NotThere(Refusal):
    """The scrutineer may not read such a record, or there is none."""


class PinnedTwice(Refusal):
    """The question has this evidence already."""


# --- Key questions and the programme --------------------------------------------------------------


@transaction.atomic
def ask_question(*, by: User, year: int, text: str, at: datetime) -> KeyQuestion:
    """A key question of a year. Raises QuestionTwice."""
    require(by, Perm.SCRUTINISE)
    question = KeyQuestion(year=year, text=text, asked_by=by, asked_at=at)
    _put(question)
    audit.record("question.asked", question, by=by, at=at)
    return question


@transaction.atomic
def edit_question(
    *, by: User, question: KeyQuestion, year: int, text: str, status: str, finding: str,
    at: datetime,
) -> KeyQuestion:  # fmt: skip
    """A question in other words, or with what was found. Raises QuestionTwice, NoFinding."""
    require(by, Perm.SCRUTINISE)
    if status == QuestionStatus.ANSWERED and not finding:
        raise NoFinding("Say what was found before the question counts as answered.")
    question = KeyQuestion.objects.get(pk=question.pk)
    question.year, question.text = year, text
    question.status, question.finding = status, finding
    _put(question)
    audit.record("question.changed", question, by=by, at=at, status=status)
    return question


def _put(question: KeyQuestion) -> None:
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise QuestionTwice(f"{question.year} has this question already.") from error


class EntryFacts(TypedDict):
    """What the scrutineer does when."""

    starts_on: date
    ends_on: date | None
    what: str
    question: KeyQuestion | None
    came_of_it: str


@transaction.atomic
def add_entry(*, by: User, at: datetime, **facts: Unpack[EntryFacts]) -> ProgrammeEntry:
    """Another entry of the programme."""
    require(by, Perm.SCRUTINISE)
    entry = ProgrammeEntry.objects.create(**facts)
    audit.record("programme.added", entry, by=by, at=at)
    return entry


@transaction.atomic
def edit_entry(
    *, by: User, entry: ProgrammeEntry, at: datetime, **facts: Unpack[EntryFacts]
) -> ProgrammeEntry:
    """An entry on another day, or with what came of it."""
    require(by, Perm.SCRUTINISE)
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save()
    audit.record("programme.changed", entry, by=by, at=at)
    return entry


# --- Evidence -------------------------------------------------------------------------------------


def readable(kind: str, user: Any) -> Any:
    """The records of a kind that somebody may read: what evidence can be, and who sees it."""
    if kind == EvidenceKind.MEETING:
        return Meeting.objects.visible_to(user)
    if kind == EvidenceKind.DECISION:
        return Decision.objects.visible_to(user)
    if kind == EvidenceKind.ACTION:
        return Action.objects.visible_to(user)
    # Priorities and duties are published.
    return (Priority if kind == EvidenceKind.PRIORITY else ReportingDuty).objects.all()


def evidence_for(user: Any, question: KeyQuestion) -> list[Evidence]:
    """What is pinned to a question, as far as somebody may read it: one query a kind."""
    pinned = list(
        question.evidence.filter(taken_off_at=None).select_related("pinned_by").order_by("pk")
    )
    seen = {
        (kind, pk)
        for kind in {one.kind for one in pinned}
        for pk in readable(kind, user)
        .filter(pk__in=[one.record_id for one in pinned if one.kind == kind])
        .values_list("pk", flat=True)
    }
    return [one for one in pinned if (one.kind, one.record_id) in seen]


@transaction.atomic
def pin_evidence(
    *, by: User, question: KeyQuestion, kind: str, record_id: int, note: str, at: datetime
) -> Evidence:
    """Pin a record that the scrutineer may read. Raises NotThere, PinnedTwice, NamesChild."""
    require(by, Perm.SCRUTINISE)
    refuse_names(note, at=at)
    record = readable(kind, by).filter(pk=record_id).first()
    if record is None:
        raise NotThere("There is no such page that you may read.")
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                question=question,
                kind=kind,
                record_id=record.pk,
                label=_called(record),
                reference=getattr(record, "reference", ""),
                url=record.get_absolute_url(),
                note=note,
                pinned_by=by,
                pinned_at=at,
            )
    except IntegrityError as error:
        raise PinnedTwice("This is pinned to the question already.") from error
    audit.record("evidence.pinned", evidence, by=by, at=at, kind=kind, record=record.pk)
    return evidence


def _called(record: Any) -> str:
    if isinstance(record, Meeting):
        return f"{record.body}, {record}, {short_day(record.on)}"[:300]
    return str(record)[:300]


@transaction.atomic
def take_evidence_off(*, by: User, evidence: Evidence, at: datetime) -> None:
    """It is no evidence after all; that it was pinned stays known. Raises NotThere."""
    require(by, Perm.SCRUTINISE)
    rows = Evidence.objects.filter(pk=evidence.pk, taken_off_at=None)
    if not rows.update(taken_off_at=at):
        raise NotThere("This was taken off already.")
    audit.record("evidence.taken_off", evidence, by=by, at=at)


# --- Challenges -----------------------------------------------------------------------------------


@transaction.atomic
def challenge(
    *, by: User, agency: Agency, question: KeyQuestion | None, text: str, at: datetime
) -> Challenge:
    """Challenge a partner, which replies by a day. Raises NamesChild."""
    require(by, Perm.SCRUTINISE)
    refuse_names(text, at=at)
    made = Challenge(
        reference=next_reference(Challenge.objects.all(), prefix="CHAL", year=london_day(at).year),
        agency=agency,
        question=question,
        text=text,
        sent_by=by,
        sent_at=at,
    )
    made.clock = _start(made, by=by, at=at)
    made.save()
    _rename(made)
    audit.record("challenge.sent", made, by=by, at=at, agency=agency.pk)
    _ask_agency(made, f"challenge.sent:{made.pk}", at)
    return made


def require_reply(user: User, made: Challenge) -> None:
    """That somebody replies for the agency that is challenged."""
    require(user, Perm.REPLY_SCRUTINY)
    if not replies_to(user, made):
        raise PermissionDenied(Perm.REPLY_SCRUTINY)


def may_be_challenged(user: Any) -> bool:
    """Whether somebody replies for any agency."""
    return bool(access_of(user).agencies_with(Perm.REPLY_SCRUTINY))


def replies_to(user: Any, made: Challenge) -> bool:
    """Whether somebody replies for the agency that is challenged."""
    return made.agency_id in access_of(user).agencies_with(Perm.REPLY_SCRUTINY)


@transaction.atomic
def reply_to_challenge(*, by: User, made: Challenge, text: str, at: datetime) -> ChallengeReply:
    """Reply for one's agency; a late one is taken. Raises NamesChild, MoveNotAllowed."""
    require_reply(by, made)
    refuse_names(text, at=at)
    CHALLENGE.advance(made, "reply")
    clock = Clock.objects.get(challenge=made)
    clocks.complete(clock=clock, met_at=at, by=by, at=at)
    reply = ChallengeReply.objects.create(
        challenge=made, clock=clock, text=text, replied_by=by, replied_at=at
    )
    audit.record("challenge.replied", made, by=by, at=at, reply=reply.pk)
    told = User.objects.holding("scrutineer", on=london_day(at))
    _tell(told, f"challenge.replied:{reply.pk}", emails.challenge_replied(made), at)
    return reply


@transaction.atomic
def respond_to_reply(
    *, by: User, made: Challenge, verdict: str, text: str, at: datetime
) -> ChallengeResponse:
    """Say what the last reply is worth; not satisfied may ask for another, by a new day.

    Raises NamesChild, MoveNotAllowed.
    """
    require(by, Perm.SCRUTINISE)
    refuse_names(text, at=at)
    again = verdict == ChallengeResponse.Verdict.AGAIN
    if again:
        CHALLENGE.advance(made, "ask_again", clock=_start(made, by=by, at=at))
        _rename(made)
    else:
        CHALLENGE.advance(made, "leave" if verdict == "unsatisfied" else "accept")
    response = ChallengeResponse.objects.create(
        reply=made.replies.latest("pk"), verdict=verdict, text=text, by=by, at=at
    )
    audit.record("challenge.responded", made, by=by, at=at, verdict=verdict)
    key = f"challenge.responded:{response.pk}"
    if again:
        _ask_agency(made, key, at)
    else:
        _tell(repliers(made.agency, at), key, emails.challenge_ended(made), at)
    return response


def _start(made: Challenge, *, by: User, at: datetime) -> Clock:
    return clocks.start(
        rule=REPLY,
        trigger=at,
        subject=f"Challenge of the scrutineer {made.reference}",
        reference=made.reference,
        url="",
        holder=None,
        agency=made.agency,
        holder_role=LEAD,
        by=by,
        at=at,
    )


def _rename(made: Challenge) -> None:
    """Its clock leads to its page, which has an address only once it is saved."""
    clocks.rename(
        clock=made.clock,
        subject=made.clock.subject,
        reference=made.reference,
        url=made.get_absolute_url(),
    )


def repliers(agency: Agency, at: datetime) -> list[User]:
    """Who replies for an agency, and is told of its challenges."""
    return list(User.objects.holding(LEAD, on=london_day(at), agency=agency))


def _ask_agency(made: Challenge, key: str, at: datetime) -> None:
    """Where nobody replies for the agency, the operations team is told to find somebody."""
    if people := repliers(made.agency, at):
        return _tell(people, key, emails.challenge_waits(made), at)
    keepers = User.objects.holding("operations", on=london_day(at))
    return _tell(keepers, key, emails.challenge_reaches_nobody(made), at)


def _tell(people: Iterable[User], key: str, message: Any, at: datetime) -> None:
    notify(recipients=people, key=key, message=message, at=at)
