"""On which days of 2027 do the demo's Boards and Executives meet?"""

from datetime import date, timedelta

from partnership.models import Meeting

BOARD, EXECUTIVE = "Partnership Board", "S.H.I.E.L.D. Executive"


def days_of(body: str) -> list[date]:
    rows = Meeting.objects.in_year(2027).filter(body__name=body)
    return [one.on for one in rows.by_day()]


def around(boards: list[date]) -> list[date]:
    return sorted(day + timedelta(days=days) for day in boards for days in (-7, 14))
