"""Many answers at the same moment: real threads, real transactions; and each guard taken away."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from partnership.models import Body, Decision, DecisionRequest, RequestAnswer
from partnership.services import AnsweredAlready, requests
from shield.audit.models import Entry
from shield.core.refusals import Refusal
from tests.partnership.asking import answer, ask, make_deciding, seat_of, stored
from tests.partnership.doing import hold
from tests.personas import People, make_people
from tests.register import load_register

FIFTY = 50
PARTNERS = (("authority", "authority_lead"), ("police", "police_lead"), ("icb", "icb_lead"))


def executive(people: People) -> Body:
    body = Body.objects.create(name="The Executive", slug="executive", purpose="Decides")
    return make_deciding(body, people)


@pytest.fixture
def committed(transactional_db: None) -> People:
    """As in every other test, but committed."""
    load_register()
    return make_people()


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run all at the same moment, each with its own connection; results or refusals in order."""
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=60)
            return task()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def sits_everywhere(body: Body, people: People) -> None:
    """The police lead holds a seat of the police and stands in for both other partners."""
    for post in ("Director", "Designated nurse"):
        hold(seat_of(body, post), people.police_lead, is_deputy=True)


def partners_answer(request: DecisionRequest, people: People) -> list[Callable[[], Any]]:
    def task(agency: str, who: str) -> Callable[[], Any]:
        return lambda: answer(request, getattr(people, who), getattr(people.agencies, agency))

    return [task(*pair) for pair in PARTNERS]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_answers_of_one_person_one_counts_and_nothing_is_decided(
    committed: People,
) -> None:
    body = executive(committed)
    sits_everywhere(body, committed)
    request = ask(body, committed.operations)
    agencies = [getattr(committed.agencies, agency) for agency, _ in PARTNERS]

    def task(number: int) -> Callable[[], Any]:
        return lambda: answer(request, committed.police_lead, agencies[number % 3])

    results = at_once([task(number) for number in range(FIFTY)])
    refused = [one for one in results if isinstance(one, Refusal)]
    assert len(refused) == FIFTY - 1
    assert {type(one) for one in refused} == {AnsweredAlready}
    assert RequestAnswer.objects.count() == 1
    assert stored(request).is_open
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_three_partners_who_answer_at_one_moment_decide_once(committed: People) -> None:
    request = ask(executive(committed), committed.operations)
    results = at_once(partners_answer(request, committed))
    assert not [one for one in results if isinstance(one, Refusal)]
    assert stored(request).status == "agreed"
    year = timezone.localdate().year
    assert list(Decision.objects.values_list("reference", flat=True)) == [f"DEC-{year}-0001"]
    assert Entry.objects.filter(verb="decision_request.agreed").count() == 1


# --- Take a guard away and the guarantee falls ----------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_three_at_one_moment_would_never_decide(
    committed: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(executive(committed), committed.operations)
    together, give = threading.Barrier(3), requests._give

    def unlocked(row: DecisionRequest, at: Any) -> DecisionRequest:
        found: DecisionRequest = DecisionRequest.objects.get(pk=row.pk)
        return found

    def given(*args: Any, **more: Any) -> Any:
        found = give(*args, **more)
        together.wait(timeout=60)  # nobody has committed yet
        return found

    monkeypatch.setattr(requests, "_open", unlocked)
    monkeypatch.setattr(requests, "_give", given)
    at_once(partners_answer(request, committed))
    assert RequestAnswer.objects.count() == 3
    assert stored(request).is_open  # all have agreed, and nobody noticed


@pytest.mark.django_db
def test_without_the_constraint_one_person_would_decide_alone(people: People, rules: None) -> None:
    body = executive(people)
    sits_everywhere(body, people)
    request = ask(body, people.operations)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE partnership_requestanswer DROP CONSTRAINT request_answered_for_one"
        )
    for agency, _ in PARTNERS:
        answer(request, people.police_lead, getattr(people.agencies, agency))
    assert Decision.objects.filter(request=request).exists()
