"""Who was at a meeting, in which seat, whether the body could decide, and that it was sitting."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import services
from partnership.models import (
    Answer,
    Invited,
    Meeting,
    MeetingStatus,
    Sat,
)
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.sitting import APOLOGIES, DEPUTY, PRESENT, all_seats, recorded, take
from tests.personas import People

pytestmark = pytest.mark.django_db


def said(seated: Structure, *states: str, **more: Any) -> dict[str, Any]:
    seats = (seated.authority, seated.police, seated.health)
    return {f"seat_{one.pk}": state for one, state in zip(seats, states, strict=True)} | more


def test_the_page_comes_with_what_people_answered_and_shows_the_quorum(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    asked = {"meeting": sitting, "invited_by": people.operations, "invited_at": now}
    answered = {"answered_by": people.operations, "answered_at": now}
    Invited.objects.create(
        user=people.police_lead, seat=seated.police, answer=Answer.DEPUTY,
        deputy=people.practice_group_member, **asked, **answered,
    )  # fmt: skip
    Invited.objects.create(
        user=people.authority_lead, seat=seated.authority, answer=Answer.ATTENDING,
        **asked, **answered,
    )  # fmt: skip
    client = as_(people.police_lead)
    path = reverse("attendance_edit", kwargs={"pk": sitting.pk})
    page = client.get(path).content.decode()
    deputy = f"deputy-{people.practice_group_member.pk}"
    for value in ("present", deputy, "absent"):
        assert f'<option value="{value}" selected' in page
    assert "Vacant: nobody held this seat on that day." in page
    first = client.post(path, said(seated, "present", "", "absent"), follow=True)
    assert "1 of 2 statutory partners present" in first.content.decode()
    seen = services.mark_of(services.attended(sitting), sitting)
    whole = said(seated, "present", deputy, "absent", seen=seen)
    second = client.post(path, whole, follow=True).content.decode()
    assert "The body can decide: 2 of 2 statutory partners present." in second
    assert "Northshire Police: Gita Group (deputy)" in second


def test_another_deputy_and_a_guest_are_named_by_their_address(
    sitting: Meeting, seated: Structure, people: People
) -> None:
    other = {f"deputy_{seated.police.pk}": people.practice_group_member.email}
    given = said(seated, "present", "other", "absent", guest=people.scrutineer.email, **other)
    assert sends(people.operations, "attendance_edit", given, pk=sitting.pk).status_code == 302
    assert recorded(sitting) == [
        ("Director", "present", "Uma Lead"), ("Superintendent", "deputy", "Gita Group"),
        ("Named nurse", "absent", "nobody"), ("guest", "present", "Silas Scrutineer"),
    ]  # fmt: skip
    page = as_(people.operations).get(reverse("attendance_edit", kwargs={"pk": sitting.pk}))
    assert people.practice_group_member.email in page.content.decode()


def test_the_chair_and_visitors_are_asked_for_and_shown_again(
    sitting: Meeting, seated: Structure, people: People
) -> None:
    more = {"chaired_by": str(people.authority_lead.pk), "visitors": "Vera Visitor, Commissioner"}
    given = said(seated, "present", "absent", "absent", **more)
    assert sends(people.operations, "attendance_edit", given, pk=sitting.pk).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.chaired_by, sitting.visitors) == (people.authority_lead, more["visitors"])
    page = as_(people.operations).get(reverse("attendance_edit", kwargs={"pk": sitting.pk}))
    assert f'value="{people.authority_lead.pk}" selected' in page.content.decode()
    assert "Vera Visitor, Commissioner" in reads(people.operations, "meeting_detail", pk=sitting.pk)


def test_another_deputy_without_a_name_is_asked_for(
    sitting: Meeting, seated: Structure, people: People
) -> None:
    answer = sends(
        people.operations, "attendance_edit", said(seated, "present", "other", ""), pk=sitting.pk
    )
    assert "Enter the email address of the deputy for Superintendent" in answer.content.decode()
    assert recorded(sitting) == []


def test_a_held_meeting_shows_attendance_and_quorum_to_those_who_read_the_body(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    assert "Record who is there" in reads(people.operations, "meeting_detail", pk=sitting.pk)
    take(sitting, people, now, *all_seats(seated, police=APOLOGIES), guests=[people.champion])
    assert sends(people.operations, "meeting_hold", {}, pk=sitting.pk).status_code == 302
    page = reads(people.board_member, "meeting_detail", pk=sitting.pk)
    for words in (
        "Not quorate", "1 of 2 statutory partners present", "Northshire Police: nobody",
        "Uma Lead: Director, Northshire Council", "Paula Lead: Superintendent", "Chandra Champion",
        "It could not decide.",
    ):  # fmt: skip
        assert words in page
    assert "Change who was there" not in page
    assert Meeting.objects.get(pk=sitting.pk).status == MeetingStatus.HELD


COSTS = {"attendance_edit": 14, "meeting_detail": 19, "meeting_hold": 7}


@pytest.mark.parametrize("name", COSTS)
def test_a_page_costs_the_same_with_one_seat_recorded_and_with_four(
    sitting: Meeting, seated: Structure, people: People, now: datetime, name: str
) -> None:
    client = as_(people.operations)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, kwargs={"pk": sitting.pk})).status_code == 200
        return len(asked)

    take(sitting, people, now, Sat(seated.police.pk, PRESENT))
    cost()
    one = cost()
    more = seated.board.seats.create(agency=people.agencies.health, post="Doctor", order=8)
    take(
        sitting, people, now, *all_seats(seated), Sat(more.pk, DEPUTY, people.health_lead),
        guests=[people.scrutineer],
    )  # fmt: skip
    assert (one, cost()) == (COSTS[name], COSTS[name])
