"""Bodies of the partnership and who sits in them: now, before, later, in one that ended; more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from partnership.models import (
    Agreement,
    Body,
    Budget,
    Contribution,
    FeedToken,
    Holding,
    Invited,
    Measure,
    Meeting,
    MeetingStatus,
    PersonnelChange,
    Priority,
    ReportingDuty,
    Rhythm,
    Seat,
    SeatRole,
    StandingItem,
)
from partnership.services import hashed
from shield.core.london import LONDON
from tests.personas import WHO, People
from tests.trust.differences import make_differences
from tests.trust.scrutiny import make_scrutiny
from tests.trust.things import Thing
from tests.trust.world_actions import make_actions
from tests.trust.world_agendas import make_agendas
from tests.trust.world_decisions import make_decisions
from tests.trust.world_minutes import make_sittings
from tests.unique import together

# (body, seat, role, persona, first day, last day) counted from today.
SEATED = (
    ("board", "Director", SeatRole.JOINT_CHAIR, "authority_lead", -400, None),
    ("board", "Superintendent", SeatRole.JOINT_CHAIR, "police_lead", -400, 0),
    ("board", "Designated nurse", SeatRole.JOINT_CHAIR, "icb_lead", -400, None),
    ("board", "Inspector", SeatRole.MEMBER, "board_member", 0, None),
    ("board", "Head teacher", SeatRole.MEMBER, "champion", -400, -1),
    ("board", "Chair of conferences", SeatRole.MEMBER, "conference_chair", 1, None),
    ("group", "Named nurse", SeatRole.CHAIR, "leaver", -400, None),
    ("group", "Detective", SeatRole.MEMBER, "practice_group_member", -400, None),
    ("ended", "Teacher", SeatRole.MEMBER, "school_practitioner", -400, None),
)
BODIES = (
    ("board", "Northshire Board", ""),
    ("group", "Practice Group", "board"),
    ("ended", "Old Panel", "board"),
)
SIT = {
    "board": frozenset({"authority_lead", "police_lead", "icb_lead", "board_member"}),
    "group": frozenset({"practice_group_member", "health_lead"}),
}
YEAR = 2031  # in which the board has meetings
CHANGING = "Superintendent"  # of this seat a change waits


def make_partnership(people: People, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """The things of each kind; `granted` are those who sit in a body."""
    bodies = make_bodies(at)
    board = bodies["board"]
    seats = make_seats(people, bodies, at)
    items = [
        StandingItem.objects.create(
            body=bodies["board"], order=order, title=title, purpose="discuss"
        )
        for order, title in enumerate(("Reviews", "Training"), start=1)
    ]
    Agreement.objects.create(
        body=bodies["group"], number=1, text="Keep it", recorded_by=people.operations,
        recorded_at=at,
    )  # fmt: skip
    priority = Priority.objects.create(year=1, number=1, title="Fewer missing")
    measure = Measure.objects.create(priority=priority, order=1, measure="Episodes")
    duty = ReportingDuty.objects.create(
        body=bodies["group"], to_body=bodies["board"], times_a_year=2
    )
    budgets = [
        Budget.objects.create(year=year, body=body, budgeted=Decimal(100))
        for year, body in (("2026-27", bodies["board"]), ("2025-26", None))
    ]
    line = Contribution.objects.create(
        budget=budgets[0], agency=people.agencies.police, promised=Decimal(60)
    )
    return together(
        make_sittings(people, board, at),
        make_decisions(people, board, at),
        make_differences(people, SIT["board"], at),
        make_scrutiny(people, SIT["board"], at),
        (meetings := make_meetings(people, board, seats, at)),
        make_agendas(people, board, confirmed_of(meetings), at),
        make_actions(people, bodies, confirmed_of(meetings), SIT["board"], at),
        make_feeds(people, at),
        {
            "bodies": tuple(
                Thing(slug, {"pk": body.pk}, record=body, granted=SIT.get(slug, frozenset()))
                for slug, body in bodies.items()
            ),
            "items": tuple(Thing("item", {"pk": item.pk}) for item in items),
            "seats": tuple(
                Thing(
                    "changing" if post == CHANGING else "seat",
                    {"pk": seat.pk},
                    agency=next(WHO[who][1] for _, name, _, who, _, _ in SEATED if name == post),
                    record=seat,
                )
                for post, seat in seats.items()
                if seat.body.slug != "ended"
            ),
            "holdings": (Thing("holding", {"pk": seats["Detective"].holdings.get().pk}),),
            "changes": make_changes(people, seats, at),
            "years": (Thing("year", {"year": YEAR}),),
            "months": (Thing("month", {"year": YEAR, "month": 2}),),
            "priorities": (Thing("priority", {"pk": priority.pk}),),
            "measures": (Thing("measure", {"pk": measure.pk}),),
            "duties": (Thing("duty", {"pk": duty.pk}),),
            "budgets": (
                Thing("board", {"pk": budgets[0].pk}, granted=SIT["board"]),
                Thing("unowned", {"pk": budgets[1].pk}),
            ),
            "contributions": (Thing("contribution", {"pk": line.pk}),),
        },
    )


def confirmed_of(meetings: Mapping[str, tuple[Thing, ...]]) -> Meeting:
    return Meeting.objects.get(**meetings["replies"][0].path)


def make_bodies(at: datetime) -> dict[str, Body]:
    yesterday = timezone.localdate(at) - timedelta(days=1)
    bodies: dict[str, Body] = {}
    for order, (slug, name, parent) in enumerate(BODIES):
        bodies[slug] = Body.objects.create(
            name=name,
            slug=slug,
            parent=bodies.get(parent),
            purpose="To protect children",
            needs_agreement=slug == "group",
            rhythm=Rhythm.QUARTERLY if slug == "board" else Rhythm.NONE,
            order=order,
            ended_on=yesterday if slug == "ended" else None,
        )
    return bodies


def make_seats(people: People, bodies: dict[str, Body], at: datetime) -> dict[str, Seat]:
    today = timezone.localdate(at)
    seats = {}
    for order, (slug, post, role, persona, first, last) in enumerate(SEATED):
        seats[post] = Seat.objects.create(
            body=bodies[slug],
            agency=getattr(people.agencies, WHO[persona][1]),
            post=post,
            role=role,
            order=order,
        )
        Holding.objects.create(
            seat=seats[post],
            user=getattr(people, persona),
            starts_on=today + timedelta(days=first),
            ends_on=None if last is None else today + timedelta(days=last),
            appointed_at=at,
        )
    Holding.objects.create(
        seat=seats["Named nurse"],
        user=people.health_lead,
        is_deputy=True,
        starts_on=today,
        appointed_at=at,
    )
    return seats


STATES = (
    MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED,
    MeetingStatus.CONFIRMED,
)  # fmt: skip
GUESTS = frozenset({"health_lead", "authority_practitioner"})  # co-opted; a named deputy


def make_meetings(
    people: People, board: Body, seats: Mapping[str, Seat], at: datetime
) -> dict[str, tuple[Thing, ...]]:
    """One in each state; to the confirmed one somebody with a seat is invited, and a guest.

    Of that one things are minuted; the other confirmed one has only its day.
    """
    found, invited = [], list[Thing]()
    for month, state in enumerate(STATES, start=1):
        stands = state != MeetingStatus.PROPOSED
        is_off = state == MeetingStatus.CANCELLED
        starts = datetime(YEAR, month, 4, 14, tzinfo=LONDON)
        meeting = Meeting.objects.create(
            body=board,
            reference=f"MEET-{YEAR}-{month:04d}" if stands else "",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            status=state,
            proposed_by=people.operations,
            proposed_at=at,
            confirmed_by=people.operations if stands else None,
            confirmed_at=at if stands else None,
            cancelled_by=people.operations if is_off else None,
            cancelled_at=at if is_off else None,
            cancelled_because="Snow" if is_off else "",
        )
        granted = SIT["board"] if stands else frozenset[str]()
        if state == MeetingStatus.CONFIRMED and not invited:
            granted |= GUESTS
            invited = invite_to(meeting, people, seats, at)
        found.append(Thing(str(state.value), {"pk": meeting.pk}, granted=granted))
    asked = frozenset({"authority_lead", "health_lead"})
    proposed, confirmed, cancelled, untouched = found
    return {
        "meetings": (proposed, confirmed, cancelled),
        "cancelling": (proposed, untouched, cancelled, replace(confirmed, state="minuted")),
        "replies": (replace(confirmed, granted=asked),),
        "invited": tuple(invited),
    }


def invite_to(
    meeting: Meeting, people: People, seats: Mapping[str, Seat], at: datetime
) -> list[Thing]:
    asked = {"meeting": meeting, "invited_by": people.operations, "invited_at": at}
    seated = Invited.objects.create(
        user=people.authority_lead, seat=seats["Director"], answer="deputy",
        deputy=people.authority_practitioner, answered_by=people.authority_lead, answered_at=at,
        **asked,
    )  # fmt: skip
    guest = Invited.objects.create(user=people.health_lead, **asked)
    return [Thing("seated", {"pk": seated.pk}), Thing("guest", {"pk": guest.pk})]


def make_feeds(people: People, at: datetime) -> dict[str, tuple[Thing, ...]]:
    """One that is followed, one that ended, one of whoever has left."""
    found = []
    for state, user in (
        ("live", people.authority_lead),
        ("ended", people.authority_lead),
        ("left", people.leaver),
    ):
        token = state.ljust(43, "_")
        feed = FeedToken.objects.create(
            user=user,
            token_hash=hashed(token),
            created_at=at,
            last_used_on=timezone.localdate(at),
            revoked_at=at if state == "ended" else None,
        )
        found.append((feed, Thing(state, {"token": token})))
    return {
        "feeds": tuple(thing for _, thing in found),
        "own_feeds": (Thing("feed", {"pk": found[0][0].pk}, owner="authority_lead"),),
    }


def make_changes(people: People, seats: dict[str, Seat], at: datetime) -> tuple[Thing, ...]:
    """One that waits, and one that was answered."""
    facts = {
        "leaver": people.police_lead,
        "last_day": timezone.localdate(at) + timedelta(days=10),
        "notified_by": people.police_lead,
        "notified_at": at,
    }
    waits = PersonnelChange.objects.create(seat=seats[CHANGING], **facts)
    answered = PersonnelChange.objects.create(
        seat=seats[CHANGING],
        answer=PersonnelChange.Answer.DECLINED,
        answered_by=people.operations,
        answered_at=at,
        **facts,
    )
    return Thing("waits", {"pk": waits.pk}), Thing("answered", {"pk": answered.pk})
