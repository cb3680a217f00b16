"""What can happen to the quarterly returns of differences between agencies: opened, made?"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from partnership.clocks import RETURN, midday, quarter_ended
from partnership.models import (
    EACH_PARTNER,
    Body,
    Escalation,
    EscalationReturn,
    EscalationTheme,
    ReturnLine,
)
from partnership.permissions import Perm
from partnership.services.escalations import LEAD, refuse_names
from shield.accounts.access import access_of, require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.clocks.models import RuleVersion
from shield.core.london import london_day
from shield.core.refusals import Refusal


class ReturnedAlready(Refusal):
    """The agency has returned this quarter."""


class NotNil(Refusal):
    """An agency that raised a difference in the quarter does not return nil."""


class NothingReturned(Refusal):
    """A return that is not nil says how many."""


def makes_return(user: User, record: EscalationReturn) -> bool:
    """Whether somebody makes an agency's return: its safeguarding lead, or operations for it."""
    access = access_of(user)
    return access.allows(Perm.KEEP) or record.agency_id in access.agencies_with(Perm.ESCALATE)


def require_return(user: User, record: EscalationReturn) -> None:
    """That somebody makes an agency's return."""
    require(user, Perm.KEEP if access_of(user).allows(Perm.KEEP) else Perm.ESCALATE)
    if not makes_return(user, record):
        raise PermissionDenied(Perm.ESCALATE)


def open_returns(*, at: datetime) -> int:
    """Ask each agency for its return of the quarter that ended last; says how many were asked.

    Safe to run as often as one likes: an agency is asked once a quarter. A portal that has never
    asked begins with the first quarter whose returns can still be in time.
    """
    first, last = quarter_ended(london_day(at))
    begun = EscalationReturn.objects.exists()
    if not begun and _due(last) < london_day(at):
        return 0
    asked = EscalationReturn.objects.filter(quarter=first).values("agency")
    agencies = Agency.objects.on(last).on(london_day(at)).exclude(pk__in=asked).by_name()
    return sum(_open(agency, first, last, at=at) for agency in agencies)


def _due(last: date) -> date:
    version = RuleVersion.objects.in_force(RETURN, last)
    return clocks.explain(version, midday(last)).due_on


def _open(agency: Agency, first: date, last: date, *, at: datetime) -> bool:
    """Ask one agency; False where another run has."""
    record = EscalationReturn(agency=agency, quarter=first)
    try:
        with transaction.atomic():
            record.clock = clocks.start(
                rule=RETURN,
                trigger=midday(last),
                subject=f"Return of differences, {record.quarter_words}",
                reference="",
                url="",
                holder=None,
                agency=agency,
                holder_role=LEAD,
                by=None,
                at=at,
            )
            record.save()
            clocks.rename(
                clock=record.clock,
                subject=record.clock.subject,
                reference=record.reference,
                url=record.get_absolute_url(),
            )
            audit.record("return.opened", record, by=None, at=at, agency=agency.pk)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def make_return(
    *,
    by: User,
    record: EscalationReturn,
    is_nil: bool,
    elsewhere: Mapping[EscalationTheme, int],
    learning: str,
    at: datetime,
) -> EscalationReturn:
    """Say for an agency what differences it had in a quarter, or that it had none.

    `elsewhere` are those that it settled outside the portal. A late one is taken, and marked by its
    clock. Raises NamesChild, NotNil, NothingReturned, ReturnedAlready.
    """
    require_return(by, record)
    refuse_names(learning, at=at)
    raised = raised_in(record)
    if is_nil and raised:
        raise NotNil("Your agency raised a difference on the portal in this quarter.")
    numbers = {theme: number for theme, number in elsewhere.items() if number}
    if not is_nil and not raised and not numbers:
        raise NothingReturned("Say how many there were of some theme, or return none.")
    made = EscalationReturn.objects.filter(pk=record.pk, returned_at=None).update(
        returned_by=by, returned_at=at, is_nil=is_nil, learning=learning
    )
    if not made:
        raise ReturnedAlready("This quarter was returned already.")
    record.refresh_from_db()
    ReturnLine.objects.bulk_create(
        ReturnLine(escalation_return=record, theme=theme, number=number)
        for theme, number in numbers.items()
        if not is_nil
    )
    clocks.complete(clock=record.clock, met_at=at, by=by, at=at)
    audit.record("return.made", record, by=by, at=at, nil=is_nil)
    return record


def reads_numbers(user: Any) -> bool:
    """Whether somebody sees what all returns and differences add up to.

    Whoever reads all, and who sits in a body that decides for all partners, such as the Executive.
    """
    if Perm.READ_ESCALATIONS in access_of(user).partnership:
        return True
    bodies = Body.objects.visible_to(user).filter(quorum_rule={EACH_PARTNER: True})
    return bool(bodies.exists())


def raised_in(record: EscalationReturn) -> int:
    """How many differences the agency raised on the portal in the quarter."""
    rows = Escalation.objects.raised_between(*record.moments)
    return int(rows.filter(agency=record.agency_id).count())
