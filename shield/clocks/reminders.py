"""Who has to be reminded now? A question asked often, not messages stored in advance.

"Which open clocks are due in N days or less, and have not had reminder N?" A day is one of the
calendar, or a working day, as the clock's version of its rule says. So a missed run is caught up by
the next, of several reminders missed only the most urgent is given, and a clock that was met drops
out. A clock remembers which reminder it had last, in the transaction that writes the messages;
messages are unique by recipient and key besides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import IntegerField

from shield.accounts.access import roles
from shield.accounts.models import Membership, User
from shield.clocks import emails
from shield.clocks.models import (
    Clock,
    ClockChange,
    RuleVersion,
    days_to_go,
    latest_due,
    overrides,
    step,
)
from shield.core.london import london_day
from shield.core.working_days import Overrides
from shield.notifications.services import notify

BATCH = 200
LEAD = "safeguarding-lead"  # takes over from a holder who has left
# Who is reminded with those who keep some of these clocks: clock id -> people. The apps whose
# records own the clocks register theirs (`AppConfig.ready`).
Beside = Callable[[Iterable[Clock], date], Mapping[int, list[User]]]
BESIDE: dict[str, Beside] = {}


def remind(*, at: datetime) -> int:
    """Give every reminder that is due and was not given; says how many clocks were reminded.

    Safe to run as often as one likes and several times at once: a batch belongs to one run, and
    the others skip what it holds.
    """
    today, known, given, after = london_day(at), overrides(), 0, 0
    waiting = _waiting(today, known)
    while True:
        with transaction.atomic():
            batch = list(waiting.filter(pk__gt=after)[:BATCH])
            if not batch:
                return given
            given += _remind(batch, today=today, known=known, at=at)
            after = batch[-1].pk


def _waiting(today: date, known: Overrides) -> QuerySet[Clock]:
    """Running clocks that may want a reminder, locked once they are read.

    A few more than want one: `step` decides.
    """
    wanted, furthest = _overdue_again(today), today
    for unit, number in _steps():
        last = latest_due(unit, number, today, known)
        furthest = max(furthest, last)
        wanted |= (
            Q(due_on__lte=last, rule_version__remind_unit=unit)
            & (
                Q(rule_version__remind_before__contains=[number])
                if number >= 0
                else Q(rule_version__remind_after__contains=[-number])
            )
            & (Q(reminded_for__isnull=True) | Q(reminded_for__gt=number))
        )
    return (
        Clock.objects.running()
        .due_by(furthest)
        .annotate(last_move=_last_move())
        .filter(wanted)
        .filter(
            Q(due_on__gte=today)
            | Q(rule_version__remind_overdue_every__gt=0)
            | ~Q(rule_version__remind_after=[])
        )
        .for_list()
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )


def _steps() -> list[tuple[str, int]]:
    """Every reminder that any version of any rule names, and the days in which it counts."""
    rows = RuleVersion.objects.values_list("remind_unit", "remind_before", "remind_after")
    return sorted(
        {
            (unit, number)
            for unit, before, after in rows.distinct()
            for number in (*before, *(-late for late in after))
        }
    )


def _overdue_again(today: date) -> Q:
    """Overdue by a version that names no days after the due day, but every so many.

    Overdue by so many working days is by as many days of the calendar at least.
    """
    left: Any = Func(
        F("due_on"),
        Value(today),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    return Q(
        due_on__lt=today,
        rule_version__remind_after=[],
        rule_version__remind_overdue_every__gt=0,
    ) & (Q(reminded_for__isnull=True) | Q(reminded_for__gt=left))


def _last_move() -> Subquery:
    """The change by which a clock got the day on which it is due; null if it never moved."""
    moves = ClockChange.objects.filter(clock=OuterRef("pk")).exclude(due_was=F("due_now"))
    return Subquery(moves.order_by("-pk").values("pk")[:1])


def _remind(batch: list[Clock], *, today: date, known: Overrides, at: datetime) -> int:
    due = []
    for clock in batch:
        now = step(clock.rule_version, due_on=clock.due_on, on=today, known=known)
        if now is not None and (clock.reminded_for is None or now < clock.reminded_for):
            clock.reminded_for = now
            due.append(clock)
    people = Directory(due, today)
    told = [clock for clock in due if _tell(clock, people, today=today, known=known, at=at)]
    Clock.objects.bulk_update(told, ["reminded_for"])
    return len(told)


def _tell(
    clock: Clock, people: "Directory", *, today: date, known: Overrides, at: datetime
) -> bool:
    """Write the messages of one clock; False where there was nobody to tell."""
    left = days_to_go(clock.rule_version.remind_unit, clock.due_on, today, known)
    keepers = [one for one in people.keepers(clock) if clock.admits(one)]
    watchers = people.watchers(clock, left) if keepers else people.last(clock)
    watchers = [one for one in watchers if clock.admits(one)]
    key = f"clock:{clock.pk}:{clock.due_on}:{_step_name(clock)}"
    # A clock may come back to a day that it had before: what was said then is to be said again.
    if move := getattr(clock, "last_move", None):
        key += f":moved:{move}"
    page = clock.get_absolute_url()
    for readers, url in (
        (keepers, clock.url or page),
        # Who only watches may not open the record: the clock's own page says what is due.
        ([user for user in watchers if user not in keepers], page),
    ):
        if readers:
            message = emails.reminder(clock, on=today, url=url)
            notify(recipients=readers, key=key, message=message, at=at)
    return bool(keepers or watchers)


def _step_name(clock: Clock) -> str:
    given = clock.reminded_for or 0
    if clock.rule_version.reminds_by_working_days:
        # By number: a day of the calendar would be another one once an override is said.
        return f"working:before:{given}" if given >= 0 else f"working:after:{-given}"
    if given >= 0:
        return f"before:{given}"
    return f"overdue:{clock.due_on - timedelta(days=given)}"


class Directory:
    """Everybody who may have to be told about some clocks, looked up in one query."""

    def __init__(self, clocks: list[Clock], today: date) -> None:
        wanted = {LEAD}
        for clock in clocks:
            wanted |= {clock.holder_role, clock.rule_version.escalate_role}
        self._beside: dict[int, list[User]] = defaultdict(list)
        for beside in BESIDE.values() if clocks else ():
            for clock_id, found in beside(clocks, today).items():
                self._beside[clock_id] += found
        current = Membership.objects.current(today).filter(
            Q(role__in=wanted) | Q(user__in=[clock.holder_id for clock in clocks]),
            user__is_active=True,
        )
        self._by_role: dict[str, list[tuple[int, User]]] = defaultdict(list)
        self._works_in: dict[int, set[int]] = defaultdict(set)
        for held in current.select_related("user").order_by("user_id") if clocks else ():
            self._by_role[held.role].append((held.agency_id, held.user))
            self._works_in[held.user_id].add(held.agency_id)

    def holding(self, role: str, agency: int | None) -> list[User]:
        """Who holds a role: in that agency, or anywhere if the role reaches across all."""
        known = roles().get(role)
        anywhere = known is not None and known.scope == "partnership"
        found = [user for at, user in self._by_role[role] if anywhere or at == agency]
        return list(dict.fromkeys(found))

    def keepers(self, clock: Clock) -> list[User]:
        """The holder (the agency's leads once the holder has left), and the role that keeps it."""
        found = self.holding(clock.holder_role, clock.agency_id)
        found += self._beside.get(clock.pk, [])
        holder = clock.holder
        if holder is not None and self._still_there(clock):
            found = [holder, *found]
        elif holder is not None or not found:
            found = [*self.holding(LEAD, clock.agency_id), *found]
        return list(dict.fromkeys(found))

    def watchers(self, clock: Clock, days_left: int) -> list[User]:
        """To whom the rule escalates when there are so few days left, as its reminders count."""
        start = clock.rule_version.escalate_from
        return self.last(clock) if start is not None and days_left <= start else []

    def last(self, clock: Clock) -> list[User]:
        """To whom the rule escalates at all: so that a clock without a keeper is not lost."""
        return self.holding(clock.rule_version.escalate_role, clock.agency_id)

    def _still_there(self, clock: Clock) -> bool:
        works_in = self._works_in.get(clock.holder_id or 0, set())
        return bool(works_in) if clock.agency_id is None else clock.agency_id in works_in
