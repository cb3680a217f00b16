"""What can happen to a difference between agencies: raised, answered, taken on, ended?"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnership import emails
from partnership.clocks import NO_CHILD, STAGE, stages_among
from partnership.models import (
    Escalation,
    EscalationAnswer,
    EscalationParty,
    EscalationStage,
    EscalationTheme,
    StageClock,
)
from partnership.permissions import Perm
from partnership.services.requests import end_with_source
from partnership.workflow import ESCALATION
from shield.accounts.access import access_of, require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import Rule
from shield.core.childfree import names_child
from shield.core.london import london_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.notifications.services import notify

WITHDRAWN = "The difference was withdrawn"

LEAD, OPERATIONS = "safeguarding-lead", "operations"


class NamesChild(Refusal):
    """A text that must name no child holds what could say who one is."""


class OnlyItself(Refusal):
    """An agency differs with another one, not with itself."""


class NoStages(Refusal):
    """The register of rules has no stage for differences."""


class MovedOn(Refusal):
    """Somebody has taken it to another stage, or ended it, meanwhile."""


def refuse_names(*texts: str, at: datetime) -> None:
    """Raises NamesChild where a text holds what could say who a child is."""
    for text in texts:
        if found := names_child(text, today=london_day(at)):
            raise NamesChild(NO_CHILD.format(found=found))


def stages() -> list[int]:
    """The stages a difference can go through: as many as the register has rules for."""
    return stages_among(Rule.objects.filter(slug__startswith=STAGE).values_list("slug", flat=True))


def next_stage(escalation: Escalation) -> int | None:
    """The stage after the one it is at; None for arbitration."""
    return next((number for number in stages() if number > escalation.stage), None)


def require_of(user: User, agency: Agency) -> None:
    """That somebody answers for an agency's differences."""
    require(user, Perm.ESCALATE)
    if agency.pk not in access_of(user).agencies_with(Perm.ESCALATE):
        raise PermissionDenied(Perm.ESCALATE)


def leads_it(user: User, escalation: Escalation) -> bool:
    """Whether somebody takes it on or ends it: a lead of the agency that raised it, operations."""
    access = access_of(user)
    led = access.agencies_with(Perm.ESCALATE)
    return access.allows(Perm.KEEP) or escalation.agency_id in led


def require_lead_of(user: User, escalation: Escalation) -> None:
    """That somebody may take it on or end it."""
    require(user, Perm.KEEP if access_of(user).allows(Perm.KEEP) else Perm.ESCALATE)
    if not leads_it(user, escalation):
        raise PermissionDenied(Perm.ESCALATE)


@transaction.atomic
def start_escalation(
    *,
    by: User,
    agency: Agency,
    others: Iterable[Agency],
    theme: EscalationTheme,
    what: str,
    tried: str,
    at: datetime,
) -> Escalation:
    """Raise a difference with other agencies: it enters the first stage, and their leads are told.

    Raises NamesChild, OnlyItself, NoStages.
    """
    require_of(by, agency)
    refuse_names(what, tried, at=at)
    parties = [one for one in others if one.pk != agency.pk]
    if not parties:
        raise OnlyItself("Select an agency other than your own.")
    first = next(iter(stages()), None)
    if first is None:
        raise NoStages("The register of rules has no stage for differences between agencies.")
    escalation = Escalation.objects.create(
        reference=next_reference(Escalation.objects.all(), prefix="ESC", year=london_day(at).year),
        agency=agency,
        theme=theme,
        what=what,
        tried=tried,
        stage=first,
        raised_by=by,
        raised_at=at,
    )
    EscalationParty.objects.bulk_create(
        EscalationParty(escalation=escalation, agency=one) for one in parties
    )
    audit.record(
        "escalation.raised", escalation, by=by, at=at, agencies=sorted(one.pk for one in parties)
    )
    _enter(escalation, first, why="", by=by, at=at)
    return escalation


@transaction.atomic
def answer_escalation(
    *, by: User, escalation: Escalation, agency: Agency, text: str, at: datetime
) -> EscalationAnswer:
    """Say something for one of the agencies concerned. Raises NamesChild, MovedOn."""
    require_of(by, agency)
    refuse_names(text, at=at)
    escalation = _locked(escalation, stage=escalation.stage)
    if agency.pk not in {one.pk for one in concerned(escalation)}:
        raise PermissionDenied(Perm.ESCALATE)
    if not escalation.is_open:
        raise MovedOn("This difference has come to an end: nothing can be added.")
    answer = EscalationAnswer.objects.create(
        stage=escalation.stages.get(number=escalation.stage),
        agency=agency,
        text=text,
        answered_by=by,
        answered_at=at,
    )
    audit.record("escalation.answered", escalation, by=by, at=at, agency=agency.pk)
    told = {one for other in concerned(escalation) for one in _leads(other, at)} - {by}
    notify(
        recipients=told,
        key=f"escalation.answered:{answer.pk}",
        message=emails.escalation_answered(escalation),
        at=at,
    )
    return answer


