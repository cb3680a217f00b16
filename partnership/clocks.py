"""What is due, from when? Ids of rules, and days reckoned from what was done before."""

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
