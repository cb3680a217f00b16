"""Lists of differences, returns and scrutiny cost the same however long they are."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.models import EscalationReturn, EscalationTheme, Priority
from partnership.services import scrutiny as services
from tests.partnership.browsing import as_
from tests.partnership.test_escalations import start
from tests.personas import People
from tests.trust.differences import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
LISTS = ("escalation_list", "return_list", "theme_list", "question_list", "programme_list",
         "challenge_list", "difference_summary", "question_detail")  # fmt: skip


def rows_of(people: People, numbers: range, at: datetime) -> Any:
    """Rows of each list, with all that their columns show; gives the first question."""
    by, asked = people.scrutineer, []
    for n in numbers:
        theme = EscalationTheme.objects.create(name=f"Theme {n}")
        start(theme, people, at)
        EscalationReturn.objects.create(
            agency=people.agencies.health, quarter=date(2020 + n, 1, 1), clock=clock(people, at)
        )
        question = services.ask_question(by=by, year=2026, text=f"Question {n}", at=at)
        asked.append(question)
        services.add_entry(
            by=by, starts_on=at.date(), ends_on=None, what="A visit", question=question,
            came_of_it="", at=at,
        )  # fmt: skip
        for one in asked[:1]:
            services.challenge(
                by=by, agency=people.agencies.health, question=one, text="Why?", at=at
            )
            priority = Priority.objects.create(year=n, number=1, title="Fewer missing")
            services.pin_evidence(
                by=by, question=one, kind="priority", record_id=priority.pk, note="So", at=at
            )
    return asked[0]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_one_row_and_at_three(
    people: People, at: datetime, name: str
) -> None:
    who = people.operations if name == "theme_list" else people.scrutineer
    client, question = as_(who), rows_of(people, range(1, 2), at)
    path = {"pk": question.pk} if name == "question_detail" else None

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, kwargs=path)).status_code == 200
        return len(asked)

    cost()  # what is remembered from the first request on
    one = cost()
    rows_of(people, range(2, 4), at)
    assert cost() == one
