"""What of an agenda does one person read, in which order, numbered and timed for them?

The pages, the pack and the minutes all ask here, so that none tells more than another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from partnership.models import Action, AgendaItem, Invited, Meeting, Minutes, Paper
from shield.accounts.access import access_of
from shield.accounts.models import User
from shield.core.london import LONDON

# More actions than these are for the log of actions.
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One line of the agenda. `item` is None where the reader has declared an interest."""

    number: str
    place: int  # from 1, in its part
    starts_at: datetime
    minutes: int | None
    item: AgendaItem | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def starts_words(self) -> str:
        """`14:20`, by London's clock."""
        return f"{self.starts_at.astimezone(LONDON):%H:%M}"


@dataclass(frozen=True)
class Running:
    """An agenda as one person reads it: its open part, then what of the restricted part is theirs.

    Numbers, times and the sum are of these lines alone, so that nothing shows what is not theirs.
    """

    open: tuple[Line, ...]
    restricted: tuple[Line, ...]
    minutes: int
    ends_at: datetime

    @property
    def ends_words(self) -> str:
        return f"{self.ends_at.astimezone(LONDON):%H:%M}"

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.open + self.restricted

    @property
    def items(self) -> list[AgendaItem]:
        return [line.item for line in self.lines if line.item is not None]


def running_order(*, meeting: Meeting, reader: User) -> Running:
    """The agenda of a meeting for one reader, with the papers that are current."""
    current = Paper.objects.current().in_order().select_related("upload")
    rows = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    rows = rows.select_related("proposal").prefetch_related(
        Prefetch("papers", queryset=current, to_attr="current_papers")
    )
    apart = AgendaItem.objects.kept_apart_from(reader).filter(meeting=meeting)
    # Of those kept apart nothing is fetched but their place and their time.
    found: list[tuple[tuple[bool, int, int], int | None, AgendaItem | None]] = [
        ((item.is_restricted, item.order, item.pk), item.minutes, item) for item in rows
    ]
    found += [
        ((False, order, pk), minutes, None)
        for pk, order, minutes in apart.values_list("pk", "order", "minutes")
    ]
    now, total, parts = meeting.starts_at, 0, {False: list[Line](), True: list[Line]()}
    for (is_restricted, _, _), minutes, item in sorted(found, key=lambda one: one[0]):
        place = len(parts[is_restricted]) + 1
        number = f"R{place}" if is_restricted else str(place)
        papers = tuple(getattr(item, "current_papers", ()))
        parts[is_restricted].append(Line(number, place, now, minutes, item, papers))
        total += minutes or 0
        now += timedelta(minutes=minutes or 0)
    return Running(tuple(parts[False]), tuple(parts[True]), total, now)


def reads_one_item(*, meeting: Meeting, reader: User) -> bool:
    """Whether somebody comes for one item alone: of the rest they learn nothing, nor how much."""
    if meeting.body.is_read_by(reader):
        return False
    access = access_of(reader)
    guests = Invited.objects.guests(access)
    return not guests.filter(meeting=meeting, item=None).exists()


# --- Matters arising ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arising:
    """The actions that stand on an agenda: unfinished ones, and those closed since the last."""

    unfinished: list[Action]
    closed: list[Action]
    more: int

    @property
    def total(self) -> int:
        return len(self.unfinished) + len(self.closed) + self.more


def last_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the same body before this one."""
    rows = Meeting.objects.standing().exclude(reference="")
    rows = rows.filter(body_id=meeting.body_id, starts_at__lt=meeting.starts_at)
    return rows.order_by("-starts_at", "-pk").select_related("body").first()


def last_minutes(*, meeting: Meeting, reader: User) -> Minutes | None:
    """The minutes of the meeting before this one, as far as somebody reads them."""
    last = last_meeting(meeting)
    rows = Minutes.objects.visible_to(reader).select_related("meeting__body")
    found: Minutes | None = rows.filter(meeting=last).first() if last else None
    return found


def matters_arising(*, meeting: Meeting, reader: User) -> Arising:
    """The body's actions as of this meeting, as far as the reader reads them; at most SHOWN.

    Counted by moments, so that the agenda of a meeting of the past goes on saying what was
    unfinished then.
    """
    last = last_meeting(meeting)
    rows: QuerySet[Action] = Action.objects.visible_to(reader).filter(
        body_id=meeting.body_id, raised_at__lt=meeting.ends_at
    )
    since = last.starts_at if last else meeting.starts_at
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=since))
    found = rows.select_related("holder", "holder_agency", "body", "item").order_by("due_on", "pk")
    shown = list(found[: SHOWN + 1])
    more = rows.count() - SHOWN if len(shown) > SHOWN else 0
    closed = [one for one in shown[:SHOWN] if one.closed_at and one.closed_at < meeting.ends_at]
    return Arising(
        unfinished=[one for one in shown[:SHOWN] if one not in closed],
        closed=closed,
        more=more,
    )
