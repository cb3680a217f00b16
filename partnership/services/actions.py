"""How does an action come to be, who holds it, and which clock runs for it?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from partnership import emails
from partnership.models import (
    DUE,
    Action,
    AgendaItem,
    Body,
    Decision,
    Holding,
    Interest,
    ItemReader,
    Priority,
    RequestConflict,
    day_starts,
)
from partnership.permissions import Perm
from partnership.services.leading import require_lead
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import Clock
from shield.core.london import LONDON, london_day, short_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.notifications import services as notifications

PREFIX = "ACT"
# A board plans for three years; what is due later than this was mistyped.
LONGEST = timedelta(days=5 * 365)


class CannotHold(Refusal):
    """Whoever is to hold it could not open it."""


class DueTooLate(Refusal):
    """An action is due while somebody can still be asked about it."""


class DuePast(Refusal):
    """It would have been due before it was agreed."""


@dataclass(frozen=True)
class Holder:
    """One person, or everybody who holds a role in an agency."""

    user: User | None = None
    agency: Agency | None = None
    role: str = ""

    def people(self, on: date) -> list[User]:
        """Everybody it is on a day."""
        if self.user is not None:
            return [self.user]
        held = Membership.objects.current(on).filter(
            agency=self.agency, role=self.role, user__is_active=True
        )
        return [one.user for one in held.select_related("user").order_by("user_id")]


def holder_of_action(action: Action) -> Holder:
    return Holder(action.holder, action.holder_agency, action.holder_role)


def require_soon(due_on: date, at: datetime) -> None:
    """Nothing is due in a year that was mistyped: it would never be chased. Raises DueTooLate."""
    if due_on > london_day(at) + LONGEST:
        raise DueTooLate(f"The due day must be on or before {short_day(london_day(at) + LONGEST)}.")


@transaction.atomic
def raise_action(
    *,
    by: User,
    body: Body,
    what: str,
    evidence_required: str,
    holder: User | None = None,
    holder_agency: Agency | None = None,
    holder_role: str = "",
    due_on: date,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    priority: Priority | None = None,
    source_kind: str = "",
    source_reference: str = "",
    source_url: str = "",
    at: datetime,
) -> Action:
    """Let somebody do something until a day, which starts a clock; they are told.

    Held by `holder`, or by everybody with `holder_role` in `holder_agency`. One that follows a
    decision belongs to the decision's item. Raises CannotHold, DuePast, DueTooLate.
    """
    require_lead(by, body)
    item = item or (decision.item if decision else None)
    _require_of_body(by, body, item, decision)
    held = able(Holder(holder, holder_agency, holder_role), at=at)
    require_unconcerned(held, item)
    agreed_on = london_day(item.meeting.starts_at) if item else london_day(at)
    if due_on < min(agreed_on, london_day(at)):
        raise DuePast("The due day must not be before the day on which the action is agreed.")
    require_soon(due_on, at)
    year = at.astimezone(LONDON).year
    reference = next_reference(Action.objects.all(), prefix=PREFIX, year=year)
    action = Action(
        reference=reference,
        body=body,
        what=what,
        evidence_required=evidence_required,
        holder=held.user,
        holder_agency=held.agency,
        holder_role=held.role,
        held_since=at,
        agency=agency_of(held, body, london_day(at)),
        due_on=due_on,
        item=item,
        decision=decision,
        priority=priority,
        source_kind=source_kind,
        source_reference=source_reference,
        source_url=source_url,
        raised_by=by,
        raised_at=at,
    )
    start_clock(action, due_on, by=by, at=at)
    action.save()
    # Its page is known only now.
    clocks.rename(
        clock=action.clock,
        subject=action.clock.subject,
        reference=reference,
        url=action.get_absolute_url(),
    )
    audit.record("action.raised", action, by=by, at=at, body=body.pk, due_on=due_on.isoformat())
    tell_holder(action, by=by, at=at)
    return action


def _require_of_body(
    user: User, body: Body, item: AgendaItem | None, decision: Decision | None
) -> None:
    """PermissionDenied for an item or a decision of another body, or one that they do not read."""
    if item is not None:
        items = AgendaItem.objects.visible_to(user)
        if not items.filter(pk=item.pk, meeting__body=body).exists():
            raise PermissionDenied(f"agenda item {item.pk}")
    if decision is not None:
        decisions = Decision.objects.visible_to(user)
        if not decisions.filter(pk=decision.pk, body=body).exists():
            raise PermissionDenied(f"decision {decision.pk}")


# --- Who holds it ---------------------------------------------------------------------------------


def able(held: Holder, *, at: datetime) -> Holder:
    """The same holder, if somebody is there who could open the action. Raises CannotHold."""
    if (held.user is None) == (held.agency is None):
        raise CannotHold("Say who holds the action: one person, or a role in an agency.")
    if held.agency is not None:
        role = roles().get(held.role)
        if role is None or Perm.OPEN not in role.perms:
            raise CannotHold("Choose a role whose holders read the partnership’s business.")
        if not held.people(london_day(at)):
            raise CannotHold("Nobody holds this role in this agency now. Choose somebody else.")
        return held
    assert held.user is not None
    if not held.user.access.allows(Perm.OPEN):
        raise CannotHold(
            f"{held.user} cannot open the partnership’s business, so they cannot hold an action."
        )
    return Holder(held.user)


def require_unconcerned(held: Holder, item: AgendaItem | None) -> None:
    """CannotHold for a person who has declared an interest in the item that it comes of."""
    if held.user is None or item is None:
        return
    if item.interests.declared().filter(user=held.user).exists():
        raise CannotHold(
            f"{held.user} has declared an interest in this item. Choose somebody else."
        )


def agency_of(held: Holder, body: Body, on: date) -> Agency | None:
    """For which agency an action is counted: of a person, the one whose seat they hold here."""
    if held.user is None:
        return held.agency
    sits = Holding.objects.current(on).filter(user=held.user, seat__body=body)
    seat = sits.select_related("seat__agency").order_by("is_deputy", "pk").first()
    if seat is not None:
        found: Agency = seat.seat.agency
        return found
    works = Membership.objects.current(on).filter(user=held.user).select_related("agency")
    member = works.order_by("pk").first()
    return member.agency if member is not None else None


def tell_holder(action: Action, *, by: User, at: datetime) -> None:
    """Everybody who holds it now is told, but for whoever gave it to them."""
    people = holder_of_action(action).people(london_day(at))
    notifications.notify(
        recipients=[one for one in people if one != by],
        key=f"action.held:{action.pk}:{action.held_since.isoformat()}",
        message=emails.of_action("held", action),
        at=at,
    )


# --- Its clock ------------------------------------------------------------------------------------


def start_clock(action: Action, due_on: date, *, by: User, at: datetime) -> Clock:
    """A clock for the action's holder; the action is not saved."""
    clock = clocks.start(
        rule=DUE,
        trigger=day_starts(due_on),
        subject=f"Action {action.reference}",
        reference=action.reference,
        url=action.get_absolute_url() if action.pk else "",
        holder=action.holder,
        agency=action.holder_agency,
        holder_role=action.holder_role,
        by=by,
        at=at,
    )
    action.clock, action.due_on = clock, due_on
    limit_clock(action, at=at)
    return clock


def limit_clock(action: Action, *, at: datetime) -> None:
    """Keep its clocks from those from whom the item, or the decision between meetings, is kept.

    Those of earlier holders too, and those that were met. The holder sees them always.
    """
    item, decision = action.item, action.decision
    request = decision.request_id if decision is not None else None
    if item is None and request is None:
        return
    holders = {one.pk for one in holder_of_action(action).people(london_day(at))}
    apart = set(Interest.objects.declared().filter(item=item).values_list("user_id", flat=True))
    if item is None:
        apart = set(
            RequestConflict.objects.filter(request=request).values_list("user_id", flat=True)
        )
    named = ItemReader.objects.current().filter(item=item).values_list("user_id", flat=True)
    clocks.limit(
        clocks=Clock.objects.filter(Q(pk=action.clock_id) | Q(reference=action.reference)),
        closed_to=apart - holders,
        open_to=holders | set(named) if item is not None and item.is_restricted else None,
    )


def limit_clocks(*, item: AgendaItem, at: datetime) -> None:
    """After a change of who reads an item: the clocks of its actions follow, old and new."""
    rows = Action.objects.filter(item=item)
    for action in rows.select_related("item", "decision", "clock", "holder", "holder_agency"):
        limit_clock(action, at=at)
