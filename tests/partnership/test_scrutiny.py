"""Independent scrutiny: questions, evidence that its readers may read, challenges and replies."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.models import (
    Body,
    Challenge,
    KeyQuestion,
    Meeting,
    MeetingStatus,
    Priority,
)
from partnership.services import scrutiny as services
from partnership.services.differences import NamesChild
from shield.accounts.models import Agency, Membership
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.core.workflow import MoveNotAllowed
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting, told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def question(people: People, at: datetime) -> KeyQuestion:
    return services.ask_question(by=people.scrutineer, year=2027, text="Is the child heard?", at=at)


@pytest.fixture
def sent(people: People, question: KeyQuestion, at: datetime) -> Challenge:
    return services.challenge(
        by=people.scrutineer, agency=people.agencies.health, question=question,
        text="Why so few reports?", at=at,
    )  # fmt: skip


def pin(people: People, question: KeyQuestion, at: datetime, **more: Any) -> Any:
    facts: dict[str, Any] = {
        "by": people.scrutineer,
        "question": question,
        "note": "It shows how",
        "at": at,
    }
    return services.pin_evidence(**(facts | more))


def reply(people: People, sent: Challenge, at: datetime, text: str = "A lead was named") -> Any:
    return services.reply_to_challenge(by=people.health_lead, made=sent, text=text, at=at)


def respond(people: People, sent: Challenge, verdict: str, at: datetime) -> Any:
    return services.respond_to_reply(
        by=people.scrutineer, made=sent, verdict=verdict, text="Because", at=at
    )


# --- Questions and the programme ------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["operations", "board_member", "health_lead"])
def test_only_the_scrutineer_asks(people: People, at: datetime, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        services.ask_question(by=getattr(people, persona), year=2027, text="Who?", at=at)


def test_a_question_is_answered_by_a_finding(
    question: KeyQuestion, people: People, at: datetime
) -> None:
    with pytest.raises(services.NoFinding):
        services.edit_question(
            by=people.scrutineer, question=question, year=2027, text="Is the child heard?",
            status="answered", finding="", at=at,
        )  # fmt: skip


def test_a_question_is_asked_once_a_year(
    question: KeyQuestion, people: People, at: datetime
) -> None:
    with pytest.raises(services.QuestionTwice):
        services.ask_question(by=people.scrutineer, year=2027, text="Is the child heard?", at=at)


def test_who_sits_in_the_body_above_all_reads_questions_and_others_do_not(
    question: KeyQuestion, structure: Structure, people: People
) -> None:
    hold(structure.police, people.board_member)
    assert "Is the child heard?" in reads(people.board_member, "question_list")
    assert "Is the child heard?" in reads(people.board_member, "question_detail", pk=question.pk)
    for person in (people.police_lead, people.champion):
        assert as_(person).get(question.get_absolute_url()).status_code == 404


def test_the_programme_stands_on_its_page(
    question: KeyQuestion, people: People, at: datetime
) -> None:
    services.add_entry(
        by=people.scrutineer, starts_on=date(2027, 2, 1), ends_on=None, what="Visit to a school",
        question=question, came_of_it="", at=at,
    )  # fmt: skip
    assert "Visit to a school 1 February 2027" in reads(people.operations, "programme_list")


# --- Evidence -------------------------------------------------------------------------------------


def test_a_page_is_pinned_by_its_address(
    question: KeyQuestion, people: People, at: datetime
) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Fewer missing")
    said = {
        "address": f"https://portal.example{priority.get_absolute_url()}?x=1",
        "note": "It names no measure",
        "names_nobody": "on",
    }
    answer = sends(people.scrutineer, "evidence_pin", said, pk=question.pk)
    assert answer.status_code == 302
    assert "Fewer missing" in reads(people.scrutineer, "question_detail", pk=question.pk)


@pytest.mark.parametrize("address", ["https://elsewhere.example/x", "/audit/", "/", "//[", "x"])
def test_what_is_no_such_page_is_refused(
    question: KeyQuestion, people: People, address: str
) -> None:
    said = {"address": address, "note": "So", "names_nobody": "on"}
    answer = sends(people.scrutineer, "evidence_pin", said, pk=question.pk)
    assert "Enter the address of a meeting" in answer.content.decode()
    assert question.evidence.count() == 0


def test_what_the_scrutineer_may_not_read_cannot_be_pinned(
    question: KeyQuestion, structure: Structure, people: People, today: date, at: datetime
) -> None:
    proposal = Meeting.objects.create(
        body=structure.board, starts_at=at, ends_at=at + timedelta(hours=1),
        status=MeetingStatus.PROPOSED, proposed_by=people.operations, proposed_at=at,
    )  # fmt: skip
    with pytest.raises(services.NotThere):
        pin(people, question, at, kind="meeting", record_id=proposal.pk)


def test_evidence_is_shown_to_those_who_may_read_it(
    question: KeyQuestion, structure: Structure, people: People, today: date, at: datetime
) -> None:
    other = Body.objects.create(
        name="A Group", slug="group", purpose="Looks", parent=structure.board, order=3
    )
    held = meeting(other, people, today, at)
    pin(people, question, at, kind="meeting", record_id=held.pk)
    hold(structure.police, people.board_member)  # reads the Board, not the group
    assert "A Group" in reads(people.operations, "question_detail", pk=question.pk)
    assert "A Group" not in reads(people.board_member, "question_detail", pk=question.pk)


def test_evidence_is_pinned_once_and_taken_off(
    question: KeyQuestion, people: People, at: datetime
) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Fewer missing")
    one = pin(people, question, at, kind="priority", record_id=priority.pk)
    with pytest.raises(services.PinnedTwice):
        pin(people, question, at, kind="priority", record_id=priority.pk)
    services.take_evidence_off(by=people.scrutineer, evidence=one, at=at)
    assert services.evidence_for(people.scrutineer, question) == []
    pin(people, question, at, kind="priority", record_id=priority.pk)


# --- Challenges -----------------------------------------------------------------------------------


def sends_challenge(people: People, agency: Agency) -> Any:
    """On its page, as the scrutineer; the page that follows."""
    said = {"agency": agency.pk, "text": "Why so few?", "names_nobody": "on"}
    return as_(people.scrutineer).post(reverse("challenge_start"), said, follow=True)


def test_a_challenge_that_reaches_nobody_is_said_and_given_to_the_operations_team(
    people: People,
) -> None:
    answer = sends_challenge(people, people.agencies.school)
    made = Challenge.objects.get()
    assert answer.content.decode().count(f"Nobody at {made.agency} has a role") == 2
    assert told(people.operations)[-1:] == [
        f"A challenge of the scrutineer reaches nobody, {made.reference}"
    ]
    assert "Nobody at" not in reads(people.operations, "challenge_detail", pk=made.pk)


def test_whoever_sends_a_challenge_reads_who_was_told(people: People) -> None:
    answer = sends_challenge(people, people.agencies.health)
    assert f"Told by mail: {people.health_lead}" in answer.content.decode()
    assert "reaches nobody" not in " ".join(told(people.operations))


def test_a_challenge_has_a_day_for_the_reply(sent: Challenge, people: People) -> None:
    assert sent.reference == "CHAL-2026-0001"
    assert sent.clock.due_on == date(2026, 12, 22)
    assert sent.clock.url == sent.get_absolute_url()
    assert told(people.health_lead) == [
        "A challenge of the scrutineer waits for your reply, CHAL-2026-0001"
    ]


def test_the_partner_concerned_reads_it_and_its_neighbour_does_not(
    sent: Challenge, people: People
) -> None:
    assert "Why so few reports?" in reads(people.health_lead, "challenge_detail", pk=sent.pk)
    assert as_(people.police_lead).get(sent.get_absolute_url()).status_code == 404
    assert sent.reference not in reads(people.police_lead, "challenge_list")


def test_a_reply_is_dated_and_meets_the_clock(
    sent: Challenge, people: People, at: datetime
) -> None:
    reply(people, sent, at + timedelta(days=1))
    assert Clock.objects.met().count() == 1
    assert told(people.scrutineer) == ["A challenge was replied to, CHAL-2026-0001"]
    page = reads(people.scrutineer, "challenge_detail", pk=sent.pk)
    assert "25 November 2026" in page


def test_a_late_reply_is_taken_and_said_to_be_late(
    sent: Challenge, people: People, at: datetime
) -> None:
    reply(people, sent, at + timedelta(days=60))
    assert "after it was due" in reads(people.scrutineer, "challenge_detail", pk=sent.pk)


def test_a_neighbour_does_not_reply(sent: Challenge, people: People, at: datetime) -> None:
    with pytest.raises(PermissionDenied):
        services.reply_to_challenge(by=people.police_lead, made=sent, text="We", at=at)


def test_it_is_replied_to_once_until_asked_again(
    sent: Challenge, people: People, at: datetime
) -> None:
    reply(people, sent, at)
    with pytest.raises(MoveNotAllowed):
        reply(people, sent, at)
    respond(people, sent, "again", at + timedelta(days=3))
    sent = Challenge.objects.select_related("clock", "agency").get(pk=sent.pk)
    assert (sent.status, sent.clock.due_on) == ("waiting", date(2026, 12, 29))
    reply(people, sent, at + timedelta(days=4), "Here are all")
    assert sent.replies.count() == 2


@pytest.mark.parametrize("verdict", ["satisfied", "unsatisfied"])
def test_the_scrutineer_says_what_a_reply_is_worth(
    sent: Challenge, people: People, at: datetime, verdict: str
) -> None:
    reply(people, sent, at)
    respond(people, sent, verdict, at)
    sent.refresh_from_db()
    assert sent.status == verdict
    with pytest.raises(MoveNotAllowed):
        respond(people, sent, verdict, at)


@pytest.mark.parametrize(("verdict", "is_asked"), [("again", True), ("satisfied", False)])
def test_where_nobody_replies_any_more_somebody_is_looked_for_only_if_a_reply_is_due(
    sent: Challenge, people: People, at: datetime, verdict: str, is_asked: bool
) -> None:
    reply(people, sent, at)
    leads = Membership.objects.filter(agency=sent.agency, role="safeguarding-lead")
    leads.update(ends_on=london_day(at) - timedelta(days=1))
    respond(people, sent, verdict, at)
    assert any("reaches nobody" in one for one in told(people.operations)) == is_asked


def test_nobody_else_responds(sent: Challenge, people: People, at: datetime) -> None:
    reply(people, sent, at)
    with pytest.raises(PermissionDenied):
        services.respond_to_reply(
            by=people.operations, made=sent, verdict="satisfied", text="Yes", at=at
        )


def test_nothing_names_a_child(people: People, at: datetime) -> None:
    with pytest.raises(NamesChild):
        services.challenge(
            by=people.scrutineer, agency=people.agencies.health, question=None,
            text="About 943 476 5919", at=at,
        )  # fmt: skip
