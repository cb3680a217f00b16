"""What is due, from when? Ids of rules, and days reckoned from what was done before."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from shield.core.london import LONDON
from shield.core.working_days import Unit, count

REPORT = "duty.report"
MONTHS_A_YEAR, DAYS_A_YEAR = 12, 365


def next_report(last: date, times_a_year: int) -> date:
    """The day on which a report owed so often is due again.

    In whole months where a year divides into them, else in days.
    """
    months, uneven = divmod(MONTHS_A_YEAR, times_a_year)
    if uneven:
        return last + timedelta(days=max(1, DAYS_A_YEAR // times_a_year))
    return count(last, unit=Unit.MONTHS, amount=months)[-1].date


def midday(day: date) -> datetime:
    """A moment of a day, for what is known by its day alone."""
    return datetime.combine(day, time(12), LONDON)


# --- Differences between agencies -----------------------------------------------------------------

STAGE, RETURN, REPLY = "escalation.stage_", "escalation.return", "scrutiny.reply"
NO_CHILD = (
    "This contains {found}. Take it out: nothing here may say who a child or a relative is. "
    "Write about the practice, and tell an older event by its month and year."
)


def stages_among(slugs: Iterable[str]) -> list[int]:
    """The numbers of the stages that rules are there for, in order."""
    numbers = (slug.removeprefix(STAGE) for slug in slugs if slug.startswith(STAGE))
    return sorted(int(number) for number in numbers if number.isdigit())


def quarter_of(day: date) -> date:
    """The first day of the quarter of a year in which a day lies."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def after_quarter(first: date) -> date:
    """The first day of the quarter after one."""
    return quarter_of(first + timedelta(days=100))


def quarter_ended(today: date) -> tuple[date, date]:
    """The first and the last day of the quarter that ended last."""
    last = quarter_of(today) - timedelta(days=1)
    return quarter_of(last), last
