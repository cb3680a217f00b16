"""Every day due around 40 conferences, against a calculation that shares nothing with the portal's.

The bank holidays are typed out from the published list, and the counting is done by hand here.
"""

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conferences import clocks as duties
from shield.clocks.models import RuleVersion
from shield.clocks.services import explain
from shield.core.london import LONDON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

# England's, substitute days included.
PUBLISHED = """
    2026-12-25 2026-12-28
    2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
    2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
    2029-01-01 2029-03-30 2029-04-02 2029-05-07 2029-05-28 2029-08-27 2029-12-25 2029-12-26
    2030-01-01 2030-04-19 2030-04-22 2030-05-06 2030-05-27
"""
BANK_HOLIDAYS = {date.fromisoformat(day) for day in PUBLISHED.split()}
# The strategy discussion, the conference, the core group; each in London time.
ROWS = """
    2027-01-04 2027-01-22 2027-02-01   Winter
    2027-02-26 2027-03-19 2027-03-31   Easter between all of them
    2027-03-08 2027-03-25 2027-03-30   The day before Good Friday
    2027-03-25 2027-03-30 2027-04-06   The day after Easter Monday
    2027-03-26 2027-04-01 2027-04-14   From Good Friday itself
    2027-04-12 2027-04-30 2027-05-10   The end of April
    2027-05-04 2027-05-28 2027-06-07   Before the late May holiday
    2027-05-10 2027-05-31 2027-06-09   On a bank holiday, as happens
    2027-08-09 2027-08-27 2027-09-06   Before the August holiday
    2027-08-10 2027-08-31 2027-09-10   31 August: there is no 31 February
    2027-08-09 2027-08-30 2027-09-13   30 August: there is no 30 February in a leap year
    2027-09-13 2027-09-30 2027-10-11   The end of September
    2027-10-04 2027-10-29 2027-11-08   Before the clocks go back
    2027-10-11 2027-11-01 2027-11-10   After they went back
    2027-11-05 2027-11-30 2027-12-10   30 November and 3 months: a leap day
    2027-11-08 2027-11-29 2027-12-09   29 November and 3 months: the same leap day
    2027-11-26 2027-12-17 2027-12-30   Christmas with two substitute days
    2027-12-01 2027-12-23 2028-01-05   The last day before Christmas
    2027-12-24 2027-12-29 2028-01-10   Between Christmas and New Year
    2027-12-27 2027-12-31 2028-01-14   From a substitute day to the last of the year
    2027-12-25 2028-01-04 2028-01-17   From Christmas Day itself
    2028-01-10 2028-01-31 2028-02-10   31 January: there is no 31 April, nor 31 July missing
    2028-02-07 2028-02-29 2028-03-10   29 February 2028
    2028-02-29 2028-03-21 2028-03-31   From a leap day
    2028-02-08 2028-02-28 2028-02-29   A core group on a leap day
    2028-03-01 2028-03-31 2028-04-10   31 March: there is no 31 June
    2028-03-27 2028-04-13 2028-04-19   Before Good Friday
    2028-04-03 2028-04-18 2028-05-02   After Easter Monday
    2028-05-08 2028-05-30 2028-06-12   After the late May holiday
    2028-05-12 2028-05-31 2028-06-13   31 May: there is no 31 November
    2028-08-07 2028-08-29 2028-09-08   After the August holiday, towards no leap year
    2028-08-10 2028-08-31 2028-09-11   31 August: 28 February
    2028-11-13 2028-11-30 2028-12-11   30 November: 28 February
    2028-11-30 2028-12-19 2029-01-02   Christmas 2028
    2028-12-04 2028-12-27 2029-01-08   The first day after Boxing Day
    2028-12-26 2028-12-29 2029-01-12   From Boxing Day
    2029-02-05 2029-02-28 2029-03-12   The end of February in no leap year
    2029-03-12 2029-03-29 2029-04-05   The day before Good Friday 2029
    2029-10-10 2029-10-31 2029-11-12   The end of October
    2029-12-03 2029-12-24 2030-01-03   Christmas Eve
"""
Row = tuple[date, date, date]


def row(line: str) -> Row:
    strategy, conference, group = (date.fromisoformat(part) for part in line.split()[:3])
    return strategy, conference, group


