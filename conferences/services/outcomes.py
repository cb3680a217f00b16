"""What can a conference come to: a decision for each child, the outline plan, its end?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conferences.models import (
    WITH_PLAN,
    Category,
    Child,
    ChildDecision,
    Conference,
    Decided,
    Dissent,
    Outcome,
    OutcomeAddition,
    PlanStep,
    Status,
)
from conferences.permissions import Perm
from conferences.services.due import duties_to_hold
from conferences.services.editing import ChangedMeanwhile
from conferences.services.limits import limit
from conferences.services.plans import follow, running_of
from conferences.services.recording import (
    attendance_of,
    children_of,
    day_of,
    decisions_of,
    held_to_record,
    outcome_begun,
    outcome_of,
    quoracy_of,
    went_on,
)
from conferences.services.scheduling import locked
from conferences.workflow import CONFERENCE
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.refusals import Refusal

TEXTS = ("summary", "must_change", "if_not")


class ChildRemoved(Refusal):
    """The child was taken off the conference."""

    def __init__(self) -> None:
        super().__init__("This child was taken off the conference.")


class PlanRuns(Refusal):
    """A child who has a plan does not get one, and is not without one."""

    def __init__(self) -> None:
        super().__init__(
            "This child has a child protection plan. Say whether it continues or ends."
        )


class NoPlanRuns(Refusal):
    """A plan that nobody made neither continues nor ends."""

    def __init__(self) -> None:
        super().__init__(
            "This child has no child protection plan. Say whether one is made or none is needed."
        )


class NoCategory(Refusal):
    """A child has a plan under a category."""

    def __init__(self) -> None:
        super().__init__("Select the category of the child protection plan.")


class DissentsAlready(Refusal):
    """An agency dissents once from what was decided of a child."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(f"That {agency} did not agree is recorded already.")


class Undecided(Refusal):
    """A conference that was held has decided something of each child."""

    def __init__(self, children: Iterable[Child]) -> None:
        self.children = list(children)
        names = "; ".join(f"{one} ({one.born_words})" for one in self.children)
        super().__init__(f"Nothing is recorded of what was decided of: {names}.")


class NotQuorate(Refusal):
    """Without a quorum the chair says why the conference went on, or it ends inquorate."""

    def __init__(self) -> None:
        super().__init__(
            "The conference is not quorate with those who are recorded as present. Say why it "
            "went on, or end it as inquorate."
        )


class NotHeld(Refusal):
    """Corrections are added to what was recorded."""

    def __init__(self) -> None:
        super().__init__("This conference was not held yet: change what is recorded instead.")


@transaction.atomic
def decide_child(
    *,
    child: Child,
    decided: str,
    category: Category | None,
    reason: str,
    seen: int,
    by: User,
    at: datetime,
) -> ChildDecision:
    """Record what was decided of one child; `seen` is the version that the page showed, or 0.

    Dissent from another decision falls away with it. Raises NotToRecord, NotYet, ChildRemoved,
    PlanRuns, NoPlanRuns, NoCategory, ChangedMeanwhile.
    """
    require(by, Perm.MANAGE, child.conference)
    found = held_to_record(child.conference, at=at)
    child = Child.objects.select_for_update().get(pk=child.pk)
    if child.removed_at is not None:
        raise ChildRemoved
    _check_plan(found, child, decided)
    if decided not in WITH_PLAN:
        category = None
    elif category is None:
        raise NoCategory
    on = day_of(found)
    row = ChildDecision.objects.filter(child=child).first()
    said = {"on": on, "decided": decided, "category": category, "reason": reason}
    if row is not None and all(getattr(row, name) == value for name, value in said.items()):
        return row
    if (row.version if row is not None else 0) != seen:
        raise ChangedMeanwhile(
            {},
            said="Somebody else recorded what was decided of this child after you opened the page. "
            "Nothing you typed is lost: open it again beside this one, and save what is right.",
        )
    if row is None:
        row = ChildDecision(child=child, version=0)
    elif (row.on, row.decided) != (on, decided):
        row.dissents.present().update(removed_at=at, removed_by=by)
    for name, value in said.items():
        setattr(row, name, value)
    row.version, row.decided_at, row.decided_by = seen + 1, at, by
    row.save()
    audit.record(
        "conference.child_decided", found, by=by, at=at, child=child.pk, version=row.version
    )
    return row


def _check_plan(conference: Conference, child: Child, decided: str) -> None:
    """A review may find a plan that began before the portal knew of it."""
    runs = bool(running_of([child]))
    if runs and decided in (Decided.PLAN, Decided.NO_PLAN):
        raise PlanRuns
    goes_on = decided in (Decided.CONTINUES, Decided.ENDS)
    if goes_on and not runs and not (conference.kind.is_review and child.before_id is None):
        raise NoPlanRuns


