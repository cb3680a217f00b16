"""The year 2027 that the demo has planned."""

from itertools import combinations

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import Holding, Meeting, MeetingStatus
from shield.accounts.models import User
from shield.core.working_days import judge
from tests.core import html
from tests.demo.days import BOARD, EXECUTIVE, around, days_of
from tests.partnership.browsing import as_

pytestmark = pytest.mark.django_db


def sits(meeting: Meeting) -> set[str]:
    rows = Holding.objects.current(meeting.on).filter(seat__body=meeting.body_id)
    return set(rows.values_list("user__full_name", flat=True))


def test_the_demo_has_2027_planned_and_every_clash_is_named(demo: str) -> None:
    rows = list(Meeting.objects.in_year(2027).select_related("body").by_day())
    assert len(days_of(BOARD)) == 4
    assert days_of(EXECUTIVE) == around(days_of(BOARD))
    assert [one for one in rows if not judge(one.on)[0]] == []
    states = {one.status for one in rows if one.body.name in (BOARD, EXECUTIVE)}
    assert states == {MeetingStatus.CONFIRMED}
    assert {one.status for one in rows} == {MeetingStatus.CONFIRMED, MeetingStatus.PROPOSED}

    # Whoever sits in both of two meetings that overlap is named beside each, and nobody else.
    wanted = {one.pk: set[tuple[str, str]]() for one in rows}
    for one, other in combinations(rows, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            for person in sits(one) & sits(other):
                wanted[one.pk].add((person, str(other)))
                wanted[other.pk].add((person, str(one)))
    found = services.clashes_of(rows)
    assert any(wanted.values())
    rooms = {
        one.pk: [line for line in found[one.pk] if " is in " in line and " too, " in line]
        for one in rows
    }
    for one, other in combinations(rows, 2):
        meets = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        if meets and one.venue and one.venue == other.venue:
            assert f"{other} is in {one.venue} too, {other.hours}" in rooms[one.pk]
    for one in rows:
        assert len(found[one.pk]) == len(wanted[one.pk]) + len(rooms[one.pk]), one
        for person, where in wanted[one.pk]:
            assert any(line.startswith(f"{person} is also in {where}") for line in found[one.pk])

    keeper = User.objects.get(email="operations@demo.example")
    page = as_(keeper).get(reverse("year_detail", kwargs={"year": 2027}))
    words = html.text(page.content.decode())
    for lines in found.values():
        for line in lines:
            assert line in words
    board = User.objects.get(email="board@demo.example")
    home = html.text(as_(board).get("/home/").content.decode())
    assert "Your next meetings Board: review of the year" in home
    if timezone.localdate() < days_of(BOARD)[0]:
        assert f"{BOARD} ," in home or f"{BOARD}," in home
