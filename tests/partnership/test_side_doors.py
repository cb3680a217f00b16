"""Side doors to what is kept from somebody: a proposal's page, a guest's pack, an ended guest."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, Meeting, Proposal
from shield.accounts.models import User
from shield.clocks.models import Clock
from shield.documents.models import Document
from tests.partnership import minuting
from tests.partnership.acting import action
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, agreement, hold, publish, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"


def taken(held: Meeting, people: People, by: User, at: datetime) -> AgendaItem:
    """An item that somebody proposed openly."""
    proposal = services.propose(
        by=by, body=held.body, title=CANARY, purpose="decide", asks=CANARY, at=at
    )
    return services.take_proposal(by=people.operations, proposal=proposal, meeting=held, at=at)


def answered(user: User, proposal: Proposal | None) -> int:
    assert proposal is not None
    return as_(user).get(reverse("proposal_detail", kwargs={"pk": proposal.pk})).status_code


def test_what_was_proposed_openly_is_kept_from_whoever_its_restricted_item_is_kept_from(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    hold(structure.health, people.health_lead)
    item = taken(held, people, people.health_lead, at)
    services.restrict_item(by=people.operations, item=item, readers=[people.police_lead], at=at)
    for kept in (people.operations, people.authority_lead):
        assert answered(kept, item.proposal) == 404
        assert CANARY not in reads(kept, "proposal_list")
    for reader in (people.police_lead, people.health_lead):
        assert answered(reader, item.proposal) == 200


def test_nor_does_taking_the_restricted_item_off_open_what_was_proposed(
    held: Meeting, people: People, at: datetime
) -> None:
    item = taken(held, people, people.police_lead, at)
    services.restrict_item(by=people.operations, item=item, readers=[people.police_lead], at=at)
    services.take_off(by=people.police_lead, item=item, at=at)
    assert answered(people.operations, item.proposal) == 404


def test_a_named_reader_who_has_yet_to_sign_does_not_read_what_was_proposed(
    held: Meeting, people: People, at: datetime
) -> None:
    agreement(held.body, people, at, people.police_lead)
    item = taken(held, people, people.police_lead, at)
    readers = [people.police_lead, people.authority_lead]
    services.restrict_item(by=people.operations, item=item, readers=readers, at=at)
    assert answered(people.authority_lead, item.proposal) == 404
    assert answered(people.police_lead, item.proposal) == 200


def test_whoever_declares_an_interest_in_an_item_does_not_read_what_was_proposed(
    held: Meeting, people: People, at: datetime
) -> None:
    item = taken(held, people, people.operations, at)
    publish(held, people, at)
    services.declare_interest(by=people.police_lead, item=item, what="My own service", at=at)
    assert answered(people.police_lead, item.proposal) == 404
    assert answered(people.authority_lead, item.proposal) == 200


def test_the_pack_of_a_guest_of_one_item_does_not_say_what_changed_on_the_agenda(
    held: Meeting, people: People, at: datetime
) -> None:
    item = agenda_item(held, people, at, title="Missing")
    services.co_opt(by=people.operations, meeting=held, person=people.champion, item=item, at=at)
    publish(held, people, at)
    publish(held, people, at, what_changed=f"The item on {CANARY} was added")
    pack = services.ask_pack(by=people.champion, meeting=held, at=at)
    assert CANARY not in str(Document.objects.get(pk=pack.document_id).content)
    pack = services.ask_pack(by=people.police_lead, meeting=held, at=at)
    assert CANARY in str(Document.objects.get(pk=pack.document_id).content)


def test_a_guest_of_a_restricted_item_is_its_reader_no_longer_once_that_was_taken_back(
    held: Meeting, people: People, at: datetime
) -> None:
    readers = [people.operations, people.police_lead]
    item = agenda_item(held, people, at, title=CANARY, readers=readers)
    publish(held, people, at)
    given: Any = {"by": people.operations, "meeting": held, "person": people.champion, "at": at}
    guest = services.co_opt(**given, item=item)
    services.end_co_option(by=people.operations, invited=guest, at=at)
    services.co_opt(**given)
    assert CANARY not in reads(people.champion, "agenda_detail", pk=held.pk)
    assert verbs()[-3:-1] == ["meeting.co_option_ended", "agenda_item.reader_ended"]


def sees_clock(user: User) -> bool:
    return Clock.objects.visible_to(user).exists()


def test_the_clock_of_an_action_is_kept_from_whoever_its_item_is_kept_from(
    held: Meeting, people: People, rules: None, at: datetime
) -> None:
    item = agenda_item(held, people, at)
    action(held.body, people, at, item=item)
    found = [sees_clock(people.operations)]
    readers = [people.police_lead, people.authority_lead]
    services.restrict_item(by=people.operations, item=item, readers=readers, at=at)
    found.append(sees_clock(people.operations))
    services.name_reader(by=people.police_lead, item=item, person=people.operations, at=at)
    found.append(sees_clock(people.operations))
    reader = item.readers.get(user=people.operations)
    services.end_reader(by=people.police_lead, reader=reader, at=at)
    found.append(sees_clock(people.operations))
    services.unrestrict_item(by=people.police_lead, item=item, at=at)
    found.append(sees_clock(people.operations))
    assert found == [True, False, True, False, True]


def test_a_declared_interest_keeps_the_clock_of_an_action_too(
    held: Meeting, people: People, rules: None, at: datetime
) -> None:
    item = agenda_item(held, people, at)
    action(held.body, people, at, item=item)
    interest = services.declare_interest(by=people.operations, item=item, what="Mine", at=at)
    found = [sees_clock(people.operations)]
    services.withdraw_interest(by=people.police_lead, interest=interest, at=at)
    assert [*found, sees_clock(people.operations)] == [False, True]


def test_a_reader_is_ended_after_the_meeting_too_and_reads_no_minutes_of_the_item(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item = minuting.restricted(
        sitting, people, now, 1, people.police_lead, people.authority_lead
    )  # fmt: skip
    found = minuting.held(sitting, seated, people, now)
    minutes = minuting.begun(found, people, now)
    minuting.write(item, people.police_lead, CANARY, now)
    minuting.distributed(minutes, people, now)
    assert CANARY in reads(people.authority_lead, "minutes_detail", pk=found.pk)
    assert "End the reading of" in reads(people.police_lead, "agenda_item_detail", pk=item.pk)
    reader = item.readers.get(user=people.authority_lead)
    assert sends(people.police_lead, "item_reader_end", {}, pk=reader.pk).status_code == 302
    assert CANARY not in reads(people.authority_lead, "minutes_detail", pk=found.pk)
