"""Which actions has nobody left to hold, and who hears once a week how theirs stand?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from partnership import emails
from partnership.models import (
    Action,
    ActionStatus,
    Body,
    ChairHolding,
    able_to_sit,
    day_starts,
    held_by,
)
from partnership.permissions import Perm
from partnership.services.actions import limit_clock
from partnership.services.leading import leaders_of
from shield.accounts.access import access_of, roles, visible
from shield.accounts.models import Membership, User
from shield.core.london import london_day
from shield.notifications import services as notifications
from shield.notifications.models import Notification

# --- Holders who have left ------------------------------------------------------------------------


def settle_actions(*, at: datetime) -> int:
    """Notice whose holder has left, and tell those who lead the body, once; gives how many.

    The clocks of restricted items follow who holds a role now.
    """
    today, gone = london_day(at), 0
    unfinished = Action.objects.unfinished()
    here = Exists(_able(today).filter(user=OuterRef("holder")))
    works = Exists(
        _able(today).filter(agency=OuterRef("holder_agency"), role=OuterRef("holder_role"))
    )
    nobody = ~(Q(here) | Q(works))
    for action in unfinished.filter(nobody, holder_left_at=None).select_related("body"):
        gone += _nobody_holds(action, at=at)
    # A role is held again by itself; a person who comes back was told that it is theirs no more.
    unfinished.filter(Q(works), holder_left_at__isnull=False).update(holder_left_at=None)
    kept = unfinished.filter(item__is_restricted=True, holder=None)
    for action in kept.select_related("item", "clock", "holder", "holder_agency"):
        limit_clock(action, at=at)
    return gone


def _able(today: date) -> QuerySet[Membership]:
    """The roles held today with which somebody opens the partnership's business."""
    return able_to_sit(today).filter(user__is_active=True)


@transaction.atomic
def _nobody_holds(action: Action, *, at: datetime) -> bool:
    """Of two runs at the same moment one tells."""
    rows = Action.objects.unfinished().filter(pk=action.pk, holder_left_at=None)
    if not rows.update(holder_left_at=at):
        return False
    reads = Action.objects.filter(pk=action.pk)
    people = leaders_of(action.body, london_day(at))
    notifications.notify(
        recipients=[one for one in people if reads.visible_to(one).exists()],
        key=f"action.left:{action.pk}:{at.isoformat()}",
        message=emails.of_action("left", action),
        at=at,
    )
    return True


# --- The weekly digest ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Digest:
    """How one person's actions stand: their own, and those of the bodies that they lead."""

    open: int
    overdue: int
    # (body, overdue, waiting to be accepted)
    led: tuple[tuple[str, int, int], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """As they are told; none where there is nothing to tell."""
        said = []
        if self.open:
            late = f", {self.overdue} of them overdue" if self.overdue else ""
            said.append(f"You hold {counted(self.open, 'open action')}{late}.")
        for body, late_here, waiting in self.led:
            of_body = [f"{counted(late_here, 'action')} overdue"] if late_here else []
            of_body += [f"{counted(waiting, 'action')} to be accepted"] if waiting else []
            said.append(f"{body}: {', '.join(of_body)}.")
        return tuple(said)


def counted(number: int, what: str) -> str:
    """`1 action`, `3 actions`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def send_digests(*, at: datetime) -> int:
    """Tell each holder, and those who lead a body, how their actions stand; gives how many.

    Once in a week that begins on Monday: a run that was missed is caught up by the next, and one
    that comes twice tells nobody twice. What came during the week waits for the next.
    """
    today = london_day(at)
    year, week, weekday = today.isocalendar()
    monday = today - timedelta(days=weekday - 1)
    key, told = f"action.digest:{year}-W{week:02d}", 0
    for person in _of_concern(today).exclude(
        pk__in=Notification.objects.filter(key=key).values("recipient_id")
    ):
        lines = digest_of(person, today=today, since=day_starts(monday)).lines
        if lines:
            message = emails.action_digest(lines)
            notifications.notify(recipients=[person], key=key, message=message, at=at)
            told += 1
    return told


def digest_of(person: User, *, today: date, since: datetime) -> Digest:
    """What a person is told: counts alone, of what they may see and what was there at `since`."""
    if not access_of(person).allows(Perm.OPEN):
        return Digest(0, 0, ())
    overdue = Count("pk", filter=Q(status=ActionStatus.OPEN, due_on__lt=today))
    own = Action.objects.open().filter(held_by(person), held_since__lt=since)
    counts = own.aggregate(all=Count("pk"), late=overdue)
    keeps = access_of(person).allows(Perm.KEEP)
    led = Body.objects.all() if keeps else visible(Body.objects.all(), person, Perm.CHAIR)
    rows = Action.objects.visible_to(person).filter(body__in=led, raised_at__lt=since)
    found = rows.values("body__name").annotate(
        late=overdue, waiting=Count("pk", filter=Q(status=ActionStatus.DONE))
    )
    return Digest(
        counts["all"],
        counts["late"],
        tuple(
            (one["body__name"], one["late"], one["waiting"])
            for one in found.filter(Q(late__gt=0) | Q(waiting__gt=0)).order_by("body__order")
        ),
    )


def _of_concern(today: date) -> QuerySet[User]:
    """Everybody who may hold an unfinished action or lead a body with one; a few too many."""
    unfinished = Action.objects.unfinished()
    by_role = Membership.objects.current(today).filter(
        Exists(unfinished.filter(holder_agency=OuterRef("agency"), holder_role=OuterRef("role")))
    )
    chairs = ChairHolding.objects.current(today).filter(seat__body__in=unfinished.values("body"))
    keepers = [role.id for role in roles().values() if Perm.KEEP in role.perms]
    keep = Membership.objects.current(today).filter(role__in=keepers)
    people: QuerySet[User] = User.objects.filter(
        Q(pk__in=unfinished.values("holder"))
        | Q(pk__in=by_role.values("user"))
        | Q(pk__in=chairs.values("user"))
        | Q(pk__in=keep.values("user")),
        is_active=True,
    )
    return people.order_by("pk")