LINES = ROWS.strip().splitlines()
TABLE = [row(line) for line in LINES]


# --- Counted by hand ------------------------------------------------------------------------------


def is_working(day: date, holidays: set[date]) -> bool:
    return calendar.weekday(day.year, day.month, day.day) < 5 and day not in holidays


def working_days_after(day: date, number: int, holidays: set[date]) -> date:
    ordinal = day.toordinal()
    while number:
        ordinal += 1
        number -= is_working(date.fromordinal(ordinal), holidays)
    return date.fromordinal(ordinal)


def months_after(day: date, number: int) -> date:
    """The same day of a later month, or the last that month has."""
    year, month = day.year, day.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = 31
    while True:
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            last -= 1


def expected(
    strategy: date, conference: date, group: date, holidays: set[date] = BANK_HOLIDAYS
) -> dict[str, date]:
    return {
        "conference.initial": working_days_after(strategy, 15, holidays),
        "conference.report": date.fromordinal(conference.toordinal() - 2),
        "conference.first_core_group": working_days_after(conference, 10, holidays),
        "conference.core_group": date.fromordinal(group.toordinal() + 6 * 7),
        "conference.first_review": months_after(conference, 3),
        "conference.review": months_after(conference, 6),
        "conference.reconvene_inquorate": working_days_after(conference, 10, holidays),
    }


# --- Counted by the portal ------------------------------------------------------------------------


def at_ten(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/London"))


def triggers(strategy: date, conference: date, group: date) -> list[duties.Trigger]:
    """What the portal starts, by the functions that its services ask."""
    held_at = at_ten(conference)
    found = [
        duties.to_be_held(
            hold_rule="conference.initial", triggered_at=at_ten(strategy), inquorate_at=None
        ),
        duties.to_be_held(
            hold_rule="conference.initial", triggered_at=at_ten(strategy), inquorate_at=held_at
        ),
        duties.for_report(report_rule="conference.report", starts_at=held_at),
        *duties.plan_begins(held_at=held_at, next_rule="conference.first_review", is_review=False),
        duties.plan_continues(held_at=held_at, next_rule="conference.review"),
        duties.core_group_held(held_at=at_ten(group)),
    ]
    return [one for one in found if one is not None]


def worked_out(strategy: date, conference: date, group: date) -> dict[str, date]:
    return {
        one.rule: explain(
            RuleVersion.objects.in_force(one.rule, one.moment.astimezone(LONDON).date()),
            one.moment,
        ).due_on
        for one in triggers(strategy, conference, group)
    }


@pytest.mark.parametrize(
    ("strategy", "conference", "group"), TABLE, ids=[" ".join(one.split()[3:]) for one in LINES]
)
def test_every_day_is_as_counted_by_hand(strategy: date, conference: date, group: date) -> None:
    assert worked_out(strategy, conference, group) == expected(strategy, conference, group)


def test_the_table_is_whole_and_goes_where_counting_goes_wrong() -> None:
    assert len(TABLE) == len(set(TABLE)) == 40
    days = {day for one in TABLE for day in one}
    assert date(2028, 2, 29) in days
    assert {day.year for day in days} == {2027, 2028, 2029, 2030}
    # A month end that moves, over a leap day and over none; working days over each holiday's kind.
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_after(date(2028, 11, 30), 3) == date(2029, 2, 28)
    assert months_after(date(2028, 2, 29), 6) == date(2028, 8, 29)


def test_the_comparison_can_fail() -> None:
    """Without the substitute day of Christmas, or of Easter, another day comes out by hand."""
    substitute = (date(2027, 12, 1), date(2027, 12, 23), date(2028, 1, 5))
    assert worked_out(*substitute) != expected(
        *substitute, holidays=BANK_HOLIDAYS - {date(2027, 12, 28)}
    )
    differs = [one for one in TABLE if worked_out(*one) != expected(*one, holidays=set())]
    assert differs == [one for one in TABLE if expected(*one) != expected(*one, holidays=set())]
    assert len(differs) > 20
    early = (substitute[0], substitute[1] + timedelta(days=1), substitute[2])
    assert worked_out(*substitute) != expected(*early)
