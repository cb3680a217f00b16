"""A small partnership: a board with its executive, and seats to be held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from partnership import services
from partnership.models import AgendaItem, Body, Meeting, Minutes, Seat, SeatRole, day_starts
from shield.accounts.models import Agency
from shield.core.london import london_day
from tests.partnership.asking import make_deciding
from tests.partnership.doing import hold, meeting, moment
from tests.personas import People

DAY = date(2027, 2, 3)


@dataclass(frozen=True)
class Structure:
    board: Body
    executive: Body
    authority: Seat
    police: Seat
    health: Seat


@pytest.fixture
def today(at: datetime) -> date:
    return london_day(at)


@pytest.fixture
def structure(people: People) -> Structure:
    board = Body.objects.create(name="The Board", slug="board", purpose="Decides", order=1)
    executive = Body.objects.create(
        name="The Executive", slug="executive", purpose="Prepares", parent=board, order=2
    )

    def seat(body: Body, agency: str, post: str, role: SeatRole, order: int) -> Seat:
        return Seat.objects.create(
            body=body, agency=getattr(people.agencies, agency), post=post, role=role, order=order
        )

    return Structure(
        board=board,
        executive=executive,
        authority=seat(board, "authority", "Director", SeatRole.JOINT_CHAIR, 1),
        police=seat(board, "police", "Superintendent", SeatRole.JOINT_CHAIR, 2),
        health=seat(board, "health", "Named nurse", SeatRole.MEMBER, 3),
    )


@pytest.fixture
def seated(structure: Structure, people: People) -> Structure:
    """Its board, in which police and authority sit now."""
    hold(structure.police, people.police_lead)
    hold(structure.authority, people.authority_lead)
    return structure


@pytest.fixture
def rhythmic(structure: Structure) -> Structure:
    """A quarterly board, and an executive around it."""
    Body.objects.filter(pk=structure.board.pk).update(rhythm="quarterly")
    Body.objects.filter(pk=structure.executive.pk).update(
        rhythm="around", around=structure.board, before_days=7, after_days=14
    )
    return structure


@pytest.fixture
def planned(rhythmic: Structure, people: People, at: datetime) -> list[Meeting]:
    return services.propose_year(
        by=people.operations, year=2027, bodies=[rhythmic.board, rhythmic.executive], at=at
    )


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def sitting(seated: Structure, people: People, now: datetime) -> Meeting:
    """A confirmed meeting of the board that goes on today; health's seat is vacant."""
    Body.objects.filter(pk=seated.board.pk).update(quorum_rule={"each_statutory_partner": True})
    hold(seated.police, people.board_member, is_deputy=True)
    Agency.objects.filter(pk=people.agencies.icb.pk).update(is_statutory_partner=False)
    starts = day_starts(timezone.localdate(now))
    started: Any = {"starts_at": starts, "ends_at": starts + timedelta(hours=23, minutes=59)}
    made = meeting(seated.board, people, timezone.localdate(now), now, **started)
    found: Meeting = Meeting.objects.select_related("body").get(pk=made.pk)
    return found


@pytest.fixture
def deciding(structure: Structure, people: People, rules: None) -> Body:
    """The executive, in which each statutory partner sits, and who decides between meetings."""
    return make_deciding(structure.executive, people)


@pytest.fixture
def counts(db: None) -> Iterator[None]:
    """How often something was asked for is counted from nothing on."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def soon(at: datetime) -> date:
    return at.date() + timedelta(days=30)


@pytest.fixture
def board(seated: Structure, people: People, at: datetime, soon: date) -> Meeting:
    """A meeting of next month of the board in which the police sit."""
    return meeting(seated.board, people, soon, at, venue="The hall", link="https://meet.example/1")


@pytest.fixture
def held(seated: Structure, people: People, at: datetime) -> Meeting:
    """A confirmed meeting of the board, with nothing on its agenda."""
    return meeting(seated.board, people, DAY, at)


@pytest.fixture
def one(sitting: Meeting, people: People, now: datetime) -> AgendaItem:
    # `minuting` knows the structure of this file.
    from tests.partnership.minuting import item

    return item(sitting, people, now, 1, title="Neglect")


@pytest.fixture
def minutes(
    one: AgendaItem, sitting: Meeting, seated: Structure, people: People, now: datetime
) -> Minutes:
    """Those of a meeting that was held, with a text."""
    from tests.partnership import minuting

    minuting.held(sitting, seated, people, now)
    minuting.begun(sitting, people, now)
    minuting.write(one, people.operations, "All agreed.", now)
    return Minutes.objects.select_related("meeting__body").get()


@pytest.fixture
def invited(seated: Structure, people: People, at: datetime) -> Meeting:
    """A confirmed meeting to which the two holders and a standing deputy are invited."""
    hold(seated.police, people.board_member, is_deputy=True)
    made = services.add_meeting(
        by=people.operations, body=seated.board, title="", starts_at=moment(DAY, 14),
        ends_at=moment(DAY, 16), venue="The hall", link="https://meet.example/1", at=at,
    )  # fmt: skip
    return services.confirm_meeting(by=people.operations, meeting=made, at=at)
