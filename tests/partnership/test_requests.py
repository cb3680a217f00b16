"""A body decides between its meetings: one answer of each statutory partner, and all agree."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from partnership import services, tasks
from partnership.models import (
    Body,
    Decision,
    DecisionRequest,
    Holding,
    Priority,
    RequestAnswer,
    RequestStatus,
)
from shield.accounts.models import Agency, Membership
from shield.clocks.models import Clock, RuleVersion
from shield.core.london import LONDON, london_day
from tests.partnership.asking import answer, ask, before_due, seat_of, stored
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db
WAITS = "The Executive: a decision between meetings waits for your answer"


def all_agree(request: DecisionRequest, people: People) -> DecisionRequest:
    answer(request, people.authority_lead, people.agencies.authority)
    answer(request, people.police_lead, people.agencies.police, reasons="Needed by March")
    return answer(request, people.icb_lead, people.agencies.icb)


# --- Asking ---------------------------------------------------------------------------------------


def test_who_may_answer_for_a_partner_is_told_and_nobody_else(
    deciding: Body, people: People
) -> None:
    request = ask(deciding, people.police_lead)
    assert request.reference == f"DREQ-{timezone.localdate().year}-0001"
    found = {name for name, user in people.named().items() if WAITS in told(user)}
    assert found == {"authority_lead", "police_lead", "icb_lead"}


def test_it_is_due_by_the_rule_of_the_register(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    clock = request.clock
    assert (clock.rule_version.rule.slug, clock.url) == (
        "decision.request",
        request.get_absolute_url(),
    )
    assert sum(day.counted for day in clock.days) == 5


@pytest.mark.parametrize("persona", ["health_lead", "champion", "scrutineer", "board_member"])
def test_who_does_not_lead_the_body_does_not_ask(
    deciding: Body, people: People, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        ask(deciding, getattr(people, persona))


def test_a_body_with_another_rule_is_not_asked_between_meetings(
    structure: Structure, people: People, rules: None
) -> None:
    with pytest.raises(services.NotBetweenMeetings):
        ask(structure.board, people.operations)


def test_a_partner_without_anybody_is_named_before_anything_is_asked(
    deciding: Body, people: People
) -> None:
    Holding.objects.filter(seat=seat_of(deciding, "Designated nurse")).delete()
    with pytest.raises(services.NobodyToAnswer, match="for Northshire ICB"):
        ask(deciding, people.operations)
    assert not DecisionRequest.objects.exists()


def test_partners_are_those_of_the_day(deciding: Body, people: People) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Agency.objects.filter(pk=people.agencies.icb.pk).update(valid_to=yesterday)
    request = ask(deciding, people.operations)
    assert set(request.partners.all()) == {people.agencies.authority, people.agencies.police}


# --- Answering ------------------------------------------------------------------------------------


def test_decided_once_each_partner_agreed(deciding: Body, people: People) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Audit")
    request = ask(deciding, people.operations, priority=priority)
    answer(request, people.authority_lead, people.agencies.authority)
    answer(request, people.police_lead, people.agencies.police, reasons="Needed by March")
    assert not Decision.objects.exists()

    closed = answer(request, people.icb_lead, people.agencies.icb)

    decision = Decision.objects.get()
    year = timezone.localdate().year
    assert closed.status == RequestStatus.AGREED
    assert (decision.reference, decision.request) == (f"DEC-{year}-0001", request)
    assert decision.text == request.question
    assert decision.agreed == [
        "Northshire Council: Director",
        "Northshire Police: Superintendent",
        "Northshire ICB: Designated nurse",
    ]
    assert decision.reasons == "Northshire Police: Needed by March"
    assert (decision.quorum["is_met"], decision.priority) == (True, priority)
    assert stored(request).clock.met_at is not None
    assert verbs()[-3:] == ["decision.recorded", "decision_request.agreed", "clock.met"]


def test_everybody_who_sits_there_is_told_of_the_end(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    all_agree(request, people)
    closed = f"The Executive: {request.reference} is closed"
    found = {name for name, user in people.named().items() if closed in told(user)}
    assert found == {"authority_lead", "police_lead", "icb_lead", "health_lead", "operations"}


def test_one_disagreement_refuses_it(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.authority_lead, people.agencies.authority)
    answer(request, people.police_lead, people.agencies.police, agrees=False, reasons="Too dear")
    assert stored(request).status == RequestStatus.REFUSED
    assert not Decision.objects.exists()
    with pytest.raises(services.RequestClosed):
        answer(request, people.icb_lead, people.agencies.icb)


def test_whoever_does_not_agree_says_why(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    with pytest.raises(services.SaysNoReason):
        answer(request, people.police_lead, people.agencies.police, agrees=False, reasons=" ")


@pytest.mark.parametrize(
    ("persona", "agency"),
    [
        ("police_lead", "icb"),  # a neighbour's voice
        ("health_lead", "health"),  # sits there, but for no statutory partner
        ("operations", "authority"),  # sits there to run it
    ],
)
def test_nobody_answers_for_a_partner_that_is_not_theirs(
    deciding: Body, people: People, persona: str, agency: str
) -> None:
    request = ask(deciding, people.operations)
    with pytest.raises(services.SpeaksForNoPartner):
        answer(request, getattr(people, persona), getattr(people.agencies, agency))


def test_a_stranger_does_not_answer(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    with pytest.raises(PermissionDenied):
        answer(request, people.board_member, people.agencies.police)


def test_a_partner_answers_once(deciding: Body, people: People) -> None:
    hold(seat_of(deciding, "Superintendent"), people.board_member, is_deputy=True)
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    with pytest.raises(services.AnsweredAlready, match="for Northshire Police already"):
        answer(request, people.board_member, people.agencies.police)


def test_a_person_with_seats_of_two_partners_answers_for_one(
    deciding: Body, people: People
) -> None:
    nurse = seat_of(deciding, "Designated nurse")
    hold(nurse, people.police_lead, is_deputy=True)
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    with pytest.raises(services.AnsweredAlready, match="You have answered"):
        answer(request, people.police_lead, people.agencies.icb)
    assert RequestAnswer.objects.count() == 1


def test_a_standing_deputy_answers_for_their_seat(deciding: Body, people: People) -> None:
    hold(seat_of(deciding, "Superintendent"), people.board_member, is_deputy=True)
    request = ask(deciding, people.operations)
    answer(request, people.board_member, people.agencies.police)
    given = RequestAnswer.objects.get()
    assert given.post == "Northshire Police: Superintendent (standing deputy)"


# --- Whoever left ---------------------------------------------------------------------------------


def test_a_vote_of_somebody_whose_seat_ended_is_refused(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    yesterday = timezone.localdate() - timedelta(days=1)
    Holding.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    with pytest.raises(PermissionDenied):
        answer(request, people.police_lead, people.agencies.police)


def test_a_vote_of_somebody_whose_membership_ended_is_refused(
    deciding: Body, people: People
) -> None:
    request = ask(deciding, people.operations)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    with pytest.raises(PermissionDenied):
        answer(request, people.police_lead, people.agencies.police)


def test_a_seat_from_before_somebody_left_and_came_back_is_worth_no_vote(
    deciding: Body, people: People
) -> None:
    request = ask(deciding, people.operations)
    today = timezone.localdate()
    Membership.objects.filter(user=people.police_lead).update(ends_on=today - timedelta(days=5))
    Membership.objects.create(
        user=people.police_lead, agency=people.agencies.police, role="safeguarding-lead",
        starts_on=today,
    )  # fmt: skip
    Holding.objects.filter(user=people.police_lead).update(
        appointed_at=timezone.now() - timedelta(days=9)
    )
    with pytest.raises(PermissionDenied):
        answer(request, people.police_lead, people.agencies.police)


def test_an_answer_stands_when_whoever_gave_it_leaves(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    yesterday = timezone.localdate() - timedelta(days=1)
    Holding.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    answer(request, people.authority_lead, people.agencies.authority)
    closed = answer(request, people.icb_lead, people.agencies.icb)
    assert closed.status == RequestStatus.AGREED


# --- Conflicts of interest ------------------------------------------------------------------------


def test_whoever_has_a_conflict_does_not_answer_and_reads_it_no_more(
    deciding: Body, people: People
) -> None:
    hold(seat_of(deciding, "Superintendent"), people.board_member, is_deputy=True)
    request = ask(deciding, people.operations)
    now = timezone.now()
    services.declare_conflict(by=people.police_lead, request=request, what="The seller", at=now)
    with pytest.raises(services.Conflicted):
        answer(request, people.police_lead, people.agencies.police)
    assert not DecisionRequest.objects.visible_to(people.police_lead).exists()
    assert services.waiting_for(people.police_lead, london_day(now)) == []

    answer(request, people.board_member, people.agencies.police)
    answer(request, people.authority_lead, people.agencies.authority)
    answer(request, people.icb_lead, people.agencies.icb)
    assert Decision.objects.visible_to(people.board_member).exists()
    assert not Decision.objects.visible_to(people.police_lead).exists()
    assert f"The Executive: {request.reference} is closed" not in told(people.police_lead)


def test_whoever_answered_declares_no_conflict_afterwards(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    with pytest.raises(services.AnsweredAlready):
        services.declare_conflict(
            by=people.police_lead, request=request, what="The seller", at=timezone.now()
        )


def test_whoever_asked_is_told_that_nobody_is_left_for_a_partner(
    deciding: Body, people: People
) -> None:
    request = ask(deciding, people.operations)
    services.declare_conflict(
        by=people.police_lead, request=request, what="The seller", at=timezone.now()
    )
    stuck = f"The Executive: nobody is left to answer {request.reference} for a partner"
    assert stuck in told(people.operations)


# --- The end --------------------------------------------------------------------------------------


def test_it_is_withdrawn_with_a_reason(deciding: Body, people: People) -> None:
    request = ask(deciding, people.police_lead)
    given: dict[str, Any] = {"request": request, "at": timezone.now()}
    with pytest.raises(services.SaysNoReason):
        services.withdraw_request(by=people.operations, why=" ", **given)
    with pytest.raises(PermissionDenied):
        services.withdraw_request(by=people.health_lead, why="No longer needed", **given)
    services.withdraw_request(by=people.operations, why="No longer needed", **given)
    found = stored(request)
    assert (found.status, found.closed_because) == (RequestStatus.WITHDRAWN, "No longer needed")
    assert found.clock.cancelled_at is not None
    with pytest.raises(services.RequestClosed):
        answer(request, people.icb_lead, people.agencies.icb)


def test_partners_are_reminded_by_the_days_that_the_rule_counts(
    deciding: Body, people: People
) -> None:
    rule = RuleVersion.objects.filter(rule__slug="decision.request")
    rule.update(remind_unit="working_days", remind_before=[1])
    request = ask(deciding, people.operations)
    monday = date(2027, 1, 4)
    Clock.objects.filter(pk=request.clock_id).update(due_on=monday)
    subject = f"The Executive: your agency has yet to answer {request.reference}"
    for day, so_far in ((30, 0), (31, 1), (31, 1), (33, 1)):
        noon = datetime(2026, 12, 1, 12, tzinfo=LONDON) + timedelta(days=day - 1)
        services.chase_requests(at=noon)
        assert told(people.icb_lead).count(subject) == so_far


def test_it_lapses_the_day_after(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    services.chase_requests(at=before_due(request, 0))
    assert stored(request).is_open
    services.chase_requests(at=before_due(request, -1))
    services.chase_requests(at=before_due(request, -1))
    assert stored(request).status == RequestStatus.LAPSED
    assert verbs().count("decision_request.lapsed") == 1
    assert f"The Executive: {request.reference} is closed" in told(people.icb_lead)


def test_the_task_by_the_clock_does_it(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    yesterday = timezone.localdate() - timedelta(days=1)
    Clock.objects.filter(pk=request.clock_id).update(due_on=yesterday)
    tasks.chase_requests()
    assert stored(request).status == RequestStatus.LAPSED


def test_too_late_is_too_late_even_before_the_task_has_run(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police, before_due(request, 0))
    with pytest.raises(services.RequestClosed, match="lapsed after"):
        answer(request, people.icb_lead, people.agencies.icb, before_due(request, -1))


def test_partners_that_have_not_answered_are_reminded_once_a_step(
    deciding: Body, people: People
) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    subject = f"The Executive: your agency has yet to answer {request.reference}"
    for days, so_far in ((3, 0), (2, 1), (2, 1), (1, 2), (0, 3)):
        services.chase_requests(at=before_due(request, days))
        assert told(people.icb_lead).count(subject) == so_far
    assert subject not in told(people.police_lead)
    assert subject not in told(people.health_lead)


# --- What other parts of the portal ask -----------------------------------------------------------


def test_a_record_that_asked_finds_what_became_of_it(deciding: Body, people: People) -> None:
    source: dict[str, Any] = {"source_kind": "escalation", "source_reference": "ESC-2026-0001"}
    ask(deciding, people.operations)
    request = ask(deciding, people.operations, source_url="/partnership/escalations/1/", **source)
    found = services.request_of(**source)
    assert (found, found and found.status) == (request, "open")
    all_agree(request, people)
    found = services.request_of(**source)
    assert found is not None
    assert found.decision.reference == f"DEC-{timezone.localdate().year}-0001"
    assert services.request_of(source_kind="escalation", source_reference="ESC-2026-9") is None


# --- What the database refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "agreed"},
        {"closed_at": timezone.now()},
        {"status": "withdrawn", "closed_at": timezone.now()},
        {"closed_because": "Because"},
    ],
)
def test_a_request_is_closed_whole_or_open(
    deciding: Body, people: People, facts: dict[str, object]
) -> None:
    request = ask(deciding, people.operations)
    with pytest.raises(IntegrityError, match="decision_request_"), transaction.atomic():
        DecisionRequest.objects.filter(pk=request.pk).update(**facts)


def test_an_answer_never_changes(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestAnswer.objects.update(answer="disagree")
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestAnswer.objects.filter(request=request).delete()
