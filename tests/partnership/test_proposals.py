"""What is proposed for an agenda, by members and other parts of the portal; how it is answered."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, Body, ItemKind, Meeting, Proposal
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import DAY, Structure
from tests.partnership.doing import hold, meeting, told
from tests.personas import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(held: Meeting, structure: Structure, people: People) -> Any:
    """Somebody who sits in the board and does not chair it."""
    hold(structure.health, people.health_lead)
    return people.health_lead


def proposed(body: Body, by: Any, at: datetime, **more: Any) -> Proposal:
    facts: dict[str, Any] = {"title": "Neglect", "purpose": "decide", "asks": "To agree"}
    return services.propose(by=by, body=body, at=at, **(facts | more))


def test_a_member_proposes_an_item_and_those_who_keep_the_agenda_are_told(
    held: Meeting, member: Any, people: People
) -> None:
    said = {"title": "Neglect", "purpose": "decide", "asked": "To agree", "who": "everybody"}
    said |= {"meeting": str(held.pk), "minutes": "15"}
    assert sends(member, "proposal_add", said, pk=held.body_id).status_code == 302
    made = Proposal.objects.get()
    assert (made.asks, made.minutes, made.meeting) == ("To agree", 15, held)
    for who in (people.operations, people.police_lead):
        assert told(who)[-1] == "The Board: a proposal for the agenda waits"
    assert "Neglect" in reads(people.police_lead, "agenda_detail", pk=held.pk)
    assert "Neglect" in reads(member, "proposal_list")


def test_whoever_does_not_read_the_body_finds_no_page_to_propose(
    held: Meeting, people: People
) -> None:
    address = reverse("proposal_add", kwargs={"pk": held.body_id})
    assert as_(people.health_lead).get(address).status_code == 404


def test_a_proposal_is_for_its_proposer_and_for_those_who_keep_the_agenda(
    held: Meeting, member: Any, people: People, structure: Structure, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    seat = structure.board.seats.create(agency=people.agencies.school, post="Head")
    hold(seat, people.champion)
    found = {
        name
        for name, user in people.named().items()
        if Proposal.objects.visible_to(user).filter(pk=made.pk).exists()
    }
    assert found == {"health_lead", "operations", "police_lead", "authority_lead"}


def test_a_proposal_is_taken_onto_an_agenda_and_its_proposer_told(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at, source_kind="Recommendation",
                    source_reference="REC-2026-0001", source_url="/hub/1/")  # fmt: skip
    said = {"answer": "take", "meeting": held.pk}
    assert sends(people.police_lead, "proposal_detail", said, pk=made.pk).status_code == 302
    item = held.items.get()
    assert (item.title, item.kind, item.proposal) == ("Neglect", ItemKind.PROPOSED, made)
    assert told(member) == ["The Board: your proposal was answered"]
    page = as_(people.police_lead).get(item.get_absolute_url()).content.decode()
    assert '<a class="govuk-link" href="/hub/1/">Recommendation REC-2026-0001</a>' in page


def test_a_proposal_is_declined_with_a_reason_that_its_proposer_reads(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    missing = sends(people.operations, "proposal_detail", {"answer": "decline"}, pk=made.pk)
    assert missing.status_code == 200
    said = {"answer": "decline", "reason": "The Executive deals with it"}
    sends(people.operations, "proposal_detail", said, pk=made.pk)
    assert "The Executive deals with it" in reads(member, "proposal_detail", pk=made.pk)
    assert not held.items.exists()


def test_a_proposal_is_answered_once(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    services.decline_proposal(by=people.operations, proposal=made, reason="No", at=at)
    with pytest.raises(services.ProposalAnswered):
        services.take_proposal(by=people.operations, proposal=made, meeting=held, at=at)


def test_a_member_answers_no_proposal(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    with pytest.raises(PermissionDenied):
        services.take_proposal(by=member, proposal=made, meeting=held, at=at)
    said = {"answer": "decline", "reason": "x"}
    assert sends(member, "proposal_detail", said, pk=made.pk).status_code == 404


def test_a_proposal_comes_on_no_agenda_of_another_body(
    held: Meeting, structure: Structure, member: Any, people: People, at: datetime
) -> None:
    other = meeting(structure.executive, people, DAY, at)
    with pytest.raises(services.WrongMeeting):
        proposed(held.body, member, at, meeting=other)
    made = proposed(held.body, member, at)
    with pytest.raises(services.WrongMeeting):
        services.take_proposal(by=people.operations, proposal=made, meeting=other, at=at)


def test_a_restricted_proposal_is_for_its_named_readers_and_so_is_its_item(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at, is_restricted=True, readers=[people.police_lead])
    for who, count in ((people.operations, 0), (people.authority_lead, 0), (member, 1)):
        assert Proposal.objects.visible_to(who).count() == count
        assert told(who) == []
    with pytest.raises(PermissionDenied):
        services.take_proposal(by=people.operations, proposal=made, meeting=held, at=at)
    item = services.take_proposal(by=people.police_lead, proposal=made, meeting=held, at=at)
    assert AgendaItem.objects.visible_to(people.police_lead).get() == item
    assert not AgendaItem.objects.visible_to(people.operations).exists()


def test_a_restricted_proposal_names_somebody_who_keeps_the_agenda(
    held: Meeting, member: Any, at: datetime
) -> None:
    with pytest.raises(services.NobodyKeepsIt):
        proposed(held.body, member, at, is_restricted=True, readers=[member])


def test_a_source_is_a_page_of_the_portal_or_a_secure_one(
    held: Meeting, member: Any, at: datetime
) -> None:
    with pytest.raises(ValueError, match="a source is"):
        proposed(held.body, member, at, source_url="javascript:alert(1)")


def test_proposals_are_filtered(held: Meeting, member: Any, people: People, at: datetime) -> None:
    for title in ("Waiting", "Refused"):
        proposed(held.body, member, at, title=title)
    refused = Proposal.objects.get(title="Refused")
    services.decline_proposal(by=people.operations, proposal=refused, reason="No", at=at)
    answer: Any = as_(member).get(f"{reverse('proposal_list')}?state=waits&format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "Waiting" in text
    assert "Refused" not in text


# --- Taken back by whoever proposed it ------------------------------------------------------------


def test_one_takes_back_what_one_has_proposed(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    before = told(member), told(people.operations)
    assert "Withdraw this proposal" in reads(member, "proposal_detail", pk=made.pk)
    assert sends(member, "proposal_withdraw", {}, pk=made.pk).status_code == 302
    made.refresh_from_db()
    assert (made.answer, made.answered_by, made.answer_words) == ("withdrawn", member, "Withdrawn")
    assert (told(member), told(people.operations)) == before
    assert "Withdraw this proposal" not in reads(member, "proposal_detail", pk=made.pk)
    assert "Neglect" not in reads(people.police_lead, "agenda_detail", pk=held.pk)


def test_nobody_takes_back_what_another_has_proposed(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    made = proposed(held.body, member, at)
    address = reverse("proposal_withdraw", kwargs={"pk": made.pk})
    for who in (people.operations, people.police_lead, people.scrutineer):
        assert as_(who).post(address).status_code == 404
        with pytest.raises(PermissionDenied):
            services.withdraw_proposal(by=who, proposal=made, at=at)
    assert Proposal.objects.waiting().get() == made


def test_what_was_answered_is_not_taken_back_and_what_was_taken_back_not_answered(
    held: Meeting, member: Any, people: People, at: datetime
) -> None:
    one, other = proposed(held.body, member, at), proposed(held.body, member, at)
    services.decline_proposal(by=people.operations, proposal=one, reason="Not ours", at=at)
    assert sends(member, "proposal_withdraw", {}, pk=one.pk).status_code == 409
    services.withdraw_proposal(by=member, proposal=other, at=at)
    with pytest.raises(services.ProposalAnswered):
        services.take_proposal(by=people.operations, proposal=other, meeting=held, at=at)
    assert not AgendaItem.objects.filter(proposal=other).exists()


def test_the_form_says_which_readers_keep_the_agenda(
    held: Meeting, member: Any, people: People
) -> None:
    text = reads(member, "proposal_add", pk=held.body_id)
    assert f"{people.police_lead} ({people.police_lead.email}), keeps or chairs the agenda" in text
    assert f"({member.email}), keeps" not in text
