"""Pages of decisions between meetings: what each person finds, and what a form does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import Body, Decision, DecisionRequest, Holding
from tests.core import html
from tests.partnership.asking import answer, ask, seat_of, stored
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.doing import hold
from tests.personas import People

pytestmark = pytest.mark.django_db


def found(user: Any, request: DecisionRequest) -> str:
    return reads(user, "decision_request_detail", pk=request.pk)


def test_a_chair_asks_by_the_form(deciding: Body, people: People) -> None:
    said = {"title": "Fund it", "question": "Shall we?", "why_now": "It ends"}
    answered = sends(people.police_lead, "decision_request_add", said, pk=deciding.pk)
    request = DecisionRequest.objects.get()
    assert answered["Location"] == request.get_absolute_url()
    assert (request.title, request.requested_by) == ("Fund it", people.police_lead)


def test_a_body_without_such_a_rule_has_no_form(deciding: Body, people: People) -> None:
    Body.objects.filter(pk=deciding.pk).update(quorum_rule={"members": 3})
    path = reverse("decision_request_add", kwargs={"pk": deciding.pk})
    assert as_(people.police_lead).get(path).status_code == 404


def test_what_was_typed_stays_when_nobody_could_answer(deciding: Body, people: People) -> None:
    Holding.objects.filter(user=people.icb_lead).delete()
    said = {"title": "Fund it", "question": "Shall we?", "why_now": "It ends"}
    answered = sends(people.police_lead, "decision_request_add", said, pk=deciding.pk)
    assert answered.status_code == 409
    source = answered.content.decode()
    assert "Nobody who could answer sits in The Executive for Northshire ICB" in html.text(source)
    assert "Shall we?" in source


def test_a_member_answers_and_the_others_read_it(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    said = {"answer": "agrees", "agrees_because": "Needed by March"}
    sends(people.police_lead, "decision_request_answer", said, pk=request.pk)
    page = found(people.health_lead, request)
    assert "Paula Lead" in page
    assert "Needed by March" in page
    assert "Can answer: Ivy Lead" in page


def test_whoever_does_not_agree_is_asked_why(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    said = {"answer": "disagrees", "agrees_because": "Remark", "disagrees_because": ""}
    answered = sends(people.police_lead, "decision_request_answer", said, pk=request.pk)
    assert answered.status_code == 200
    assert stored(request).is_open
    said["disagrees_because"] = "Too dear"
    sends(people.police_lead, "decision_request_answer", said, pk=request.pk)
    assert stored(request).status == "refused"


def test_whoever_sits_for_two_partners_says_for_which(deciding: Body, people: People) -> None:
    hold(seat_of(deciding, "Designated nurse"), people.police_lead, is_deputy=True)
    request = ask(deciding, people.operations)
    path = {"pk": request.pk}
    assert (
        sends(
            people.police_lead, "decision_request_answer", {"answer": "agrees"}, **path
        ).status_code
        == 200
    )
    said = {"answer": "agrees", "agency": people.agencies.icb.pk}
    sends(people.police_lead, "decision_request_answer", said, **path)
    assert request.answers.get().agency == people.agencies.icb


def test_who_cannot_answer_finds_no_form(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    path = reverse("decision_request_answer", kwargs={"pk": request.pk})
    for user in (people.health_lead, people.operations, people.board_member, people.scrutineer):
        assert as_(user).get(path).status_code == 404
    assert "Answer for your agency" not in found(people.health_lead, request)
    assert "Answer for your agency" in found(people.icb_lead, request)


def test_an_answer_after_the_end_is_refused_on_the_form(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    services.withdraw_request(
        by=people.operations, request=request, why="No longer needed", at=timezone.now()
    )
    said = {"answer": "agrees"}
    answered = sends(people.icb_lead, "decision_request_answer", said, pk=request.pk)
    assert answered.status_code == 409


def test_a_conflict_takes_the_question_away(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    said = {"what": "I work for the seller"}
    answered = sends(people.police_lead, "decision_request_conflict", said, pk=request.pk)
    assert answered["Location"] == reverse("decision_request_list")
    client = as_(people.police_lead)
    assert client.get(request.get_absolute_url()).status_code == 404
    assert request.title not in client.get(reverse("decision_request_list")).content.decode()
    assert request.reference not in client.get("/home/").content.decode()
    assert "Nobody is left who can answer" in found(people.operations, request)


def test_an_answer_of_somebody_who_left_is_said_to_stand(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)
    answer(request, people.police_lead, people.agencies.police)
    yesterday = timezone.localdate() - timedelta(days=1)
    Holding.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    page = found(people.operations, request)
    assert "No longer sits in the body; the answer stands" in page
    assert as_(people.police_lead).get(request.get_absolute_url()).status_code == 404


def test_home_says_what_waits_for_whom(deciding: Body, people: People) -> None:
    request = ask(deciding, people.operations)

    def waits(user: Any) -> bool:
        return "Waiting for your answer" in reads(user, "home")

    assert waits(people.icb_lead)
    assert not waits(people.health_lead)
    answer(request, people.icb_lead, people.agencies.icb)
    assert not waits(people.icb_lead)


def test_the_list_is_filtered(deciding: Body, people: People) -> None:
    kept = ask(deciding, people.operations, title="Kept")
    services.withdraw_request(
        by=people.operations, request=ask(deciding, people.operations, title="Gone"),
        why="No longer needed", at=timezone.now(),
    )  # fmt: skip
    path = reverse("decision_request_list")
    source = as_(people.icb_lead).get(f"{path}?status=open&body={deciding.pk}").content.decode()
    assert kept.get_absolute_url() in source
    assert "Gone" not in source


def cost(user: Any, name: str, **path: Any) -> int:
    client, address = as_(user), reverse(name, kwargs=path or None)
    client.get(address)  # what is remembered from the first request on
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("name", "queries"), [("decision_request_list", 12), ("decision_list", 5), ("home", 0)]
)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    deciding: Body, people: People, name: str, queries: int
) -> None:
    def rows() -> None:
        ask(deciding, people.operations)
        decided = ask(deciding, people.operations)
        for agency, user in (
            (people.agencies.authority, people.authority_lead),
            (people.agencies.police, people.police_lead),
            (people.agencies.icb, people.icb_lead),
        ):
            answer(decided, user, agency)

    rows()
    # Of the home page `tests/reporting/test_home.py` says how many.
    one = cost(people.icb_lead, name)
    assert one == (queries or one)
    rows()
    rows()
    assert Decision.objects.count() == 3
    assert cost(people.icb_lead, name) == one
