"""What waits for somebody stands on their home page: minutes to approve, agreements to sign."""

from datetime import datetime, timedelta

import pytest

from partnership import services
from partnership.models import Minutes
from shield.accounts.models import User
from shield.core.workflow import MoveNotAllowed
from shield.notifications.models import Notification
from tests.partnership.browsing import reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agreement, hold
from tests.partnership.minuting import approve
from tests.personas import People

pytestmark = pytest.mark.django_db
DRAFT, SIGN = "draft minutes, to be approved", "to be read and signed; until then"


def todos(user: User, at: datetime) -> list[str]:
    return [one.what for one in services.todos_of(user)]


# --- Minutes --------------------------------------------------------------------------------------


def test_draft_minutes_wait_for_each_chair_until_they_are_approved(
    minutes: Minutes, seated: Structure, people: People, now: datetime
) -> None:
    hold(seated.health, people.health_lead)
    for chair in (people.police_lead, people.authority_lead):
        home = reads(chair, "home")
        assert DRAFT in home
        assert "Neglect" not in home
    for other in (people.operations, people.health_lead, people.board_member, people.scrutineer):
        assert DRAFT not in reads(other, "home")
    approve(minutes, people.police_lead, now)
    assert DRAFT not in reads(people.authority_lead, "home")


def told(user: User) -> list[str]:
    rows = Notification.objects.filter(recipient=user, key__startswith="minutes.approve:")
    return [f"{one.subject} {' '.join(one.lines)}" for one in rows.order_by("pk")]


def test_the_chairs_are_asked_once_a_day_and_read_nothing_of_it_in_the_mail(
    minutes: Minutes, people: People, now: datetime
) -> None:
    for _ in range(2):
        answer = sends(people.operations, "minutes_ask", {}, pk=minutes.meeting_id)
        assert answer.status_code == 302
    for chair in (people.police_lead, people.authority_lead):
        [words] = told(chair)
        assert "the draft minutes of" in words
        assert "Neglect" not in words
        assert "All agreed" not in words
    assert told(people.board_member) == []
    services.ask_to_approve(by=people.operations, minutes=minutes, at=now + timedelta(days=1))
    assert len(told(people.police_lead)) == 2


def test_where_nobody_chairs_nobody_is_asked(
    minutes: Minutes, seated: Structure, people: People, now: datetime
) -> None:
    seated.police.holdings.all().delete()
    seated.authority.holdings.all().delete()
    answer = sends(people.operations, "minutes_ask", {}, pk=minutes.meeting_id)
    assert answer.status_code == 409
    assert "Nobody chairs this body" in answer.content.decode()
    assert "Ask the chair" not in reads(people.operations, "minutes_detail", pk=minutes.meeting_id)


def test_approved_minutes_wait_for_nobody(minutes: Minutes, people: People, now: datetime) -> None:
    approve(minutes, people.police_lead, now)
    minutes.refresh_from_db()
    with pytest.raises(MoveNotAllowed):
        services.ask_to_approve(by=people.operations, minutes=minutes, at=now)
    assert told(people.authority_lead) == []


# --- Agreements -----------------------------------------------------------------------------------


def test_an_agreement_waits_until_its_newest_edition_is_signed(
    seated: Structure, people: People, at: datetime
) -> None:
    first = agreement(seated.board, people, at, people.authority_lead)
    assert SIGN in reads(people.police_lead, "home")
    assert SIGN not in reads(people.authority_lead, "home")
    services.sign(by=people.police_lead, agreement=first, at=at)
    assert todos(people.police_lead, at) == []
    agreement(seated.board, people, at)
    for person in (people.police_lead, people.authority_lead):
        assert len(todos(person, at)) == 1


def test_an_agreement_waits_for_those_alone_who_sit_there(
    seated: Structure, people: People, at: datetime
) -> None:
    agreement(seated.board, people, at)
    hold(seated.health, people.health_lead, -60, -30)
    for person in (people.operations, people.health_lead, people.scrutineer):
        assert todos(person, at) == []
