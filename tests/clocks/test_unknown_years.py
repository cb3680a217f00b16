"""A day that hangs on bank holidays which nobody knows yet says so wherever it is shown."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import User
from shield.clocks import services
from shield.clocks.models import Clock, Rule
from shield.clocks.models.rule import MAY_MOVE
from shield.core.london import LONDON
from shield.core.working_days import KNOWN_UNTIL, Unit, count
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]
LAST_DAY = date(KNOWN_UNTIL, 12, 31)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def last_sure() -> date:
    """The last day from which five working days end in a year that is known."""
    days = (LAST_DAY - timedelta(days=n) for n in range(60))
    five = ((day, count(day, unit=Unit.WORKING_DAYS, amount=5)) for day in days)
    return next(day for day, working in five if working[-1].date <= LAST_DAY)


@pytest.fixture
def unknown(start: Start) -> Clock:
    """It counts from the last days that are known into the year after."""
    return start(trigger=noon(LAST_DAY))


@pytest.fixture
def known(start: Start) -> Clock:
    return start(trigger=noon(LAST_DAY - timedelta(days=20)))


def test_a_day_in_an_unknown_year_warns(unknown: Clock, known: Clock) -> None:
    assert (unknown.warning, known.warning) == (MAY_MOVE, "")
    assert str(KNOWN_UNTIL) in MAY_MOVE


@pytest.mark.parametrize(
    ("moment", "warns"),
    [
        # By London's clock: five working days end on the last one of the year, or after it.
        (noon(last_sure()) + timedelta(hours=11, minutes=59), False),
        (noon(last_sure()) + timedelta(hours=12), True),
        (noon(LAST_DAY), True),
        (datetime(KNOWN_UNTIL + 1, 1, 1, 0, 0, tzinfo=LONDON), True),
    ],
)
def test_the_turn_of_the_year_is_where_it_begins(
    moment: datetime, warns: bool, start: Start
) -> None:
    assert bool(start(trigger=moment).warning) is warns


def test_what_counts_no_working_days_hangs_on_no_bank_holiday(start: Start) -> None:
    assert start(rule="review.complete", trigger=noon(LAST_DAY)).warning == ""


def test_what_was_met_moves_no_more(unknown: Clock, at: datetime) -> None:
    services.complete(clock=unknown, met_at=at, by=None, at=at)
    assert unknown.warning == ""


def test_the_clock_page_warns(unknown: Clock, known: Clock, people: People) -> None:
    assert MAY_MOVE in page(people.health_lead, unknown.get_absolute_url())
    assert MAY_MOVE not in page(people.health_lead, known.get_absolute_url())


def test_the_list_warns_once_and_names_the_row(
    unknown: Clock, known: Clock, people: People
) -> None:
    html = page(people.health_lead, reverse("clock_list"))
    assert html.count(MAY_MOVE) == 1
    assert html.count("Open (may move)") == 1


def test_a_list_of_known_days_warns_of_nothing(known: Clock, people: People) -> None:
    assert "may move" not in page(people.health_lead, reverse("clock_list"))


def test_the_home_page_names_the_row(unknown: Clock, known: Clock, people: People) -> None:
    assert page(people.health_practitioner, reverse("home")).count("(may move)") == 1


def test_a_rule_shows_what_it_would_give_and_warns(rules: None, people: People) -> None:
    panel = Rule.objects.get(slug="incident.notify_panel")
    assert MAY_MOVE not in page(people.champion, panel.get_absolute_url())
    services.amend_rule(
        rule=panel,
        amount=3,
        unit="working_days",
        source="Executive",
        valid_from=date(KNOWN_UNTIL + 1, 2, 1),
        by=people.operations,
        at=timezone.now(),
    )
    html = page(people.champion, panel.get_absolute_url())
    assert f"From 1 February {KNOWN_UNTIL + 1} at midnight it would be due" in html
    assert html.count(MAY_MOVE) == 1


def explained(trigger: str, *options: str) -> str:
    out = StringIO()
    asked = ["--rule=incident.notify_panel", f"--from={trigger}", *options]
    call_command("explain_clock", *asked, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("year", "warns"), [(KNOWN_UNTIL, False), (KNOWN_UNTIL + 1, True)])
def test_explain_clock_warns(year: int, warns: bool, rules: None) -> None:
    assert (MAY_MOVE in explained(f"{year}-06-01")) is warns
    found = json.loads(explained(f"{year}-06-01", "--json"))
    assert found.get("warning", "") == (MAY_MOVE if warns else "")


def test_a_message_of_a_move_into_an_unknown_year_warns(
    start: Start, people: People, at: datetime
) -> None:
    start(trigger=noon(last_sure()))
    clock = Clock.objects.get()
    assert clock.due_on.year == KNOWN_UNTIL
    services.override_day(
        day=clock.due_on,
        is_working=False,
        name="State funeral",
        source="Proclamation",
        by=people.operations,
        at=at,
    )
    clock.refresh_from_db()
    assert clock.due_on.year == KNOWN_UNTIL + 1
    assert Notification.objects.get().lines[-1] == MAY_MOVE
