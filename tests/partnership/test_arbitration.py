"""What no stage has resolved, the partners are asked to decide between their meetings."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership.models import Body, DecisionRequest, Escalation, EscalationTheme
from partnership.services import differences as services
from tests.partnership.asking import make_deciding
from tests.partnership.browsing import reads
from tests.partnership.conftest import Structure
from tests.partnership.doing import verbs
from tests.partnership.test_escalations import on, start
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def executive(structure: Structure, people: People) -> Body:
    return make_deciding(structure.executive, people)


@pytest.fixture
def arbitrated(people: People, at: datetime) -> Escalation:
    found = start(EscalationTheme.objects.create(name="Thresholds"), people, at)
    for stage in services.stages():
        found = on(found, people, at, stage)
    return found


def ask(people: People, escalation: Escalation, body: Body, at: datetime, **more: Any) -> Any:
    facts: dict[str, Any] = {"by": people.operations, "question": "Was it met?", "why_now": "Now"}
    return services.ask_arbitration(escalation=escalation, body=body, at=at, **(facts | more))


def test_the_partners_are_asked_and_the_difference_says_so(
    arbitrated: Escalation, executive: Body, people: People, at: datetime
) -> None:
    request = ask(people, arbitrated, executive, at)
    assert (request.source_kind, request.source_reference) == ("difference", "ESC-2026-0001")
    page = reads(people.operations, "escalation_detail", pk=arbitrated.pk)
    assert f"{request.reference} , open" in page or f"{request.reference}, open" in page
    assert "Ask the partners to decide" not in page


def test_they_are_asked_once(
    arbitrated: Escalation, executive: Body, people: People, at: datetime
) -> None:
    ask(people, arbitrated, executive, at)
    with pytest.raises(services.NotToArbitrate):
        ask(people, arbitrated, executive, at)
    assert DecisionRequest.objects.count() == 1


def test_what_is_at_a_stage_is_not_arbitrated(
    executive: Body, people: People, at: datetime
) -> None:
    escalation = start(EscalationTheme.objects.create(name="Thresholds"), people, at)
    with pytest.raises(services.NotToArbitrate):
        ask(people, escalation, executive, at)


def test_a_lead_does_not_ask(
    arbitrated: Escalation, executive: Body, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        ask(people, arbitrated, executive, at, by=people.health_lead)


def test_nothing_that_names_a_child_is_asked(
    arbitrated: Escalation, executive: Body, people: People, at: datetime
) -> None:
    with pytest.raises(services.NamesChild):
        ask(people, arbitrated, executive, at, question="About 943 476 5919")


def test_with_the_difference_the_question_is_withdrawn(
    arbitrated: Escalation, executive: Body, people: People, at: datetime
) -> None:
    request = ask(people, arbitrated, executive, at)
    services.withdraw_escalation(
        by=people.health_lead, escalation=arbitrated, outcome="It was settled", at=at
    )
    found = DecisionRequest.objects.select_related("clock").get(pk=request.pk)
    assert (found.status, found.closed_because) == ("withdrawn", "The difference was withdrawn")
    assert found.clock.cancelled_at == at
    assert "decision_request.withdrawn" in verbs()
