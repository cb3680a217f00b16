"""Who was at a meeting, in which seat, whether the body could decide, and that it was sitting."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import (
    AgendaItem,
    Decision,
    Holding,
    Interest,
    Meeting,
    Sat,
    SeatRole,
    groups_of,
)
from shield.accounts.models import Agency, Membership, User
from shield.core.workflow import MoveNotAllowed
from tests.partnership.browsing import as_
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, verbs
from tests.partnership.sitting import ABSENT, APOLOGIES, DEPUTY, PRESENT, all_seats, recorded, take
from tests.personas import People

pytestmark = pytest.mark.django_db


# --- Recording ------------------------------------------------------------------------------------


def test_attendance_is_recorded_by_seat_with_the_quorum(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    working = take(sitting, people, now, *all_seats(seated), guests=[people.scrutineer])
    assert recorded(sitting) == [
        ("Director", "present", "Uma Lead"),
        ("Superintendent", "present", "Paula Lead"),
        ("Named nurse", "absent", "nobody"),
        ("guest", "present", "Silas Scrutineer"),
    ]
    assert working == services.quorum_of(sitting)
    assert (working.is_met, working.words) == (True, "2 of 2 statutory partners present")
    assert verbs() == ["meeting.attendance_taken"]


def test_a_deputy_counts_for_the_seat(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    rows = [
        Sat(seated.authority.pk, PRESENT),
        Sat(seated.police.pk, DEPUTY, people.board_member),
    ]
    working = take(sitting, people, now, *rows)
    assert working.lines == ("Northshire Council: Uma Lead",
                             "Northshire Police: Bella Board (deputy)")  # fmt: skip


def test_a_colleague_of_the_seats_agency_may_stand_in_and_nobody_elses(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, Sat(seated.police.pk, DEPUTY, people.practice_group_member))
    assert recorded(sitting) == [("Superintendent", "deputy", "Gita Group")]
    for stranger in (people.health_lead, people.auditor, None, people.police_lead):
        with pytest.raises(services.CannotHaveSat):
            take(sitting, people, now, Sat(seated.police.pk, DEPUTY, stranger))


def test_a_deputy_may_come_for_a_vacant_seat_and_nobody_holds_it(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    with pytest.raises(services.CannotHaveSat, match="Nobody held the seat of Named nurse"):
        take(sitting, people, now, Sat(seated.health.pk, PRESENT))
    take(sitting, people, now, Sat(seated.health.pk, DEPUTY, people.health_lead))
    assert recorded(sitting) == [("Named nurse", "deputy", "Harriet Lead")]


def test_nobody_sits_in_two_seats(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    hold(seated.health, people.police_lead)
    rows = [Sat(seated.police.pk, PRESENT), Sat(seated.health.pk, PRESENT)]
    with pytest.raises(services.TwiceThere, match="Paula Lead is recorded twice"):
        take(sitting, people, now, *rows)
    with pytest.raises(services.TwiceThere):
        take(sitting, people, now, rows[0], guests=[people.police_lead])
    assert recorded(sitting) == []


def test_what_is_recorded_takes_the_place_of_what_was(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated), guests=[people.scrutineer])
    working = take(sitting, people, now, *all_seats(seated, police=APOLOGIES))
    assert recorded(sitting)[1:] == [
        ("Superintendent", "apologies", "Paula Lead"), ("Named nurse", "absent", "nobody"),
    ]  # fmt: skip
    assert working.lines[1] == "Northshire Police: nobody"


def test_two_people_swap_seats_in_one_saving(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    group, other = people.practice_group_member, people.board_member
    second = seated.board.seats.create(agency=people.agencies.police, post="Inspector", order=9)
    take(sitting, people, now, Sat(seated.police.pk, DEPUTY, group), Sat(second.pk, DEPUTY, other))
    take(sitting, people, now, Sat(seated.police.pk, DEPUTY, other), Sat(second.pk, DEPUTY, group))
    assert recorded(sitting) == [
        ("Superintendent", "deputy", "Bella Board"), ("Inspector", "deputy", "Gita Group"),
    ]  # fmt: skip


def test_of_two_who_record_at_once_the_second_is_told(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    mark = services.mark_of(services.attended(sitting), sitting)
    take(sitting, people, now, *all_seats(seated), seen=mark, by=people.police_lead)
    with pytest.raises(services.RecordedMeanwhile, match="Paula Lead changed"):
        take(sitting, people, now, *all_seats(seated, police=ABSENT), seen=mark)
    assert recorded(sitting)[1][1] == PRESENT


# --- Who left -------------------------------------------------------------------------------------


@pytest.mark.parametrize("leaves", ["seat", "agency"])
def test_who_left_before_the_day_is_not_recorded_as_present(
    sitting: Meeting, seated: Structure, people: People, now: datetime, leaves: str
) -> None:
    yesterday = timezone.localdate(now) - timedelta(days=1)
    rows: Any = Holding if leaves == "seat" else Membership
    rows.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    with pytest.raises(services.CannotHaveSat, match="Nobody held the seat"):
        take(sitting, people, now, Sat(seated.police.pk, PRESENT))


def test_who_left_after_the_day_was_there(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    today = timezone.localdate(now)
    Holding.objects.filter(user=people.police_lead).update(ends_on=today)
    Membership.objects.filter(user=people.police_lead).update(ends_on=today)
    User.objects.filter(pk=people.police_lead.pk).update(is_active=False)
    take(sitting, people, now + timedelta(days=9), Sat(seated.police.pk, PRESENT))
    assert recorded(sitting) == [("Superintendent", "present", "Paula Lead")]


def test_a_seat_of_another_body_or_of_another_day_is_not_recorded(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    other = seated.executive.seats.create(agency=people.agencies.police, post="Chief")
    later = seated.board.seats.create(
        agency=people.agencies.police, post="Chief",
        starts_on=timezone.localdate(now) + timedelta(days=1),
    )  # fmt: skip
    for seat in (other, later):
        with pytest.raises(services.CannotHaveSat, match="did not have this seat"):
            take(sitting, people, now, Sat(seat.pk, ABSENT))


# --- Quorum ---------------------------------------------------------------------------------------


def test_partners_are_those_of_the_meetings_day(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    today = timezone.localdate(now)
    gone = {"is_statutory_partner": True, "valid_to": today - timedelta(days=1)}
    yet_to_come = {"is_statutory_partner": True, "valid_from": today + timedelta(days=1)}
    for name, facts in (("Old CCG", gone), ("New ICB", yet_to_come)):
        Agency.objects.create(name=name, kind=people.agencies.icb.kind, **facts)
    assert take(sitting, people, now, *all_seats(seated)).is_met
    Agency.objects.filter(name="Old CCG").update(valid_to=today)
    assert services.quorum_of(sitting).words == "2 of 3 statutory partners present"


def test_seats_of_operations_and_scrutineer_and_guests_do_not_count(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    for role in (SeatRole.OPERATIONS, SeatRole.SCRUTINEER):
        seated.police.role = role
        seated.police.save()
        assert not take(sitting, people, now, *all_seats(seated)).is_met
    guest = take(sitting, people, now, *all_seats(seated, authority=ABSENT),
                 guests=[people.authority_practitioner])  # fmt: skip
    assert guest.lines[0] == "Northshire Council: nobody"


def test_whoever_declared_an_interest_does_not_count_for_that_item(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated))
    items = [
        AgendaItem.objects.create(
            meeting=sitting, order=n, title=f"Item {n}", added_by=people.operations, added_at=now
        )
        for n in (1, 2)
    ]
    Interest.objects.create(
        item=items[0], user=people.police_lead, what="Kin", declared_by=people.police_lead,
        declared_at=now,
    )  # fmt: skip
    found = [services.quorum_of(sitting, item=one).is_met for one in items]
    assert found == [False, True]


# --- When, and by whom ----------------------------------------------------------------------------


def test_nothing_is_recorded_before_the_day_or_of_a_meeting_that_is_off(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    with pytest.raises(services.NotToRecord, match="on the day"):
        take(sitting, people, now - timedelta(days=1), *all_seats(seated))
    services.cancel_meeting(by=people.operations, meeting=sitting, why="Snow", at=now)
    with pytest.raises(services.NotToRecord, match="confirmed"):
        take(sitting, people, now, *all_seats(seated))


@pytest.mark.parametrize("persona", ["board_member", "health_lead", "scrutineer"])
def test_only_who_keeps_or_chairs_the_body_records_and_holds(
    sitting: Meeting, seated: Structure, people: People, now: datetime, persona: str
) -> None:
    who = getattr(people, persona)
    with pytest.raises(PermissionDenied):
        take(sitting, people, now, *all_seats(seated), by=who)
    with pytest.raises(PermissionDenied):
        services.hold_meeting(by=who, meeting=sitting, at=now)


# --- Holding --------------------------------------------------------------------------------------


def test_a_meeting_is_held_once_with_its_quorum_and_the_working(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated, police=APOLOGIES))
    services.hold_meeting(by=people.police_lead, meeting=sitting, at=now)
    sitting.refresh_from_db()
    assert (sitting.status, sitting.held_by, sitting.held_at) == ("held", people.police_lead, now)
    assert sitting.quorum == {
        "is_met": False,
        "words": "1 of 2 statutory partners present",
        "lines": ["Northshire Council: Uma Lead", "Northshire Police: nobody"],
    }
    assert verbs()[-1] == "meeting.held"
    with pytest.raises(MoveNotAllowed):
        services.hold_meeting(by=people.police_lead, meeting=sitting, at=now)


def test_a_meeting_is_not_held_before_it_starts_or_before_all_seats_are_recorded(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    with pytest.raises(services.NotRecorded, match="Director, Superintendent, Named nurse"):
        services.hold_meeting(by=people.operations, meeting=sitting, at=now)
    take(sitting, people, now, *all_seats(seated)[:2])
    with pytest.raises(services.NotRecorded, match=r"Named nurse\."):
        services.hold_meeting(by=people.operations, meeting=sitting, at=now)
    take(sitting, people, now, *all_seats(seated))
    with pytest.raises(services.NotStarted):
        services.hold_meeting(
            by=people.operations, meeting=sitting, at=sitting.starts_at - timedelta(minutes=1)
        )


def test_what_is_corrected_afterwards_is_in_the_quorum_that_is_kept(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated, police=APOLOGIES))
    services.hold_meeting(by=people.operations, meeting=sitting, at=now)
    take(sitting, people, now, *all_seats(seated))
    sitting.refresh_from_db()
    assert sitting.quorum["is_met"]


def test_attendance_that_takes_a_decision_its_quorum_is_refused(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated))
    item = AgendaItem.objects.create(
        meeting=sitting, order=1, title="Item", added_by=people.operations, added_at=now
    )
    decision = Decision.objects.create(
        reference="DEC-2026-0001", body=sitting.body, meeting=sitting, item=item, text="Yes",
        decided_on=timezone.localdate(now), recorded_at=now,
    )  # fmt: skip
    with pytest.raises(services.DecisionsStand):
        take(sitting, people, now, *all_seats(seated, police=APOLOGIES))
    assert recorded(sitting)[1][1] == PRESENT
    Decision.objects.filter(pk=decision.pk).update(is_recommendation=True)
    take(sitting, people, now, *all_seats(seated, police=APOLOGIES))


def test_a_guest_reads_the_meeting_until_it_was_held(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    services.co_opt(by=people.operations, meeting=sitting, person=people.health_lead, at=now)
    path = reverse("meeting_detail", kwargs={"pk": sitting.pk})
    guest = as_(people.health_lead)
    assert guest.get(path).status_code == 200
    take(sitting, people, now, *all_seats(seated))
    services.hold_meeting(by=people.operations, meeting=sitting, at=now)
    assert guest.get(path).status_code == 404


# --- The chair, and guests without an account -----------------------------------------------------


def test_who_took_the_chair_and_who_came_without_an_account_are_kept(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    visitors = "Vera Visitor, Children’s Commissioner\n\n Ned Next, Fire service "
    given: dict[str, Any] = {"chaired_by": people.police_lead, "visitors": visitors}
    before = services.quorum_of(sitting)
    take(sitting, people, now, *all_seats(seated), **given)
    sitting.refresh_from_db()
    assert (sitting.chaired_by, sitting.visitors) == (people.police_lead, visitors)
    groups = dict(groups_of(services.attended(sitting), sitting.visitors))
    assert groups["Guests"] == ["Vera Visitor, Children’s Commissioner", "Ned Next, Fire service"]
    assert services.quorum_of(sitting).words != before.words
    take(sitting, people, now, *all_seats(seated))
    sitting.refresh_from_db()
    assert (sitting.chaired_by, sitting.visitors) == (None, "")


def test_whoever_took_the_chair_was_there(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    with pytest.raises(services.ChairNotThere):
        take(
            sitting, people, now, *all_seats(seated, police=APOLOGIES),
            chaired_by=people.police_lead,
        )  # fmt: skip
    assert not sitting.attendance.exists()


def test_visitors_whom_somebody_else_recorded_are_not_lost(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    mark = services.mark_of(services.attended(sitting), sitting)
    take(sitting, people, now, visitors="Vera Visitor", seen=mark)
    with pytest.raises(services.RecordedMeanwhile):
        take(sitting, people, now, *all_seats(seated), seen=mark)
    sitting.refresh_from_db()
    assert sitting.visitors == "Vera Visitor"
