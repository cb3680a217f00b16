"""Restricted items: found nowhere by those not named; readers, signing, interests, guests."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, Meeting
from shield.audit.models import Entry
from shield.notifications.models import Notification
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, agreement, hold, meeting, publish, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"
MORE = "There is more on this agenda for you, once you have signed"


@pytest.fixture
def published(held: Meeting, structure: Structure, people: People, at: datetime) -> Meeting:
    """An open item, and a restricted one for one chair and one member; ops are not named."""
    hold(structure.health, people.health_lead)
    agenda_item(held, people, at)
    restricted = agenda_item(
        held,
        people,
        at,
        title=CANARY,
        asks=CANARY,
        readers=[people.police_lead, people.health_lead],
    )
    agenda_item(held, people, at, title="Missing", minutes=5)
    services.add_paper(
        by=people.police_lead, item=restricted, title=CANARY, file=None, link="/a", at=at
    )
    publish(held, people, at)
    held.refresh_from_db()
    return held


def item_of(found: Meeting, title: str = CANARY) -> AgendaItem:
    made: AgendaItem = found.items.get(title=title)
    return made


def status(user: Any, name: str, pk: int) -> int:
    answer: Any = as_(user).get(reverse(name, kwargs={"pk": pk}))
    return int(answer.status_code)


# --- Who finds it ---------------------------------------------------------------------------------


def test_a_named_reader_reads_it_in_a_part_of_its_own(published: Meeting, people: People) -> None:
    running = services.running_order(meeting=published, reader=people.health_lead)
    assert [line.number for line in running.lines] == ["1", "2", "R1"]
    assert running.minutes == 25
    assert CANARY in reads(people.health_lead, "agenda_detail", pk=published.pk)
    item = item_of(published)
    page = reads(people.health_lead, "agenda_item_detail", pk=item.pk)
    assert "Paula Lead" in page  # who reads it too
    assert item.papers.get().title in page


@pytest.mark.parametrize("who", ["operations", "authority_lead", "scrutineer"])
def test_nobody_else_finds_a_trace_of_it(published: Meeting, people: People, who: str) -> None:
    user = getattr(people, who)
    running = services.running_order(meeting=published, reader=user)
    assert [line.number for line in running.lines] == ["1", "2"]
    assert (running.minutes, running.lines[1].starts_words) == (15, "14:10")
    for name in ("agenda_detail", "meeting_detail"):
        page = reads(user, name, pk=published.pk)
        assert CANARY not in page
        assert "estricted" not in page
    assert CANARY not in reads(user, "meeting_list")
    item = item_of(published)
    assert status(user, "agenda_item_detail", item.pk) == 404
    assert status(user, "interest_declare", item.pk) == 404


def test_whoever_keeps_the_agenda_and_is_not_named_finds_no_page_of_it(
    published: Meeting, people: People
) -> None:
    item = item_of(published)
    for name in (
        "agenda_item_edit", "agenda_item_move", "agenda_item_take_off", "agenda_item_unrestrict",
        "item_reader_name", "interest_record", "paper_add",
    ):  # fmt: skip
        assert status(people.operations, name, item.pk) == 404
    assert (
        status(people.operations, "item_reader_end", item.readers.get(user=people.police_lead).pk)
        == 404
    )
    for name in ("agenda_publish", "agenda_opened"):
        assert CANARY not in reads(people.operations, name, pk=published.pk)


def test_whoever_keeps_the_agenda_and_is_not_named_changes_nothing_of_it(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published)
    with pytest.raises(PermissionDenied):
        services.unrestrict_item(by=people.operations, item=item, at=at)
    with pytest.raises(PermissionDenied):
        services.name_reader(by=people.operations, item=item, person=people.operations, at=at)
    with pytest.raises(PermissionDenied):
        services.take_off(by=people.operations, item=item, at=at)


def test_no_message_and_no_audit_entry_names_it(published: Meeting, people: People) -> None:
    for row in Notification.objects.all():
        assert CANARY not in f"{row.subject} {row.lines}"
    for entry in Entry.objects.all():
        assert CANARY not in f"{entry.facts} {entry.reference}"


def test_a_named_reader_who_does_not_sit_there_reads_nothing(
    published: Meeting, people: People, at: datetime
) -> None:
    with pytest.raises(services.CannotRead):
        services.name_reader(
            by=people.police_lead, item=item_of(published), person=people.champion, at=at
        )


# --- Naming and ending ----------------------------------------------------------------------------


def test_an_item_is_made_restricted_and_whoever_makes_it_reads_it(
    held: Meeting, people: People
) -> None:
    page = as_(people.police_lead).get(reverse("agenda_item_add", kwargs={"pk": held.pk}))
    assert f'value="{people.police_lead.pk}" checked' in page.content.decode()
    said = {"title": CANARY, "purpose": "note", "who": "named", "readers": [people.operations.pk]}
    assert sends(people.police_lead, "agenda_item_add", said, pk=held.pk).status_code == 302
    item = item_of(held)
    assert item.is_restricted
    assert [one.user for one in item.readers.all()] == [people.operations]


def test_a_restricted_item_needs_a_reader(held: Meeting, people: People) -> None:
    said = {"title": CANARY, "purpose": "note", "who": "named"}
    answer = sends(people.police_lead, "agenda_item_add", said, pk=held.pk)
    assert answer.status_code == 200
    assert not held.items.exists()


def test_a_move_into_the_restricted_part_asks_first(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published, "Missing")
    page = reads(people.police_lead, "agenda_item_restrict", pk=item.pk)
    assert "For everybody else it is gone from the agenda" in page
    said = {"readers": [people.police_lead.pk]}
    sends(people.police_lead, "agenda_item_restrict", said, pk=item.pk)
    assert "Missing" not in reads(people.health_lead, "agenda_detail", pk=published.pk)
    assert "Missing" in reads(people.police_lead, "agenda_detail", pk=published.pk)


def test_a_move_out_of_the_restricted_part_asks_first(published: Meeting, people: People) -> None:
    item = item_of(published)
    page = reads(people.police_lead, "agenda_item_unrestrict", pk=item.pk)
    assert "Everybody who reads the agenda reads this item" in page
    sends(people.police_lead, "agenda_item_unrestrict", {}, pk=item.pk)
    assert CANARY in reads(people.authority_lead, "agenda_detail", pk=published.pk)
    assert not item.readers.current().exists()


def test_a_reader_is_named_and_told_without_a_word_of_it(
    published: Meeting, people: People
) -> None:
    said = {"person": people.authority_lead.pk}
    sends(people.police_lead, "item_reader_name", said, pk=item_of(published).pk)
    assert CANARY in reads(people.authority_lead, "agenda_detail", pk=published.pk)
    assert told(people.authority_lead)[-1] == (
        "The Board: the agenda of 3 February 2027 has changed for you"
    )


def test_a_reader_is_ended_but_never_the_last(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published)
    member, chair = (item.readers.get(user=one) for one in (people.health_lead, people.police_lead))
    sends(people.police_lead, "item_reader_end", {}, pk=member.pk)
    assert CANARY not in reads(people.health_lead, "agenda_detail", pk=published.pk)
    answer = sends(people.police_lead, "item_reader_end", {}, pk=chair.pk)
    assert answer.status_code == 409
    assert "Nobody would be left to read this item." in answer.content.decode()


# --- Signing --------------------------------------------------------------------------------------


def test_without_a_signature_it_opens_to_nobody_and_says_so_to_its_readers_alone(
    published: Meeting, people: People, at: datetime
) -> None:
    agreement(published.body, people, at, people.police_lead)
    page = reads(people.health_lead, "agenda_detail", pk=published.pk)
    assert CANARY not in page
    assert MORE in page
    assert status(people.health_lead, "agenda_item_detail", item_of(published).pk) == 404
    for who in (people.authority_lead, people.operations):
        assert MORE not in reads(who, "agenda_detail", pk=published.pk)
    sends(people.health_lead, "agreement_detail", {"edition": "1"}, pk=published.body_id)
    assert CANARY in reads(people.health_lead, "agenda_detail", pk=published.pk)


def test_a_new_edition_of_the_agreement_closes_it_again(
    published: Meeting, people: People, at: datetime
) -> None:
    agreement(published.body, people, at, people.health_lead)
    assert CANARY in reads(people.health_lead, "agenda_detail", pk=published.pk)
    agreement(published.body, people, at)
    assert CANARY not in reads(people.health_lead, "agenda_detail", pk=published.pk)


def test_an_agreement_that_is_needed_and_not_there_yet_opens_nothing(
    published: Meeting, people: People
) -> None:
    type(published.body).objects.filter(pk=published.body_id).update(needs_agreement=True)
    assert CANARY not in reads(people.health_lead, "agenda_detail", pk=published.pk)


def test_a_guest_who_is_a_named_reader_signs(
    published: Meeting, people: People, at: datetime
) -> None:
    agreement(published.body, people, at, people.police_lead)
    services.co_opt(by=people.operations, meeting=published, person=people.champion, at=at)
    assert status(people.champion, "agreement_detail", published.body_id) == 404
    services.name_reader(
        by=people.police_lead, item=item_of(published), person=people.champion, at=at
    )
    page = reads(people.champion, "agreement_detail", pk=published.body_id)
    assert "Keep it" in page
    assert "Who has signed" not in page
    for _ in range(2):
        answer = sends(people.champion, "agreement_detail", {"edition": "1"}, pk=published.body_id)
        assert answer.status_code == 302
    assert CANARY in reads(people.champion, "agenda_detail", pk=published.pk)


def test_somebody_of_the_operations_team_who_is_named_signs(
    published: Meeting, people: People, at: datetime
) -> None:
    made = agreement(published.body, people, at, people.police_lead)
    with pytest.raises(PermissionDenied):
        services.sign(by=people.operations, agreement=made, at=at)
    services.name_reader(
        by=people.police_lead, item=item_of(published), person=people.operations, at=at
    )
    services.sign(by=people.operations, agreement=made, at=at)
    assert CANARY in reads(people.operations, "agenda_detail", pk=published.pk)


# --- Declared interests ---------------------------------------------------------------------------


def test_whoever_declares_an_interest_sees_a_line_and_nothing_of_the_item(
    published: Meeting, people: People
) -> None:
    item = item_of(published, "Neglect")
    sends(people.health_lead, "interest_declare", {"what": "A contract"}, pk=item.pk)
    page = reads(people.health_lead, "agenda_detail", pk=published.pk)
    assert "An item in which you have declared an interest" in page
    assert "Neglect" not in page
    assert status(people.health_lead, "agenda_item_detail", item.pk) == 404
    running = services.running_order(meeting=published, reader=people.health_lead)
    assert [line.number for line in running.open] == ["1", "2"]
    assert "Harriet Lead: A contract" in reads(people.operations, "agenda_item_detail", pk=item.pk)


def test_of_a_restricted_item_with_an_interest_nothing_is_shown(
    published: Meeting, people: People
) -> None:
    sends(people.health_lead, "interest_declare", {"what": "A contract"}, pk=item_of(published).pk)
    page = reads(people.health_lead, "agenda_detail", pk=published.pk)
    assert "interest" not in page
    assert CANARY not in page


def test_the_last_reader_of_a_restricted_item_declares_no_interest(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published)
    services.declare_interest(by=people.health_lead, item=item, what="A contract", at=at)
    with pytest.raises(services.NoReader):
        services.declare_interest(by=people.police_lead, item=item, what="A contract", at=at)


def test_an_interest_is_recorded_for_somebody_who_is_told(
    published: Meeting, people: People
) -> None:
    said = {"person": people.health_lead.pk, "what": "A contract"}
    sends(people.operations, "interest_record", said, pk=item_of(published, "Neglect").pk)
    assert "Neglect" not in reads(people.health_lead, "agenda_detail", pk=published.pk)
    assert told(people.health_lead)[-1] == "The Board: an interest of yours was recorded"


def test_an_interest_is_taken_back_by_somebody_else_who_keeps_the_agenda(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published, "Neglect")
    interest = services.declare_interest(by=people.police_lead, item=item, what="A contract", at=at)
    with pytest.raises(PermissionDenied):
        services.withdraw_interest(by=people.police_lead, interest=interest, at=at)
    sends(people.operations, "interest_withdraw", {}, pk=interest.pk)
    assert verbs()[-1] == "interest.withdrawn"
    assert "Neglect" in reads(people.police_lead, "agenda_detail", pk=published.pk)


# --- Guests of one item ---------------------------------------------------------------------------


def test_a_guest_of_one_item_sees_that_item_alone(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published, "Missing")
    said = {"person": people.champion.email, "item": item.pk}
    assert sends(people.operations, "co_opt", said, pk=published.pk).status_code == 302
    page = reads(people.champion, "agenda_detail", pk=published.pk)
    assert "Missing" in page
    for other in ("Neglect", CANARY, "Edition", "14:10", "in all"):
        assert other not in page
    assert status(people.champion, "agenda_item_detail", item.pk) == 200
    assert status(people.champion, "agenda_item_detail", item_of(published, "Neglect").pk) == 404
    assert status(people.champion, "meeting_detail", published.pk) == 200


def test_a_guest_of_one_item_sees_no_draft(held: Meeting, people: People, at: datetime) -> None:
    item = agenda_item(held, people, at)
    services.co_opt(by=people.operations, meeting=held, person=people.champion, item=item, at=at)
    assert "Neglect" not in reads(people.champion, "agenda_detail", pk=held.pk)


def test_a_guest_of_a_restricted_item_is_a_reader_of_it(
    published: Meeting, people: People, at: datetime
) -> None:
    item = item_of(published)
    with pytest.raises(services.NotOfMeeting):
        services.co_opt(
            by=people.operations, meeting=published, person=people.champion, item=item, at=at
        )
    services.name_reader(by=people.police_lead, item=item, person=people.operations, at=at)
    services.co_opt(
        by=people.operations, meeting=published, person=people.champion, item=item, at=at
    )
    assert CANARY in reads(people.champion, "agenda_detail", pk=published.pk)


def test_nobody_is_a_guest_of_another_meetings_item(
    published: Meeting, people: People, at: datetime
) -> None:
    other = meeting(published.body, people, published.on, at, hour=10)
    with pytest.raises(services.NotOfMeeting):
        services.co_opt(
            by=people.operations, meeting=other, person=people.champion,
            item=item_of(published, "Missing"), at=at,
        )  # fmt: skip
