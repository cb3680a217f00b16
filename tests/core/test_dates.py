from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from shield.core.forms import DayField, MomentField, PartError
from shield.core.forms.dates import LATEST, read_time
from shield.core.london import LONDON

BORN = DayField(label="Date of birth", required=False)
SEEN = MomentField(label="When it happened", required=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["27", "3", "2012"], date(2012, 3, 27)),
        ([" 7", "03 ", "2012"], date(2012, 3, 7)),
        (["29", "February", "2024"], date(2024, 2, 29)),
        (["1", "sept", "1999"], date(1999, 9, 1)),
        (["1", "Dec.", "1999"], date(1999, 12, 1)),
        (["", "", ""], None),
        (None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: list[str] | None, meant: date | None) -> None:
    assert BORN.clean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "message", "parts"),
    [
        (["27", "", "2012"], "Date of birth must include a month", (1,)),
        (["", "", "2012"], "Date of birth must include a day and month", (0, 1)),
        (["27", "3", ""], "Date of birth must include a year", (2,)),
        (["31", "2", "2020"], "Date of birth must be a real date", (0,)),
        (["32", "3", "2020"], "Date of birth must be a real date", (0,)),
        (["1", "13", "2020"], "Date of birth must be a real date", (1,)),
        (["x", "13", "2020"], "Date of birth must be a real date", (0, 1)),
        (["1", "may be", "2020"], "Date of birth must be a real date", (1,)),
        (["1", "1", "20"], "Year must include 4 numbers", (2,)),
        (["1", "1", "1066"], "Date of birth must be in 1850 or later", (2,)),
        (
            ["1", "1", "9999"],
            f"Date of birth must be in {LATEST} or earlier",
            (2,),
        ),
        (["1", "1", "99999"], "Date of birth must be a real date", (2,)),
        (["-1", "1", "2020"], "Date of birth must be a real date", (0,)),
    ],
)
def test_a_wrong_day_says_which_part(
    typed: list[str], message: str, parts: tuple[int, ...]
) -> None:
    with pytest.raises(PartError) as refused:
        BORN.clean(typed)

    assert (refused.value.message, refused.value.parts) == (message, parts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("4:30pm", time(16, 30)),
        ("4.30 p.m.", time(16, 30)),
        ("16:30", time(16, 30)),
        ("09:05", time(9, 5)),
        ("4pm", time(16)),
        ("12am", time(0)),
        ("12:15 PM", time(12, 15)),
        ("midday", time(12)),
        ("Midnight", time(0)),
        ("25:00", None),
        ("4:60pm", None),
        ("13pm", None),
        ("4", None),
        ("tea time", None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant


def test_a_moment_is_london_time() -> None:
    moment = SEEN.clean(["1", "7", "2026", "4:30pm"])

    assert moment == datetime(2026, 7, 1, 15, 30, tzinfo=UTC)
    assert moment.tzinfo is LONDON


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["1", "7", "2026", ""], "When it happened must include a time"),
        (
            ["1", "7", "2026", "soon"],
            "When it happened must include a real time, like 4:30pm or 16:30",
        ),
        (
            ["29", "3", "2026", "1:30am"],
            "When it happened must be a time that existed: the clocks went forward that night",
        ),
    ],
)
def test_a_wrong_time_says_so(typed: list[str], message: str) -> None:
    with pytest.raises(PartError) as refused:
        SEEN.clean(typed)

    assert (refused.value.message, refused.value.parts) == (message, (3,))


def test_the_hour_that_comes_twice_is_the_first_of_them() -> None:
    assert SEEN.clean(["25", "10", "2026", "1:30am"]).astimezone(UTC).hour == 0


def test_a_day_that_must_be_given() -> None:
    with pytest.raises(ValidationError):
        DayField(label="Date of birth").clean(["", "", ""])
