"""What becomes of a child's plan: it begins, goes on from conference to conference, ends?"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from conferences import clocks as duties
from conferences.models import (
    Child,
    ChildDecision,
    Conference,
    CoreGroupMeeting,
    CoreGroupMember,
    Decided,
    Due,
    Plan,
    PlanClock,
    lines_of,
)
from conferences.permissions import Perm
from conferences.services.limits import limit
from conferences.services.people_of_it import works_there
from conferences.services.scheduling import locked
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.cases.kind import lasting
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.core.links import numbered
from shield.core.refusals import Refusal


class PlanEnded(Refusal):
    """The plan has ended."""

    def __init__(self) -> None:
        super().__init__("This child protection plan has ended.")


class ImpossibleEnd(Refusal):
    """A plan ends after it began, and not in the future."""

    def __init__(self) -> None:
        super().__init__("When the plan ended must be after it began, and not in the future.")


class LeadWorksElsewhere(Refusal):
    """A lead social worker's account is one of their agency, and may know of the conference."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(
            f"Nobody with this email address works at {agency}, or this conference is kept from "
            "them. Leave the email address out if they have no account."
        )


# --- What is known --------------------------------------------------------------------------------


def running_of(children: Collection[Child]) -> dict[int, Plan]:
    """Child -> the plan that runs for it, made or continued at whichever conference before."""
    lines = lines_of(children)
    every = {pk for line in lines.values() for pk in line}
    rows = Plan.objects.running().filter(child__in=every).in_full()
    by_child = {one.child_id: one for one in rows.order_by("began_at", "pk")}
    return {start: by_child[pk] for start, line in lines.items() for pk in line if pk in by_child}


def open_clock(plan: Plan, due: str) -> Clock | None:
    rows = PlanClock.objects.filter(plan=plan, due=due, clock__in=Clock.objects.open())
    found = rows.select_related("clock__rule_version__rule").order_by("-pk").first()
    return found.clock if found else None


def due_of(plans: Collection[Plan]) -> dict[int, list[Clock]]:
    """Plan -> what is due for it now, the soonest first."""
    found = dict[int, list[Clock]]()
    rows = PlanClock.objects.filter(plan__in=plans, clock__in=Clock.objects.open())
    ordered = rows.select_related("clock__rule_version__rule", "clock__holder")
    for one in ordered.order_by("clock__due_on", "pk"):
        found.setdefault(one.plan_id, []).append(one.clock)
    return found


def holder_of(plan: Plan, conference: Conference, at: datetime) -> User:
    """Who holds what is due for a plan: its lead social worker where they may know of it."""
    lead = plan.lead_user
    if lead is None or plan.lead_agency_id != conference.agency_id:
        return conference.administrator
    return lead if may_know(lead, conference, at) else conference.administrator


def hold_what_is_due(plan: Plan, conference: Conference, at: datetime) -> None:
    """Give what is due for a plan to who holds it now: a step of the services that change that."""
    holder = holder_of(plan, conference, at)
    for due in Due:
        if clock := open_clock(plan, due):
            clock.holder = holder
            clock.save(update_fields=["holder"])


def may_know(person: User, conference: Conference, at: datetime) -> bool:
    """Whether the conference is not kept from somebody."""
    if lasting(conference.exclusions, at).filter(user=person).exists():
        return False
    return (
        not conference.is_restricted or lasting(conference.grants, at).filter(user=person).exists()
    )


# --- What follows a conference --------------------------------------------------------------------


def follow(
    conference: Conference,
    decided: Iterable[tuple[Child, ChildDecision]],
    *,
    by: User,
    at: datetime,
) -> None:
    """Begin, continue and end plans as a conference decided, each child by itself.

    Of a child of whom nothing was decided everything runs on. A step of `hold`, which asked.
    """
    decided = list(decided)
    running = running_of([child for child, _ in decided])
    before = {one.child.conference_id for one in running.values()} - {conference.pk}
    for child, decision in decided:
        plan = running.get(child.pk)
        if decision.decided == Decided.PLAN:
            _begin(conference, child, decision, by=by, at=at)
        elif decision.decided == Decided.CONTINUES:
            _continue(conference, child, decision, plan, by=by, at=at)
        elif decision.decided == Decided.ENDS:
            _end_by(conference, child, decision, plan, by=by, at=at)
    for pk in sorted(before):
        _carry_group(pk, conference, by=by, at=at)


def _begin(
    conference: Conference,
    child: Child,
    decision: ChildDecision,
    *,
    from_before: bool = False,
    by: User,
    at: datetime,
) -> Plan:
    held_at = _moment(conference)
    plan: Plan = Plan.objects.create(
        began_with=child,
        child=child,
        is_from_before=from_before,
        category=decision.category,
        began_at=held_at,
        began_by=by,
    )
    if not from_before:
        kind = conference.kind
        group, review = duties.plan_begins(
            held_at=held_at, next_rule=kind.next_rule, is_review=kind.is_review
        )
        start(plan, conference, Due.CORE_GROUP, group, by=by, at=at)
        start(plan, conference, Due.REVIEW, review, by=by, at=at)
    audit.record("conference.plan_began", conference, by=by, at=at, plan=plan.pk)
    return plan


