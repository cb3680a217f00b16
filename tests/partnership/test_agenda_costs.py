"""What pages of agendas cost, and what comes of it when several people change one at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import services
from partnership.models import AgendaItem, Interest, Meeting, Proposal
from shield.core.refusals import Refusal
from tests.partnership.browsing import as_
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, hold, publish
from tests.personas import People

COSTS = {
    "agenda_detail": 27,  # of which seven ask whether somebody is left who reads what is restricted
    "agenda_item_detail": 10,
    "agenda_publish": 10,
    "agenda_opened": 8,
    "proposal_list": 5,
}


def rows(held: Meeting, item: AgendaItem, people: People, numbers: range, at: datetime) -> None:
    """Rows of everything that these pages list."""
    for n in numbers:
        who = (people.champion, people.health_lead, people.icb_lead)[n]
        seat = held.body.seats.create(agency=people.agencies.health, post=f"Post {n}", order=9 + n)
        hold(seat, who)
        restricted = agenda_item(held, people, at, title=f"R{n}", readers=[people.operations])
        for one in (agenda_item(held, people, at, title=f"I{n}"), restricted, item):
            services.add_paper(
                by=people.operations, item=one, title=f"P{n}", file=None, link="/a", at=at
            )
        Interest.objects.create(item=item, user=who, what="x", declared_by=who, declared_at=at)
        apart = agenda_item(held, people, at, title=f"A{n}")
        Interest.objects.create(
            item=apart, user=people.operations, what="x", declared_by=who, declared_at=at
        )
        held.body.standing_items.create(order=n + 1, title=f"S{n}", purpose="note")
        Proposal.objects.create(
            body=held.body, title=f"T{n}", purpose="note", asks="x", proposed_by=who,
            proposed_at=at,
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", COSTS)
def test_a_page_of_an_agenda_costs_the_same_at_one_row_and_at_three(
    held: Meeting, people: People, at: datetime, name: str
) -> None:
    client, item = as_(people.operations), agenda_item(held, people, at)
    path: dict[str, Any] = {"pk": held.pk}
    path = {"proposal_list": {}, "agenda_item_detail": {"pk": item.pk}}.get(name, path)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, kwargs=path)).status_code == 200
        return len(asked)

    rows(held, item, people, range(1), at)
    publish(held, people, at)
    cost()  # what is remembered from the first request on
    one = cost()
    rows(held, item, people, range(1, 3), at)
    assert (one, cost()) == (COSTS[name], COSTS[name])


def at_once(*calls: Any) -> list[Any]:
    """What each gives, or the refusal that it raised."""

    def call(one: Any) -> Any:
        try:
            return one()
        except (Refusal, PermissionDenied) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


@pytest.mark.django_db(transaction=True)
def test_items_moved_at_once_leave_each_place_to_one(
    held: Meeting, people: People, at: datetime
) -> None:
    found = [agenda_item(held, people, at, title=name) for name in "ABCDE"]
    given: dict[str, Any] = {"by": people.operations, "at": at}
    at_once(
        *(lambda one=one: services.move_agenda_item(item=one, place=1, **given) for one in found)
    )
    assert sorted(held.items.values_list("order", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_first_at_once_one_has_to_say_what_changed(
    held: Meeting, people: People, at: datetime
) -> None:
    agenda_item(held, people, at)
    came = at_once(*[lambda: publish(held, people, at)] * 2)
    assert sum(isinstance(one, services.SaysNothingChanged) for one in came) == 1
    assert held.publications.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_readers_ended_at_once_leave_one(
    held: Meeting, structure: Structure, people: People, at: datetime
) -> None:
    item = agenda_item(held, people, at, readers=[people.operations, people.police_lead])
    given: dict[str, Any] = {"by": people.operations, "at": at}
    came = at_once(
        lambda: services.end_reader(reader=item.readers.get(user=people.police_lead), **given),
        lambda: services.end_reader(reader=item.readers.get(user=people.operations), **given),
    )
    assert sum(isinstance(one, Refusal | PermissionDenied) for one in came) == 1
    assert item.readers.current().count() == 1
