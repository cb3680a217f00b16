"""Which Board of the demo has been held, and what came of it? Invented."""

from datetime import datetime, time, timedelta
from typing import Any

from partnership import services
from partnership.models import AgendaItem, Attendance, Body, ItemKind, Meeting, Sat
from shield.accounts.models import User
from shield.core.london import LONDON, london_day
from shield.demo.agendas import BOARD
from shield.demo.people import address

TITLE = "Board: findings on neglect"
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "title": "Findings of the audit of neglect",
        "purpose": "decide",
        "minutes": 30,
        "lead": "Head of professional standards",
        "presenter": "Programme manager",
        "asks": "To agree which findings every agency acts on first.",
    },
    {
        "title": "Training: who takes part",
        "purpose": "discuss",
        "minutes": 20,
        "lead": "Practice review and learning manager",
        "presenter": "",
        "asks": "To discuss why some agencies send nobody, and what would change that.",
    },
)
SAID = (
    "The audit looked at the work of six agencies. Members heard that neglect is named early and "
    "acted on late: on average four months passed between the first concern and a plan.\n\n"
    "It was agreed that the graded care profile is used by all agencies at the first concern.",
    "Two agencies have sent nobody since the spring. Shorter sessions at the end of the day were "
    "asked for, and are to be tried.",
)
DECIDED: dict[str, Any] = {
    "text": "Every agency uses the graded care profile at the first concern about neglect.",
    "reasons": "The audit found that concerns are named early and acted on late.",
    "dissent": "",
}
ACTION: dict[str, Any] = {
    "what": "Send the graded care profile to every agency, with a page on how to use it",
    "evidence_required": "The page, and the list of whom it was sent to",
}


def load_minutes(*, now: datetime) -> None:
    """A Board of six weeks ago: agenda, attendance, minutes, a decision and an action of it."""
    keeper = _user("operations")
    meeting = _meeting(keeper, now)
    held_at = meeting.ends_at
    _attend(meeting, keeper, held_at)
    services.hold_meeting(by=keeper, meeting=meeting, at=held_at)
    _write(meeting, keeper, held_at + timedelta(days=2))


def _meeting(keeper: User, now: datetime) -> Meeting:
    day = london_day(now) - timedelta(days=42)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    starts_at = datetime.combine(day, time(14), LONDON)
    planned_at, published_at = starts_at - timedelta(days=60), starts_at - timedelta(days=7)
    proposal = services.add_meeting(
        by=keeper,
        body=Body.objects.get(name=BOARD),
        title=TITLE,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue="Council chamber",
        link="",
        at=planned_at,
    )
    meeting = services.confirm_meeting(by=keeper, meeting=proposal, at=planned_at)
    services.draft_agenda(by=keeper, meeting=meeting, at=published_at)
    for facts in ITEMS:
        services.add_agenda_item(by=keeper, meeting=meeting, at=published_at, **facts)
    services.publish_agenda(by=keeper, meeting=meeting, at=published_at)
    return meeting


def _attend(meeting: Meeting, keeper: User, at: datetime) -> None:
    """Whoever holds a seat is there; where nobody does, nobody is."""
    states = Attendance.State
    rows = [
        Sat(one.seat.pk, states.PRESENT if one.holder is not None else states.ABSENT)
        for one in services.seats_of(meeting)
    ]
    services.take_attendance(by=keeper, meeting=meeting, rows=rows, guests=[], at=at)


def _write(meeting: Meeting, keeper: User, at: datetime) -> None:
    minutes = services.begin_minutes(by=keeper, meeting=meeting, at=at)
    ordinary = AgendaItem.objects.filter(meeting=meeting, kind=ItemKind.ORDINARY)
    findings, training = ordinary.select_related("meeting__body").in_order()
    for item, text in zip((findings, training), SAID, strict=True):
        services.save_minute(by=keeper, item=item, text=text, seen=0, at=at)
    decision = services.decide(
        by=keeper, item=findings, agreed=services.may_have_agreed(findings),
        is_recommendation=False, priority=None, decided_on=meeting.on, at=at, **DECIDED,
    )  # fmt: skip
    services.raise_action(
        by=keeper, body=meeting.body, decision=decision, holder=_user("lead.authority"),
        due_on=meeting.on + timedelta(days=56), at=at, **ACTION,
    )  # fmt: skip
    chair = _user("lead.police")
    services.approve_minutes(
        by=chair, minutes=minutes, seen=services.mark_of_minutes(minutes, chair),
        at=at + timedelta(days=1),
    )  # fmt: skip
    services.distribute_minutes(by=keeper, minutes=minutes, at=at + timedelta(days=2))


def _user(account: str) -> User:
    return User.objects.get(email=address(account))
