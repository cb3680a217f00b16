from datetime import UTC, date, datetime

import pytest

from shield.core import csv


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Ann", "Ann"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+44 1632 960001", "'+44 1632 960001"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        (" =1", "' =1"),
        ("a=1", "a=1"),
        (-1, "-1"),
        (None, ""),
        (True, "Yes"),
        (date(2026, 12, 31), "2026-12-31"),
        (datetime(2026, 7, 1, 15, 30, tzinfo=UTC), "2026-07-01 16:30"),
    ],
)
def test_a_cell_is_never_a_formula(value: object, written: str) -> None:
    assert csv.cell(value) == written


def test_a_file_is_streamed_with_its_name_and_opens_as_utf8() -> None:
    sent = csv.response(
        "agencies", ["Name", "=Since"], [["Zoë", date(2026, 1, 2)], ['a "b", c', 1]]
    )

    assert (
        b"".join(sent.streaming_content).decode()  # type: ignore[arg-type]
        == '\ufeffName,\'=Since\r\nZoë,2026-01-02\r\n"a ""b"", c",1\r\n'
    )
    assert sent["Content-Disposition"] == 'attachment; filename="agencies.csv"'
    assert sent["Cache-Control"] == "no-store"


def test_nothing_is_read_before_it_is_sent() -> None:
    def rows() -> object:
        raise AssertionError
        yield

    assert next(csv.lines(["Name"], rows())) == "\ufeffName\r\n"  # type: ignore[arg-type]