@transaction.atomic
def go_on(*, by: User, escalation: Escalation, stage: int, why: str, at: datetime) -> Escalation:
    """It was not resolved at a stage: on to the next one, or after the last to arbitration.

    Raises NamesChild, MovedOn.
    """
    require_lead_of(by, escalation)
    refuse_names(why, at=at)
    escalation = _locked(escalation, stage=stage)
    following = next_stage(escalation)
    _cancel(escalation, "It was not resolved at this stage", by=by, at=at)
    if following is None:
        ESCALATION.advance(escalation, "arbitrate", arbitrated_at=at)
        audit.record("escalation.arbitration", escalation, by=by, at=at)
        notify(
            recipients={*_everybody(escalation, at), *_operations(at)} - {by},
            key=f"escalation.arbitration:{escalation.pk}",
            message=emails.escalation_to_arbitrate(escalation),
            at=at,
        )
        return escalation
    ESCALATION.advance(escalation, "go_on", stage=following)
    audit.record("escalation.went_on", escalation, by=by, at=at, stage=following)
    _enter(escalation, following, why=why, by=by, at=at)
    return escalation


@transaction.atomic
def resolve_escalation(
    *, by: User, escalation: Escalation, outcome: str, at: datetime
) -> Escalation:
    """The agencies have agreed, or it was decided for them. Raises NamesChild, MoveNotAllowed."""
    require_lead_of(by, escalation)
    return _end(escalation, "resolve", outcome, by=by, at=at)


@transaction.atomic
def withdraw_escalation(
    *, by: User, escalation: Escalation, outcome: str, at: datetime
) -> Escalation:
    """Whoever raised it takes it back. Raises NamesChild, MoveNotAllowed."""
    require_lead_of(by, escalation)
    return _end(escalation, "withdraw", outcome, by=by, at=at)


def _end(escalation: Escalation, move: str, outcome: str, *, by: User, at: datetime) -> Escalation:
    refuse_names(outcome, at=at)
    ESCALATION.advance(escalation, move, outcome=outcome, closed_by=by, closed_at=at)
    if move == "resolve":
        for one in _running(escalation):
            clocks.complete(clock=one.clock, met_at=at, by=by, at=at)
    else:
        _cancel(escalation, WITHDRAWN, by=by, at=at)
        # As it is now: the partners may have been asked since the page was opened.
        asked = Escalation.objects.select_related("request").get(pk=escalation.pk).request
        if asked is not None:
            end_with_source(request=asked, why=WITHDRAWN, by=by, at=at)
    audit.record(f"escalation.{escalation.status}", escalation, by=by, at=at)
    notify(
        recipients=set(_everybody(escalation, at)) - {by},
        key=f"escalation.ended:{escalation.pk}",
        message=emails.escalation_ended(escalation),
        at=at,
    )
    return escalation


def concerned(escalation: Escalation) -> list[Agency]:
    """The agency that raised it, and those with which it was raised."""
    others = escalation.parties.select_related("agency").order_by("pk")
    return [escalation.agency, *(party.agency for party in others)]


def _locked(escalation: Escalation, *, stage: int) -> Escalation:
    """The row as it is now; of two that take it on at one moment the second is told."""
    rows = Escalation.objects.select_for_update(of=("self",)).select_related("agency")
    found: Escalation = rows.get(pk=escalation.pk)
    if found.stage != stage:
        raise MovedOn("Somebody has taken this to another stage meanwhile. Read it again.")
    return found


def _enter(escalation: Escalation, number: int, *, why: str, by: User, at: datetime) -> None:
    """One more stage, with a clock for each of the other agencies."""
    stage = EscalationStage.objects.create(
        escalation=escalation, number=number, why=why, entered_by=by, entered_at=at
    )
    others = [party.agency for party in escalation.parties.select_related("agency").order_by("pk")]
    for agency in others:
        clock = clocks.start(
            rule=f"{STAGE}{number}",
            trigger=at,
            subject=f"Difference between agencies {escalation.reference}",
            reference=escalation.reference,
            url=escalation.get_absolute_url(),
            holder=None,
            agency=agency,
            holder_role=LEAD,
            origin=escalation.agency,
            by=by,
            at=at,
        )
        StageClock.objects.create(stage=stage, agency=agency, clock=clock)
    notify(
        recipients={one for agency in others for one in _leads(agency, at)} - {by},
        key=f"escalation.stage:{stage.pk}",
        message=emails.escalation_waits(escalation),
        at=at,
    )


def _running(escalation: Escalation) -> list[StageClock]:
    rows = StageClock.objects.filter(
        stage__escalation=escalation, clock__met_at=None, clock__cancelled_at=None
    )
    return list(rows.select_related("clock__rule_version__rule").order_by("pk"))


def _cancel(escalation: Escalation, reason: str, *, by: User, at: datetime) -> None:
    for one in _running(escalation):
        clocks.cancel(clock=one.clock, reason=reason, by=by, at=at)


def _leads(agency: Agency, at: datetime) -> list[User]:
    return list(User.objects.holding(LEAD, on=london_day(at), agency=agency))


def _operations(at: datetime) -> list[User]:
    return list(User.objects.holding(OPERATIONS, on=london_day(at)))


def _everybody(escalation: Escalation, at: datetime) -> list[User]:
    return [one for agency in concerned(escalation) for one in _leads(agency, at)]
