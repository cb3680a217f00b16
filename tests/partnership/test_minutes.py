"""Minutes: begun, written by several people at once, approved, corrected, confirmed; or refused."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from partnership import services
from partnership.models import (
    Holding,
    ItemKind,
    ItemMinute,
    ItemMinuteEvent,
    Meeting,
    Minutes,
    MinutesAddition,
    MinutesCopy,
)
from shield.audit.models import Entry
from shield.core.workflow import MoveNotAllowed
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told, verbs
from tests.partnership.minuting import approve, begun, distributed, held, item, restricted, write
from tests.personas import People

pytestmark = pytest.mark.django_db


# --- Writing --------------------------------------------------------------------------------------


def test_minutes_begin_with_a_text_for_each_item_and_once(
    sitting: Meeting, people: People, now: datetime
) -> None:
    for order in (1, 2):
        item(sitting, people, now, order)
    item(sitting, people, now, 3, withdrawn_at=now, withdrawn_by=people.operations)
    minutes = begun(sitting, people, now)
    assert begun(sitting, people, now) == minutes
    assert (minutes.status, minutes.of_items.count()) == ("draft", 2)
    assert verbs() == ["minutes.begun"]


def test_minutes_do_not_begin_before_the_meeting(
    sitting: Meeting, people: People, now: datetime
) -> None:
    with pytest.raises(services.NotToMinute):
        begun(sitting, people, sitting.starts_at - timedelta(minutes=1))
    services.cancel_meeting(by=people.operations, meeting=sitting, why="Snow", at=now)
    with pytest.raises(services.NotToMinute):
        begun(sitting, people, now)


def test_of_two_clerks_the_second_gets_both_texts_and_nothing_is_lost(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    write(one, people.operations, "The first text", now, seen=0)
    with pytest.raises(services.MinutedMeanwhile, match="Olive Operations changed") as refused:
        write(one, people.police_lead, "The second text", now, seen=0)
    assert (refused.value.theirs, refused.value.version) == ("The first text", 1)
    assert ItemMinute.objects.get().text == "The first text"
    write(one, people.police_lead, "Both texts", now, seen=1)
    kept = ItemMinuteEvent.objects.order_by("pgh_id")
    assert [row.text for row in kept] == ["", "The first text", "Both texts"]


def test_the_same_text_saved_again_changes_nothing(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    write(one, people.operations, "Said", now)
    write(one, people.police_lead, "Said", now, seen=0)
    minute = ItemMinute.objects.get()
    assert (minute.version, minute.edited_by) == (1, people.operations)


def test_an_item_that_came_later_is_minuted_too(
    sitting: Meeting, people: People, now: datetime
) -> None:
    begun(sitting, people, now)
    late = item(sitting, people, now, 1)
    assert write(late, people.operations, "Said", now).version == 1


@pytest.mark.parametrize("persona", ["board_member", "health_lead", "scrutineer"])
def test_only_who_keeps_or_chairs_the_body_writes(
    sitting: Meeting, people: People, now: datetime, persona: str
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    who = getattr(people, persona)
    with pytest.raises(PermissionDenied):
        write(one, who, "Said", now)
    with pytest.raises(PermissionDenied):
        services.begin_minutes(by=who, meeting=sitting, at=now)


def test_a_restricted_item_is_minuted_by_its_readers_and_not_by_the_clerk(
    sitting: Meeting, people: People, now: datetime
) -> None:
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    secret = restricted(sitting, people, now, 1, people.board_member)
    begun(sitting, people, now)
    for who in (people.operations, people.police_lead):
        with pytest.raises(PermissionDenied):
            write(secret, who, "Said", now)
    assert write(secret, people.board_member, "Said", now).version == 1


def test_whoever_declared_an_interest_does_not_minute_the_item(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    one.interests.create(
        user=people.police_lead, what="Kin", declared_by=people.police_lead, declared_at=now
    )
    with pytest.raises(PermissionDenied):
        write(one, people.police_lead, "Said", now)


def test_who_else_is_editing_is_said_until_they_leave_or_fall_silent(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)

    def here(minutes: int, who: str = "operations") -> list[str]:
        at = now + timedelta(minutes=minutes)
        found = services.note_editing(by=getattr(people, who), item=one, at=at)
        return [str(row.who) for row in found]

    assert here(0) == []
    assert here(1, "police_lead") == ["Olive Operations"]
    assert here(2) == ["Paula Lead"]
    services.end_editing(by=people.police_lead, item=one, at=now + timedelta(minutes=2))
    assert here(3) == []
    assert here(9, "police_lead") == []
    words = services.note_editing(by=people.operations, item=one, at=now + timedelta(minutes=10))
    assert words[0].words.startswith("Paula Lead is editing since ")
    assert words[0].since == now + timedelta(minutes=9)


# --- Approval -------------------------------------------------------------------------------------


def test_the_chair_approves_what_was_held_and_nobody_else_does(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    minutes = begun(sitting, people, now)
    with pytest.raises(services.NotHeld):
        approve(minutes, people.police_lead, now)
    held(sitting, seated, people, now)
    for who in (people.operations, people.board_member, people.health_lead, people.scrutineer):
        with pytest.raises(PermissionDenied):
            approve(minutes, who, now, why="x")
    approve(minutes, people.police_lead, now)
    assert (minutes.status, minutes.approved_by) == ("approved", people.police_lead)
    with pytest.raises(MoveNotAllowed):
        approve(minutes, people.authority_lead, now)


def test_operations_approve_only_where_nobody_chairs_and_say_why(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    yesterday = timezone.localdate(now) - timedelta(days=1)
    Holding.objects.filter(is_deputy=False).update(ends_on=yesterday)
    with pytest.raises(services.WhyNotTheChair):
        approve(minutes, people.operations, now)
    approve(minutes, people.operations, now, why="No chair")
    entry = Entry.objects.get(verb="minutes.approved")
    assert entry.facts == {"by_chair": False}
    assert Minutes.objects.get(pk=minutes.pk).approved_why == "No chair"


def test_after_approval_texts_and_attendance_stay(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    write(one, people.operations, "Said", now)
    with pytest.raises(services.NotApproved):
        services.add_correction(by=people.operations, item=one, text="Not so", at=now)
    approve(minutes, people.police_lead, now)
    with pytest.raises(services.NoLongerDraft):
        write(one, people.operations, "Otherwise", now)
    with pytest.raises(services.NotToRecord, match="approved"):
        services.take_attendance(by=people.operations, meeting=sitting, rows=(), guests=(), at=now)
    services.add_correction(by=people.operations, item=one, text="Not so", at=now)
    addition = MinutesAddition.objects.get()
    assert (addition.text, addition.added_by, addition.added_at) == (
        "Not so", people.operations, now,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        MinutesAddition.objects.update(added_at=now + timedelta(days=1))


# --- Distribution ---------------------------------------------------------------------------------


def test_readers_are_told_and_a_pdf_is_asked_for_each_set_of_items(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item(sitting, people, now, 1)
    restricted(sitting, people, now, 2, people.board_member, people.authority_lead)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    with pytest.raises(MoveNotAllowed):
        services.distribute_minutes(by=people.operations, minutes=minutes, at=now)
    distributed(minutes, people, now)
    for who in (people.police_lead, people.authority_lead, people.board_member):
        assert f"minutes of {sitting.on.day}" in told(who)[-1]
    assert told(people.health_lead) == []
    # One set with the restricted item, one without; nobody else's.
    assert MinutesCopy.objects.count() == 2


def test_a_correction_gives_a_new_edition_to_its_readers_alone(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item(sitting, people, now, 1)
    secret = restricted(sitting, people, now, 2, people.board_member)
    held(sitting, seated, people, now)
    distributed(begun(sitting, people, now), people, now)
    before = len(told(people.police_lead))
    services.add_correction(by=people.board_member, item=secret, text="Not so", at=now)
    editions = MinutesCopy.objects.order_by("pk").values_list("edition", flat=True)
    assert sorted(editions) == [0, 0, 1]
    assert len(told(people.police_lead)) == before
    assert "correction" in told(people.board_member)[-1]


# --- Confirmation ---------------------------------------------------------------------------------


def test_minutes_are_confirmed_at_a_later_meeting_that_has_them_on_its_agenda(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    held(sitting, seated, people, now)
    minutes = distributed(begun(sitting, people, now), people, now)
    facts = {"body": sitting.body, "status": "confirmed", "confirmed_by": people.operations}
    facts |= {"confirmed_at": now, "proposed_by": people.operations, "proposed_at": now}
    starts = sitting.starts_at

    def another(reference: str, days: int, **more: object) -> Meeting:
        at = starts + timedelta(days=days)
        made: Meeting = Meeting.objects.create(
            reference=reference, starts_at=at, ends_at=at + timedelta(hours=1), **(facts | more)
        )
        return made

    later, bare = another("M-1", 30), another("M-2", 60)
    elsewhere, earlier = another("M-3", 30, body=seated.executive), another("M-4", -30)
    empty = another("M-5", 45)
    for one in (later, elsewhere, earlier, empty):
        item(one, people, now, 1, kind=ItemKind.LAST_MINUTES)
    for one in (later, bare, elsewhere, earlier):
        one.attendance.create(
            seat=seated.police if one.body == sitting.body else None, state="present",
            user=people.police_lead, recorded_by=people.operations, recorded_at=now,
        )  # fmt: skip
    at = now + timedelta(days=90)
    for wrong in (bare, elsewhere, earlier, sitting, empty):
        with pytest.raises(services.NotConfirmedThere):
            services.confirm_minutes(by=people.operations, minutes=minutes, meeting=wrong, at=at)
    with pytest.raises(services.NotConfirmedThere):
        services.confirm_minutes(by=people.operations, minutes=minutes, meeting=later, at=now)
    services.confirm_minutes(by=people.police_lead, minutes=minutes, meeting=later, at=at)
    found = Minutes.objects.get()
    assert (found.status, found.confirmed_in) == ("confirmed", later)


def test_a_standing_deputy_of_a_chair_approves_nothing(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    hold(seated.authority, people.practice_group_member, is_deputy=True)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    with pytest.raises(PermissionDenied):
        approve(minutes, people.practice_group_member, now)
