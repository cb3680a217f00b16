"""Days and moments, given in parts, with a message for the part that is wrong."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from shield.core import widgets
from shield.core.london import LONDON

# Nobody who is written about was born before, and nothing is planned for later: it was mistyped.
EARLIEST, LATEST = 1850, 2150
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LONG = {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
LONG |= {"october", "november", "december", "sept"}
TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?")
WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


class PartError(ValidationError):
    """A message about some of the parts: `parts` are their places, for the red borders."""

    def __init__(self, message: str, parts: tuple[int, ...], code: str) -> None:
        super().__init__(message, code=code)
        self.parts = parts


class DayField(forms.Field):
    """A day in three parts; gives `date | None`. `called` names it in messages, else its label."""

    widget = widgets.Day
    names: tuple[str, ...] = ("day", "month", "year")
    whole = "date"

    def __init__(self, *, called: str = "", **options: Any) -> None:
        self.called = called
        super().__init__(**options)

    @property
    def name(self) -> str:
        return self.called or str(self.label or self.whole.capitalize())

    def to_python(self, value: Any) -> Any:
        if value in (None, "", []):
            return None
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        missing = tuple(place for place, part in enumerate(parts) if not part)
        if missing:
            names = [self.names[place] for place in missing]
            words = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
            raise PartError(f"{self.name} must include a {words}", missing, "incomplete")
        return self.compress(parts)

    def compress(self, parts: list[str]) -> Any:
        return self.real_day(parts)

    def real_day(self, parts: list[str]) -> date:
        day, month, year = whole(parts[0]), month_number(parts[1]), whole(parts[2])
        if year is not None and len(parts[2]) != 4:
            raise PartError("Year must include 4 numbers", (2,), "year")
        bounds = ((0, day, 31), (1, month, 12), (2, year, 9999))
        wrong = tuple(n for n, part, most in bounds if part is None or not 1 <= part <= most)
        if not wrong:
            assert day is not None
            assert month is not None
            assert year is not None
            try:
                found = date(year, month, day)
            except ValueError:
                wrong = (0,)
            else:
                if found.year < EARLIEST:
                    raise PartError(f"{self.name} must be in {EARLIEST} or later", (2,), "early")
                if found.year > LATEST:
                    raise PartError(f"{self.name} must be in {LATEST} or earlier", (2,), "late")
                return found
        raise PartError(f"{self.name} must be a real {self.whole}", wrong, "unreal")


class MomentField(DayField):
    """A day and a time of London's clock; gives an aware `datetime | None`."""

    widget = widgets.Moment
    names = ("day", "month", "year", "time")
    whole = "date and time"

    def compress(self, parts: list[str]) -> datetime:
        day = self.real_day(parts)
        at = read_time(parts[3])
        if at is None:
            raise PartError(
                f"{self.name} must include a real time, like 4:30pm or 16:30", (3,), "time"
            )
        moment = datetime.combine(day, at, LONDON)
        if moment.astimezone(UTC).astimezone(LONDON).time() != at:
            raise PartError(
                f"{self.name} must be a time that existed: the clocks went forward that night",
                (3,),
                "gap",
            )
        return moment


def whole(text: str) -> int | None:
    """A whole number of at most four digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def month_number(text: str) -> int | None:
    """1 to 12 from `3`, `03`, `March` or `mar`."""
    word = text.lower().rstrip(".")
    if word in MONTHS or word in LONG:
        return MONTHS.index(word[:3]) + 1
    return whole(text)


def read_time(text: str) -> time | None:
    """A time as people write it: `4:30pm`, `4.30 pm`, `16:30`, `4pm`, `midday`."""
    squeezed = re.sub(r"\s|\.(?=m\b|m\.|$)", "", text.lower())
    squeezed = squeezed.replace("a.m", "am").replace("p.m", "pm")
    if squeezed in WORDS:
        return WORDS[squeezed]
    found = TIME.fullmatch(squeezed)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12) or not (half or found[2]):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)
