"""Holders who have left, the weekly digest, and what happens when two act at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from partnership import services
from partnership.models import Action, ActionUpdate, Body, Seat, SeatRole
from shield.accounts.models import Membership, User
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications.models import Notification
from tests.partnership.acting import action
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told
from tests.personas import People, make_people
from tests.register import load_register

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LEFT = "The holder of an action has left: "


def leaves(user: User) -> None:
    Membership.objects.filter(user=user).update(ends_on=timezone.localdate() - DAY)


# --- Holders who have left ------------------------------------------------------------------------

one_at_a_time = pytest.mark.django_db


@pytest.fixture
def now(rules: None) -> datetime:
    return timezone.now()


@pytest.fixture
def raised(seated: Structure, people: People, now: datetime) -> Action:
    return action(seated.board, people, now, holder=people.health_lead)


@one_at_a_time
def test_those_who_lead_are_told_once_that_a_holder_has_left(
    raised: Action, people: People, now: datetime
) -> None:
    leaves(people.health_lead)
    assert [services.settle_actions(at=now + n * DAY) for n in range(3)] == [1, 0, 0]
    assert Action.objects.get().holder_left_at == now
    for person in (people.operations, people.authority_lead):
        assert told(person).count(f"{LEFT}{raised}") == 1


@one_at_a_time
def test_nobody_is_told_of_a_holder_who_is_here(raised: Action, now: datetime) -> None:
    assert services.settle_actions(at=now) == 0


@one_at_a_time
def test_another_holder_ends_it_and_the_clock_goes_along(
    raised: Action, people: People, now: datetime
) -> None:
    leaves(people.health_lead)
    services.settle_actions(at=now)
    services.reassign(
        by=people.operations, action=raised, holder=people.icb_lead, text="She has left", at=now
    )
    assert Action.objects.get().holder_left_at is None
    assert Clock.objects.running().get().holder == people.icb_lead


@one_at_a_time
def test_a_role_that_nobody_holds_is_noticed_until_somebody_does(
    seated: Structure, people: People, now: datetime
) -> None:
    held = {"holder_agency": people.agencies.school, "holder_role": "champion"}
    action(seated.board, people, now, **held)
    leaves(people.champion)
    assert services.settle_actions(at=now) == 1
    Membership.objects.filter(user=people.champion).update(ends_on=None)
    services.settle_actions(at=now + DAY)
    assert Action.objects.get().holder_left_at is None


# --- The weekly digest ----------------------------------------------------------------------------


def digests(user: User) -> list[list[str]]:
    rows = Notification.objects.filter(recipient=user, subject="Your actions this week")
    return list(rows.order_by("pk").values_list("lines", flat=True))


@pytest.fixture
def week(seated: Structure, people: People, at: datetime, rules: None) -> Action:
    """Raised five weeks before, overdue since a day."""
    return action(
        seated.board, people, at - 5 * WEEK, holder=people.health_lead, due_on=london_day(at) - DAY
    )


@one_at_a_time
def test_holders_hear_what_they_hold_and_those_who_lead_what_is_late(
    week: Action, people: People, at: datetime
) -> None:
    services.send_digests(at=at)
    end = "Sign in to see them."
    assert digests(people.health_lead) == [["You hold 1 open action, 1 of them overdue.", end]]
    assert digests(people.authority_lead) == [["The Board: 1 action overdue.", end]]
    assert digests(people.operations) == [["The Board: 1 action overdue.", end]]
    assert digests(people.school_practitioner) == []


@one_at_a_time
def test_it_comes_once_a_week_however_often_it_runs(
    week: Action, people: People, at: datetime
) -> None:
    for n in range(-1, 13):  # this Monday and the next, and each day between
        services.send_digests(at=at + n * DAY)
    assert len(digests(people.health_lead)) == 2


@one_at_a_time
def test_a_missed_monday_is_caught_up_later_in_the_week(
    week: Action, people: People, at: datetime
) -> None:
    friday = at + 3 * DAY
    assert services.send_digests(at=friday) > 0
    assert services.send_digests(at=friday + DAY) == 0


@one_at_a_time
def test_what_came_during_the_week_waits_for_the_next(
    seated: Structure, people: People, at: datetime, rules: None
) -> None:
    action(seated.board, people, at, holder=people.health_lead)
    assert services.send_digests(at=at + DAY) == 0
    assert services.send_digests(at=at + WEEK) == 1


@one_at_a_time
def test_a_digest_says_nothing_of_what_an_action_is_about(
    week: Action, people: People, at: datetime
) -> None:
    services.send_digests(at=at)
    said = str(list(Notification.objects.values_list("subject", "lines", "url")))
    assert "schools" not in said
    assert "Harriet" not in said


# --- At the same moment ---------------------------------------------------------------------------


@pytest.fixture
def ground(transactional_db: None) -> tuple[People, Action]:
    """A board with two chairs, and an action of somebody else, committed."""
    load_register()
    people = make_people()
    board = Body.objects.create(name="The Board", slug="board", purpose="Decides", order=1)
    for order, name in enumerate(("police", "authority"), start=1):
        seat = Seat.objects.create(
            body=board, agency=getattr(people.agencies, name), post="Chair",
            role=SeatRole.JOINT_CHAIR, order=order,
        )  # fmt: skip
        hold(seat, getattr(people, f"{name}_lead"))
    return people, action(board, people, timezone.now(), holder=people.health_lead)


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=60)
            return task()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def doing(verb: Callable[..., Any], by: User, **said: Any) -> Callable[[], Any]:
    def do() -> Any:
        stale = Action.objects.select_related("body", "clock").get()
        return verb(
            by=User.objects.get(pk=by.pk), action=stale, text="Said", at=timezone.now(), **said
        )

    return do


def went(results: list[Any]) -> int:
    return sum(1 for one in results if not isinstance(one, Refusal))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_finish_at_once_one_does(ground: tuple[People, Action]) -> None:
    people, _ = ground
    assert went(at_once([doing(services.finish, people.health_lead)] * 4)) == 1
    assert ActionUpdate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepted_and_sent_back_at_once_is_one_of_both(ground: tuple[People, Action]) -> None:
    people, made = ground
    services.finish(by=people.health_lead, action=made, text="Done", at=timezone.now())
    results = at_once(
        [
            doing(services.accept, people.operations),
            doing(services.accept, people.police_lead),
            doing(services.send_back, people.authority_lead),
        ]
    )
    assert went(results) == 1
    action_now, clock = Action.objects.get(), Clock.objects.get()
    assert (action_now.status == "closed") == (clock.met_at is not None)


@pytest.mark.django_db(transaction=True)
def test_two_who_reopen_start_one_clock(ground: tuple[People, Action]) -> None:
    people, made = ground
    services.withdraw_action(by=people.operations, action=made, text="So", at=timezone.now())
    due = timezone.localdate() + WEEK
    tasks = [
        doing(services.reopen, who, due_on=due) for who in (people.operations, people.police_lead)
    ]
    assert went(at_once(tasks)) == 1
    assert Clock.objects.running().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_digests_at_once_tell_once(ground: tuple[People, Action]) -> None:
    people, made = ground
    Action.objects.filter(pk=made.pk).update(held_since=timezone.now() - 2 * WEEK)
    at_once([lambda: services.send_digests(at=timezone.now())] * 3)
    assert len(digests(people.health_lead)) == 1