def _continue(
    conference: Conference,
    child: Child,
    decision: ChildDecision,
    plan: Plan | None,
    *,
    by: User,
    at: datetime,
) -> None:
    if plan is None:
        plan = _begin(conference, child, decision, from_before=True, by=by, at=at)
    plan.child, plan.category = child, decision.category
    plan.save(update_fields=["child", "category"])
    meet(plan, Due.REVIEW, met_at=_moment(conference), by=by, at=at)
    review = duties.plan_continues(held_at=_moment(conference), next_rule=conference.kind.next_rule)
    start(plan, conference, Due.REVIEW, review, by=by, at=at)
    if group := open_clock(plan, Due.CORE_GROUP):
        # It runs on, and is found from the conference that decided last.
        clocks.rename(
            clock=group,
            subject=_subject(conference),
            reference=conference.reference,
            url=_page_of(conference, Due.CORE_GROUP),
        )
    audit.record("conference.plan_continued", conference, by=by, at=at, plan=plan.pk)


def _end_by(
    conference: Conference,
    child: Child,
    decision: ChildDecision,
    plan: Plan | None,
    *,
    by: User,
    at: datetime,
) -> None:
    if plan is None:
        plan = _begin(conference, child, decision, from_before=True, by=by, at=at)
    plan.child = child
    plan.save(update_fields=["child"])
    meet(plan, Due.REVIEW, met_at=_moment(conference), by=by, at=at)
    _end(plan, conference, ended_at=_moment(conference), reason=decision.reason, by=by, at=at)


def _end(
    plan: Plan, conference: Conference, *, ended_at: datetime, reason: str, by: User, at: datetime
) -> None:
    plan.ended_at, plan.ended_by, plan.ended_because = ended_at, by, reason
    plan.save(update_fields=["ended_at", "ended_by", "ended_because"])
    for due in Due:
        if clock := open_clock(plan, due):
            clocks.cancel(clock=clock, reason="The plan ended", by=by, at=at)
    audit.record("conference.plan_ended", conference, by=by, at=at, plan=plan.pk)


def _carry_group(pk: int, conference: Conference, *, by: User, at: datetime) -> None:
    """The core group of the conference before carries on, unless its plans stay with that one."""
    members = CoreGroupMember.objects.present().filter(conference=pk)
    known = set(conference.core_group.values_list("form_token", flat=True))
    CoreGroupMember.objects.bulk_create(
        CoreGroupMember(
            conference=conference, agency=one.agency, name=one.name, role=one.role, user=one.user,
            form_token=one.form_token, added_at=at, added_by=by,
        )
        for one in members.select_related("agency", "user")
        if one.form_token not in known
    )  # fmt: skip
    planned = CoreGroupMeeting.objects.filter(conference=pk, held_at__isnull=True)
    stays = Plan.objects.running().filter(child__conference=pk).exists()
    if not stays and not conference.core_group_meetings.filter(held_at__isnull=True).exists():
        planned.update(conference=conference)


# --- Clocks of a plan -----------------------------------------------------------------------------


def start(
    plan: Plan,
    conference: Conference,
    due: str,
    trigger: duties.Trigger,
    *,
    by: User,
    at: datetime,
) -> Clock:
    """Start what is due next for a plan. A step of other services, which asked."""
    clock = clocks.start(
        rule=trigger.rule,
        trigger=trigger.moment,
        subject=_subject(conference),
        reference=conference.reference,
        url=_page_of(conference, due),
        holder=holder_of(plan, conference, at),
        agency=conference.agency,
        by=by,
        at=at,
    )
    PlanClock.objects.create(plan=plan, due=due, clock=clock)
    return clock


def meet(plan: Plan, due: str, *, met_at: datetime, by: User, at: datetime) -> None:
    """Meet what was due for a plan, if anything was. A step of other services, which asked."""
    if clock := open_clock(plan, due):
        clocks.complete(clock=clock, met_at=min(met_at, at), by=by, at=at)


def _subject(conference: Conference) -> str:
    return f"Child protection conference {conference.reference}"


def _page_of(conference: Conference, due: str) -> str:
    page = "core_group_detail" if due == Due.CORE_GROUP else "conference_detail"
    return numbered(page, conference.pk)


def _moment(conference: Conference) -> datetime:
    assert conference.starts_at is not None  # a conference that was held has a day
    return conference.starts_at


# --- What people do -------------------------------------------------------------------------------


@transaction.atomic
def name_lead(
    *,
    plan: Plan,
    name: str,
    agency: Agency,
    user: User | None,
    by: User,
    at: datetime,
) -> Plan:
    """Say who the child's lead social worker is; with an account they hold what is due.

    Raises PlanEnded, LeadWorksElsewhere.
    """
    require(by, Perm.MANAGE, plan.child.conference)
    conference = locked(plan.child.conference)
    row = _held_still(plan)
    if user is not None and not (works_there(user, agency) and may_know(user, conference, at)):
        raise LeadWorksElsewhere(agency)
    row.lead_name, row.lead_agency, row.lead_user = name, agency, user
    row.save(update_fields=["lead_name", "lead_agency", "lead_user"])
    hold_what_is_due(row, conference, at)
    audit.record(
        "conference.lead_named", conference, by=by, at=at, plan=row.pk,
        person=user.pk if user else None,
    )  # fmt: skip
    limit(conference, at=at)
    return row


@transaction.atomic
def end_plan(*, plan: Plan, ended_at: datetime, reason: str, by: User, at: datetime) -> Plan:
    """End a plan between conferences, as when a child moves away; nothing more is due.

    Raises PlanEnded, ImpossibleEnd.
    """
    require(by, Perm.MANAGE, plan.child.conference)
    conference = locked(plan.child.conference)
    row = _held_still(plan)
    if not row.began_at <= ended_at <= at:
        raise ImpossibleEnd
    _end(row, conference, ended_at=ended_at, reason=reason, by=by, at=at)
    return row


def _held_still(plan: Plan) -> Plan:
    rows = Plan.objects.in_full().select_for_update(of=("self",))
    row: Plan = rows.get(pk=plan.pk)
    if not row.is_running:
        raise PlanEnded
    return row