@transaction.atomic
def add_dissent(
    *,
    decision: ChildDecision,
    agency: Agency,
    reason: str,
    token: UUID,
    by: User,
    at: datetime,
) -> Dissent:
    """Record that an agency did not agree, and why. Raises NotToRecord, DissentsAlready."""
    require(by, Perm.MANAGE, decision.child.conference)
    found = held_to_record(decision.child.conference, at=at)
    standing = Dissent.objects.present().filter(decision=decision, agency=agency).first()
    if standing is not None:
        if standing.form_token == token:
            return standing
        raise DissentsAlready(agency)
    made: Dissent = Dissent.objects.create(
        decision=decision, agency=agency, reason=reason, form_token=token, added_at=at, added_by=by
    )
    audit.record("conference.dissent_recorded", found, by=by, at=at, dissent=made.pk)
    return made


@transaction.atomic
def remove_dissent(*, dissent: Dissent, by: User, at: datetime) -> None:
    """Take back a dissent before the conference is recorded as held."""
    require(by, Perm.MANAGE, dissent.decision.child.conference)
    found = held_to_record(dissent.decision.child.conference, at=at)
    rows = Dissent.objects.filter(pk=dissent.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        audit.record("conference.dissent_removed", found, by=by, at=at, dissent=dissent.pk)


@transaction.atomic
def write_outline(
    *, conference: Conference, facts: Mapping[str, str], seen: int, by: User, at: datetime
) -> Outcome:
    """Write the chair's summary and the parts of the outline plan; `seen` as in `decide_child`.

    Raises NotToRecord, NotYet, ChangedMeanwhile.
    """
    require(by, Perm.MANAGE, conference)
    if unknown := set(facts) - set(TEXTS):
        raise TypeError(f"an outcome has no {sorted(unknown)}")
    found = held_to_record(conference, at=at)
    outcome = outcome_begun(found, by=by, at=at)
    changed = [name for name, value in facts.items() if getattr(outcome, name) != value]
    if not changed:
        return outcome
    if outcome.version != seen:
        raise ChangedMeanwhile(
            {},
            said="Somebody else wrote here after you opened the page. Nothing you typed is lost: "
            "open it again beside this one, and save what is right.",
        )
    for name in changed:
        setattr(outcome, name, facts[name])
    outcome.version += 1
    outcome.save(update_fields=[*changed, "version"])
    audit.record("conference.outline_written", found, by=by, at=at, fields=sorted(changed))
    return outcome


@transaction.atomic
def add_step(
    *, conference: Conference, token: UUID, facts: Mapping[str, Any], by: User, at: datetime
) -> PlanStep:
    """Add who does what by when; the same token again adds nothing. Raises NotToRecord, NotYet."""
    require(by, Perm.MANAGE, conference)
    found = held_to_record(conference, at=at)
    before = PlanStep.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    made: PlanStep = PlanStep.objects.create(
        conference=found, form_token=token, added_at=at, added_by=by, **facts
    )
    audit.record("conference.plan_step_added", found, by=by, at=at, step=made.pk)
    return made


@transaction.atomic
def remove_step(*, step: PlanStep, by: User, at: datetime) -> None:
    """Take a step out of the outline plan before the conference is recorded as held."""
    require(by, Perm.MANAGE, step.conference)
    found = held_to_record(step.conference, at=at)
    rows = PlanStep.objects.filter(pk=step.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        audit.record("conference.plan_step_removed", found, by=by, at=at, step=step.pk)


@transaction.atomic
def hold(*, conference: Conference, by: User, at: datetime) -> Conference:
    """Record that the conference took place: plans begin, go on or end, and clocks follow.

    Raises NotToRecord, NotYet, Undecided, NotQuorate, MoveNotAllowed.
    """
    require(by, Perm.MANAGE, conference)
    found = held_to_record(conference, at=at)
    children, decisions = children_of(found), decisions_of(found)
    if missing := [one for one in children if one.pk not in decisions]:
        raise Undecided(missing)
    quoracy = quoracy_of(found, attendance_of(found))
    if not quoracy.is_quorate and not went_on(found, outcome_of(found)):
        raise NotQuorate
    outcome = outcome_begun(found, by=by, at=at)
    CONFERENCE.advance(found, "hold", closed_at=at, closed_by=by)
    outcome.quorum, outcome.recorded_at, outcome.recorded_by = quoracy.as_json(), at, by
    outcome.save(update_fields=["quorum", "recorded_at", "recorded_by"])
    assert found.starts_at is not None  # `held_to_record`
    for clock in duties_to_hold(found):
        clocks.complete(clock=clock, met_at=min(found.starts_at, at), by=by, at=at)
    follow(found, [(one, decisions[one.pk]) for one in children], by=by, at=at)
    audit.record("conference.held", found, by=by, at=at, quorate=quoracy.is_quorate)
    limit(found, at=at)
    return found


@transaction.atomic
def correct(
    *,
    conference: Conference,
    child: Child | None,
    text: str,
    token: UUID,
    by: User,
    at: datetime,
) -> OutcomeAddition:
    """Add what was wrong or is missing, with its date; what was recorded stays. Raises NotHeld."""
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if found.status not in (Status.HELD, Status.INQUORATE):
        raise NotHeld
    before = OutcomeAddition.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    made: OutcomeAddition = OutcomeAddition.objects.create(
        conference=found, child=child, text=text, form_token=token, added_at=at, added_by=by
    )
    audit.record("conference.outcome_corrected", found, by=by, at=at, addition=made.pk)
    return made
