"""Sets the stage for looking at pages of the partnership; imported once Django is set up."""

from datetime import datetime, timedelta

from django.utils import timezone

from partnership import services as partnership
from partnership.models import (
    Action,
    AgendaItem,
    Body,
    Budget,
    Decision,
    FeedToken,
    Holding,
    Meeting,
    MeetingStatus,
    Priority,
    ReportingDuty,
    ReportSent,
)
from shield.accounts.models import User
from tests.journeys.stage_agendas import agendas
from tests.journeys.stage_minutes import sittings
from tests.unique import together


def user(account: str) -> User:
    return User.objects.get(email=f"{account}@demo.example")


def bodies(at: datetime) -> dict[str, object]:
    """The demo's bodies and business, and a change of personnel that waits."""
    lead = user("lead.health")
    body = Body.objects.get(name="Partnership Board")
    own = body.seats.get(agency__memberships__user=lead)
    change = own.changes.first() or partnership.notify_change(
        seat=own,
        last_day=None,
        successor_name="Somebody Who Comes",
        successor_email="invited@demo.example",
        from_day=timezone.localdate(at) + timedelta(days=30),
        by=lead,
        at=at,
    )
    seat = body.seats.filter(holdings__user=user("board")).get()
    plan = together(
        planned(at), sittings(user("operations"), user("champion"), at), agendas(), acted(body, at)
    )
    sent, budget = ReportSent.objects.latest("pk"), Budget.objects.get()
    priority = Priority.objects.get(number=1)
    places = {
        "body": body.pk,
        "executive": Body.objects.get(name="S.H.I.E.L.D. Executive").pk,
        "group": Body.objects.get(name="Learning from Practice Group").pk,
        "item": body.standing_items.order_by("order")[0].pk,
        "seat": seat.pk,
        "own_seat": own.pk,
        "holding": Holding.objects.get(seat=seat).pk,
        "change": change.pk,
        "priority": priority.pk,
        "bare": Priority.objects.get(number=5).pk,
        "measure": priority.measures.order_by("order")[0].pk,
        "duty": sent.duty_id,
        "unsent": ReportingDuty.objects.filter(reports=None).in_order()[0].pk,
        "budget": budget.pk,
        "contribution": budget.contributions.order_by("pk")[0].pk,
    }
    return together(plan, places)


def planned(at: datetime) -> dict[str, object]:
    """A year proposed with clashes, and a meeting in each state."""
    keeper, year = user("operations"), timezone.localdate(at).year + 2
    bodies = list(Body.objects.exclude(rhythm="none"))
    rows = Meeting.objects.in_year(year)
    if not rows.exists():
        partnership.propose_year(by=keeper, year=year, bodies=bodies, at=at)
        first = rows.by_day()[0]
        partnership.add_meeting(
            by=keeper,
            body=first.body,
            title="Away day",
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            venue="The hall",
            link="https://meet.example/1",
            at=at,
        )
    board = rows.exclude(hanging=None).by_day()[0]
    if board.status == MeetingStatus.PROPOSED:
        partnership.confirm_meeting(by=keeper, meeting=board, at=at)
        later = timedelta(days=1)
        partnership.move_meeting(
            by=keeper,
            meeting=board,
            starts_at=board.starts_at + later,
            ends_at=board.ends_at + later,
            why="Elections",
            with_=[],
            at=at,
        )
        off = rows.proposed().filter(body=board.body).by_day()[0]
        partnership.confirm_meeting(by=keeper, meeting=off, at=at)
        partnership.cancel_meeting(by=keeper, meeting=off, why="Snow", at=at)
    guest = board.invited.filter(seat=None).first() or partnership.co_opt(
        by=keeper, meeting=board, person=user("champion"), at=at
    )
    return {
        "year": year,
        "month": f"{board.on:%Y/%m}",
        "full": crowded(rows.by_day()[0], at),
        "feed": followed(at),
        "meeting": board.pk,
        "proposal": rows.get(title="Away day").pk,
        "asked": board.invited.get(user=user("board")).pk,
        "guest": guest.pk,
        "off": rows.filter(status=MeetingStatus.CANCELLED)[0].pk,
    }


def followed(at: datetime) -> int:
    """A feed of one's own."""
    by = user("board")
    feed: FeedToken | None = FeedToken.objects.of(by).live().first()
    return (feed or partnership.make_feed(by=by, body=None, at=at).feed).pk


def crowded(first: Meeting, at: datetime) -> str:
    """A month of which one day holds many meetings, as its address ends."""
    keeper, title = user("operations"), "Extraordinary meeting on the arrangements of next year"
    if not Meeting.objects.filter(title=title).exists():
        for n in range(9):
            partnership.add_meeting(
                by=keeper,
                body=first.body,
                title=title if n % 3 == 0 else "",
                starts_at=first.starts_at + timedelta(minutes=15 * n),
                ends_at=first.ends_at + timedelta(minutes=15 * n),
                venue="",
                link="",
                at=at,
            )
    return f"{first.on:%Y/%m}"


def acted(body: Body, at: datetime) -> dict[str, object]:
    """The demo's actions in each state, and an item and a decision under which one is raised."""
    rows = Action.objects.filter(body=body)
    meeting = Meeting.objects.filter(body=body, status=MeetingStatus.CONFIRMED).by_day()[0]
    who = {"added_by": user("operations"), "added_at": at}
    item, _ = AgendaItem.objects.get_or_create(
        meeting=meeting, title="Children missing from care", defaults={"order": 81, **who}
    )
    decision, _ = Decision.objects.get_or_create(
        reference="DEC-2019-0081",
        defaults={
            "body": body,
            "meeting": meeting,
            "item": item,
            "text": "The protocol is adopted.",
            "decided_on": meeting.on,
            "recorded_at": at,
        },
    )
    return {
        "action_overdue": rows.get(what__startswith="Write to every").pk,
        "action_done": rows.get(status="done").pk,
        "action_closed": rows.get(status="closed").pk,
        "action_returned": rows.get(what__startswith="Draw up").pk,
        "action_of_role": rows.exclude(holder_role="").get().pk,
        "under_item": item.pk,
        "under_decision": decision.pk,
    }
