"""The agenda of a meeting: drafted, ordered, published, opened; what members see of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership import services
from partnership.models import AgendaItem, ItemKind, Meeting, MeetingStatus, Opened, Publication
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import DAY, Structure
from tests.partnership.doing import agenda_item, hold, meeting, publish, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "title": "Neglect", "purpose": "decide", "minutes": 20, "lead": "", "presenter": "", "asks": "",
}  # fmt: skip


def titles(found: Meeting) -> list[str]:
    return [str(one) for one in found.items.standing().in_order()]


# --- Drafting -------------------------------------------------------------------------------------


def test_a_draft_begins_with_the_last_minutes_and_ends_with_the_standing_items(
    held: Meeting, people: People, at: datetime
) -> None:
    meeting(held.body, people, DAY - timedelta(days=30), at)
    held.body.standing_items.create(order=1, title="Reviews", purpose="discuss", minutes=15)
    agenda_item(held, people, at)
    assert services.draft_agenda(by=people.police_lead, meeting=held, at=at) == 3
    assert titles(held) == ["Minutes of the last meeting", "Matters arising", "Neglect", "Reviews"]
    assert held.items.get(title="Reviews").minutes == 15


def test_the_first_meeting_of_a_body_has_no_last_minutes(
    held: Meeting, people: People, at: datetime
) -> None:
    services.draft_agenda(by=people.operations, meeting=held, at=at)
    assert titles(held) == ["Matters arising"]


def test_a_second_draft_adds_what_is_missing_alone(
    held: Meeting, people: People, at: datetime
) -> None:
    services.draft_agenda(by=people.operations, meeting=held, at=at)
    held.body.standing_items.create(order=1, title="Reviews", purpose="discuss")
    assert services.draft_agenda(by=people.operations, meeting=held, at=at) == 1
    assert titles(held) == ["Matters arising", "Reviews"]


def test_an_agenda_is_drafted_by_a_button(held: Meeting, people: People) -> None:
    assert "Not drawn in yet: Matters arising." in reads(
        people.police_lead, "agenda_detail", pk=held.pk
    )
    assert sends(people.police_lead, "agenda_draft", {}, pk=held.pk).status_code == 302
    assert titles(held) == ["Matters arising"]


# --- Items ----------------------------------------------------------------------------------------


def test_whoever_chairs_puts_an_item_on_the_agenda(
    held: Meeting, people: People, at: datetime
) -> None:
    said = {"title": "Neglect", "purpose": "decide", "minutes": "20", "who": "everybody"}
    assert sends(people.police_lead, "agenda_item_add", said, pk=held.pk).status_code == 302
    item = held.items.get()
    assert (item.title, item.purpose, item.minutes) == ("Neglect", "decide", 20)
    assert verbs() == ["agenda_item.added"]


def test_a_member_changes_no_agenda(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    hold(structure.health, people.health_lead)
    item = agenda_item(held, people, at)
    publish(held, people, at)
    with pytest.raises(PermissionDenied):
        services.add_agenda_item(by=people.health_lead, meeting=held, at=at, **FACTS)
    with pytest.raises(PermissionDenied):
        services.edit_agenda_item(by=people.health_lead, item=item, at=at, **FACTS)
    with pytest.raises(PermissionDenied):
        services.take_off(by=people.health_lead, item=item, at=at)
    with pytest.raises(PermissionDenied):
        services.move_agenda_item(by=people.health_lead, item=item, step=1, at=at)
    with pytest.raises(PermissionDenied):
        services.publish_agenda(by=people.health_lead, meeting=held, at=at)


def test_the_chair_of_another_body_changes_no_agenda(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    seat = structure.executive.seats.create(
        agency=people.agencies.health, post="Chair", role="chair"
    )
    hold(seat, people.health_lead)
    with pytest.raises(PermissionDenied):
        services.draft_agenda(by=people.health_lead, meeting=held, at=at)


def test_the_agenda_of_a_cancelled_meeting_does_not_change(
    held: Meeting, people: People, at: datetime
) -> None:
    item = agenda_item(held, people, at)
    Meeting.objects.filter(pk=held.pk).update(
        status=MeetingStatus.CANCELLED, cancelled_at=at, cancelled_by=people.operations,
        cancelled_because="Snow",
    )  # fmt: skip
    with pytest.raises(services.AgendaClosed):
        services.edit_agenda_item(by=people.operations, item=item, at=at, **FACTS)
    with pytest.raises(services.AgendaClosed):
        services.publish_agenda(by=people.operations, meeting=held, at=at)


def test_an_item_is_changed_and_taken_off(held: Meeting, people: People, at: datetime) -> None:
    item = agenda_item(held, people, at)
    said = {"title": "Exploitation", "purpose": "note", "lead": "The director"}
    sends(people.operations, "agenda_item_edit", said, pk=item.pk)
    item.refresh_from_db()
    assert (item.title, item.lead, item.minutes) == ("Exploitation", "The director", None)
    sends(people.operations, "agenda_item_take_off", {}, pk=item.pk)
    item.refresh_from_db()
    assert item.withdrawn_by == people.operations
    assert titles(held) == []


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ({"direction": "up"}, ["B", "A", "C"]),
        ({"direction": "down"}, ["A", "C", "B"]),
        ({"place": "1"}, ["B", "A", "C"]),
        ({"place": "3"}, ["A", "C", "B"]),
        ({"place": "2"}, ["A", "B", "C"]),
    ],
    ids=str,
)
def test_an_item_moves_by_a_button_or_to_a_place(
    held: Meeting, people: People, at: datetime, said: dict[str, str], order: list[str]
) -> None:
    found = {name: agenda_item(held, people, at, title=name) for name in "ABC"}
    assert sends(people.operations, "agenda_item_move", said, pk=found["B"].pk).status_code == 302
    assert titles(held) == order


def test_the_first_item_stays_first_and_the_last_stays_last(
    held: Meeting, people: People, at: datetime
) -> None:
    found = {name: agenda_item(held, people, at, title=name) for name in "AB"}
    services.move_agenda_item(by=people.operations, item=found["A"], step=-1, at=at)
    services.move_agenda_item(by=people.operations, item=found["B"], step=1, at=at)
    assert titles(held) == ["A", "B"]


def test_what_the_mover_does_not_see_keeps_its_place(
    held: Meeting, people: People, at: datetime
) -> None:
    own = agenda_item(held, people, at, title="A", readers=[people.operations])
    agenda_item(held, people, at, title="B", readers=[people.police_lead])
    agenda_item(held, people, at, title="C", readers=[people.operations])
    services.move_agenda_item(by=people.operations, item=own, step=1, at=at)
    assert titles(held) == ["B", "C", "A"]


# --- Publishing -----------------------------------------------------------------------------------


def test_a_draft_is_for_those_who_keep_it(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    hold(structure.health, people.health_lead)
    item = agenda_item(held, people, at)
    page = reads(people.health_lead, "agenda_detail", pk=held.pk)
    assert "The agenda of this meeting is not published yet." in page
    assert "Neglect" not in page
    address = f"/partnership/agenda/{item.pk}/"
    assert as_(people.health_lead).get(address).status_code == 404
    for who in (people.operations, people.police_lead):
        assert "Neglect" in reads(who, "agenda_detail", pk=held.pk)


def test_a_published_agenda_is_read_by_members_who_are_told(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    hold(structure.health, people.health_lead)
    agenda_item(held, people, at)
    publish(held, people, at)
    held.refresh_from_db()
    assert (held.published_at, held.edition) == (at, 1)
    assert "Neglect" in reads(people.health_lead, "agenda_detail", pk=held.pk)
    assert told(people.health_lead) == ["The Board: the agenda of 3 February 2027 is published"]
    assert told(people.operations) == []


def test_whoever_publishes_again_says_what_changed(
    held: Meeting, people: People, at: datetime
) -> None:
    agenda_item(held, people, at)
    publish(held, people, at)
    with pytest.raises(services.SaysNothingChanged):
        publish(held, people, at)
    publish(held, people, at, "Item 2 was added")
    page = reads(people.police_lead, "agenda_detail", pk=held.pk)
    assert "Edition 2" in page
    assert "Item 2 was added." in page
    assert told(people.police_lead)[-1].endswith("has changed")


def test_an_empty_agenda_is_not_published(held: Meeting, people: People, at: datetime) -> None:
    with pytest.raises(services.NothingToPublish):
        publish(held, people, at)


def test_the_page_before_publishing_says_who_gets_what(
    held: Meeting, people: People, at: datetime
) -> None:
    agenda_item(held, people, at, minutes=130)
    held.body.agreements.create(
        number=1, text="Keep it", recorded_by=people.operations, recorded_at=at
    )
    page = reads(people.operations, "agenda_publish", pk=held.pk)
    assert "Neglect (discuss, 130 minutes)" in page
    assert "take 130 minutes; the meeting has 120" in page
    assert "no restricted item opens to them: Paula Lead, Uma Lead." in page
    assert sends(people.operations, "agenda_publish", {}, pk=held.pk).status_code == 302
    assert Publication.objects.get().number == 1


def test_who_has_opened_it_is_seen_by_those_who_keep_it(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    hold(structure.health, people.health_lead)
    agenda_item(held, people, at)
    publish(held, people, at)
    for _ in range(2):
        reads(people.health_lead, "agenda_detail", pk=held.pk)
    assert Opened.objects.get().user == people.health_lead
    page = reads(people.police_lead, "agenda_opened", pk=held.pk)
    assert "2 of 3 have not opened it." in page
    assert as_(people.health_lead).get(
        f"/partnership/meetings/{held.pk}/agenda/opened/"
    ).status_code == 404  # fmt: skip


def test_an_item_taken_off_a_published_agenda_is_gone_for_everybody(
    held: Meeting, people: People, at: datetime
) -> None:
    item = agenda_item(held, people, at)
    publish(held, people, at)
    services.take_off(by=people.operations, item=item, at=at)
    assert not AgendaItem.objects.visible_to(people.police_lead).exists()
    assert "Neglect" not in reads(people.operations, "agenda_detail", pk=held.pk)


# --- What stands on it by itself ------------------------------------------------------------------


def test_items_are_timed_from_the_start_of_the_meeting(
    held: Meeting, people: People, at: datetime
) -> None:
    for minutes in (10, None, 25):
        agenda_item(held, people, at, minutes=minutes)
    running = services.running_order(meeting=held, reader=people.operations)
    assert [line.starts_words for line in running.lines] == ["14:00", "14:10", "14:10"]
    assert (running.minutes, running.ends_words) == (35, "14:35")
    assert "35 minutes in all, until 14:35." in reads(
        people.operations, "agenda_detail", pk=held.pk
    )


def test_matters_arising_stand_on_the_item_of_that_kind_alone(
    held: Meeting, people: People, at: datetime
) -> None:
    services.draft_agenda(by=people.operations, meeting=held, at=at)
    item = held.items.get(kind=ItemKind.MATTERS_ARISING)
    assert "No action is open." in reads(people.operations, "agenda_item_detail", pk=item.pk)
