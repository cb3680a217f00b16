"""London's clock: a moment late at night counts as that London day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """The London calendar day of an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(LONDON).date()


def day_words(day: date) -> str:
    """`Thursday 31 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """`31 December 2026`."""
    return f"{day.day} {day:%B %Y}"


def moment_words(moment: datetime) -> str:
    """`31 December 2026 at 4:30pm`, as the GOV.UK style guide writes it."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) in ((0, 0), (12, 0)):
        return f"{short_day(local.date())} at {'midday' if local.hour else 'midnight'}"
    hour = local.hour % 12 or 12
    minutes = f":{local:%M}" if local.minute else ""
    return f"{short_day(local.date())} at {hour}{minutes}{'am' if local.hour < 12 else 'pm'}"
