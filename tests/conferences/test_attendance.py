"""Who was at a conference, and could it decide with them?"""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from conferences import services
from conferences.models import Attendance, Conference, Outcome
from tests.conferences.holding import came, decided, today
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def guest_of(conference: Conference, at: datetime, name: str = "Mother Quillfeathery") -> Any:
    return services.add_guest(
        conference=conference,
        token=uuid.uuid4(),
        facts={"name": name, "relationship": "Mother", "invited": "yes"},
        by=conference.chair,
        at=at,
    )


def record(conference: Conference, at: datetime, **facts: Any) -> Attendance:
    return services.record_attendance(
        conference=conference, token=uuid.uuid4(), facts=facts, by=conference.chair, at=at
    )


# --- Attendance -----------------------------------------------------------------------------------


def test_agencies_family_and_others_are_recorded_in_that_order(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    mother = guest_of(conference, at)
    record(conference, at, name="Advocate Ünal", how="in_person")
    record(conference, at, guest=mother, how="online")
    came(conference, people, at, "police", "authority")
    rows = services.attendance_of(conference)
    assert [(str(one), one.of_words, one.how_words) for one in rows] == [
        ("Somebody of authority", "Northshire Council", "In person"),
        ("Somebody of police", "Northshire Police", "In person"),
        ("Mother Quillfeathery", "Mother", "Online"),
        ("Advocate Ünal", "", "In person"),
    ]


def test_only_who_came_counts_and_family_is_no_agency(people: People, at: datetime) -> None:
    conference = today(people, at)
    came(conference, people, at, "authority", "police")
    record(conference, at, guest=guest_of(conference, at), how="in_person")
    record(conference, at, agency=people.agencies.health, name="A Nurse", how="apologies")
    record(conference, at, agency=people.agencies.school, name="A Head", how="report_only")
    rows = services.attendance_of(conference)
    assert services.quoracy_of(conference, rows).lines[1] == (
        "Other agencies, at least 2: 1 there (Northshire Police); 1 missing"
    )


def test_two_who_record_the_same_person_keep_one_row(people: People, at: datetime) -> None:
    conference = today(people, at)
    facts: dict[str, Any] = {
        "agency": people.agencies.police,
        "name": "PC  Öztürk",
        "how": "in_person",
    }
    record(conference, at, **facts)
    with pytest.raises(services.RecordedAlready) as said:
        record(conference, at, **{**facts, "name": "pc öztürk", "how": "apologies"})
    assert str(said.value) == "PC  Öztürk was recorded already, by Connie Chair: In person."
    mother = guest_of(conference, at)
    record(conference, at, guest=mother, how="in_person")
    with pytest.raises(services.RecordedAlready):
        record(conference, at, guest=mother, how="in_person")
    assert Attendance.objects.count() == 2


def test_the_same_page_sent_twice_records_one(people: People, at: datetime) -> None:
    conference, token = today(people, at), uuid.uuid4()
    for _ in range(2):
        services.record_attendance(
            conference=conference,
            token=token,
            facts={"agency": people.agencies.police, "name": "A", "how": "online"},
            by=conference.chair,
            at=at,
        )
    assert Attendance.objects.count() == 1


def test_who_comes_is_recorded_on_the_day_who_does_not_before_it(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    yesterday = at - timedelta(days=1)
    with pytest.raises(services.NotYet):
        record(conference, yesterday, name="A", how="in_person")
    record(conference, yesterday, name="A", how="apologies")
    midnight = at.replace(hour=0, minute=0)
    record(conference, midnight, name="B", how="in_person")
    with pytest.raises(services.NotYet):
        record(conference, midnight - timedelta(seconds=1), name="C", how="in_person")


def test_a_guest_of_another_conference_is_refused(people: People, at: datetime) -> None:
    conference = today(people, at)
    stranger = guest_of(today(people, at), at)
    with pytest.raises(services.NotOfThisFamily):
        record(conference, at, guest=stranger, how="in_person")


def test_a_conference_that_moved_begins_anew(people: People, at: datetime) -> None:
    """What was recorded for the other day is kept, and counts no longer."""
    conference = today(people, at)
    came(conference, people, at)
    child = conference.children.get()
    decided(child, at)
    services.move(
        conference=conference,
        starts_at=at + timedelta(days=7),
        why="The fire alarm",
        by=conference.chair,
        at=at,
    )
    conference.refresh_from_db()
    later = at + timedelta(days=7)
    assert Attendance.objects.count() == 3
    assert services.attendance_of(conference) == []
    assert services.decisions_of(conference) == {}
    with pytest.raises(services.Undecided):
        services.hold(conference=conference, by=conference.chair, at=later)
    came(conference, people, later)
    decided(child, later, "no_plan", seen=1)
    assert services.hold(conference=conference, by=conference.chair, at=later).status == "held"


def test_moved_within_its_day_it_keeps_what_was_recorded(people: People, at: datetime) -> None:
    conference = today(people, at)
    came(conference, people, at)
    services.move(
        conference=conference,
        starts_at=at + timedelta(hours=2),
        why="The chair is late",
        by=conference.chair,
        at=at,
    )
    conference.refresh_from_db()
    assert len(services.attendance_of(conference)) == 3


def test_a_row_is_taken_back_until_it_is_held(people: People, at: datetime) -> None:
    conference = today(people, at)
    first, *_, last = came(conference, people, at)
    services.remove_attendance(row=first, by=conference.chair, at=at)
    assert len(services.attendance_of(conference)) == 2
    came(conference, people, at, "authority")
    decided(conference.children.get(), at)
    services.hold(conference=conference, by=conference.chair, at=at)
    with pytest.raises(services.NotToRecord):
        services.remove_attendance(row=last, by=conference.chair, at=at)


# --- Quorum ---------------------------------------------------------------------------------------


def test_without_quorum_it_is_held_for_a_recorded_reason_alone(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    came(conference, people, at, "authority", "police")
    decided(conference.children.get(), at)
    by = conference.chair
    with pytest.raises(services.NotQuorate):
        services.hold(conference=conference, by=by, at=at)
    services.go_on(conference=conference, reason="The baby is due today", by=by, at=at)
    services.hold(conference=conference, by=by, at=at)
    outcome = Outcome.objects.get(conference=conference)
    assert outcome.quorum == {
        "is_quorate": False,
        "lines": [
            "Children’s social care: Northshire Council",
            "Other agencies, at least 2: 1 there (Northshire Police); 1 missing",
        ],
    }
    assert outcome.inquorate_reason == "The baby is due today"


def test_a_reason_for_another_day_does_not_count(people: People, at: datetime) -> None:
    conference = today(people, at)
    by, later = conference.chair, at + timedelta(days=7)
    services.go_on(conference=conference, reason="The baby is due today", by=by, at=at)
    services.move(conference=conference, starts_at=later, why="No room", by=by, at=at)
    decided(conference.children.get(), later)
    with pytest.raises(services.NotQuorate):
        services.hold(conference=conference, by=by, at=later)


def test_a_quorate_one_needs_no_reason_and_cannot_end_inquorate(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    came(conference, people, at)
    for act in (services.go_on, services.be_inquorate):
        with pytest.raises(services.IsQuorate):
            act(conference=conference, reason="None", by=conference.chair, at=at)
