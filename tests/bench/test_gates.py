"""The gates on what a page costs find what costs too much, and name it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from bench import budgets, gates, measure
from shield.accounts.models import Agency, AgencyKind
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.bench.planted")]


@pytest.fixture
def get(people: People, client: Client) -> Callable[[str], bytes]:
    client.force_login(people.health_lead)
    return lambda address: client.get(address).content


def fill(number: int) -> None:
    kind = AgencyKind.objects.create(code=f"planted-{number}", name=f"Planted {number}")
    Agency.objects.bulk_create(
        Agency(name=f"Planted {number} x {n}", kind=kind) for n in range(number)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_agency")


def over(get: Callable[[str], bytes], page: str, before: int = 3, after: int = 3_000) -> list[str]:
    """What the gates say of a planted page that may cost what the thrifty one does."""
    address = f"/planted/{page}/"
    budget = budgets.Budget(page, address, queries=10, calls=6_000, elements=40)
    fill(before)
    small = len(measure.queries(lambda: get(address)))
    fill(after)
    return list(gates.over(budget, gates.look(lambda: get(address), small)))


def test_a_thrifty_page_passes(get):
    assert over(get, "thrifty") == []


def test_a_query_a_row_is_named(get):
    found = over(get, "query-a-row")

    assert [line.split(": ")[0] for line in found] == ["query-a-row"] * len(found)
    assert " queries over 1,000 notifications, 29 over 10,000" in found[0]
    assert "29 queries, of 10 at most" in found[1]


def test_a_table_read_from_end_to_end_is_named_with_its_query(get):
    [found] = over(get, "reads-all")

    assert found.startswith("reads-all: reads 3,0")
    assert "rows of accounts_agency one by one: SELECT " in found
    assert "LIKE '%x 1777%'" in found


def test_a_scan_that_stops_is_no_scan_of_a_large_table(get):
    assert over(get, "reads-few") == []


def test_too_many_elements_are_named(get):
    assert over(get, "wordy") == ["wordy: 500 elements, of 40 at most"]


def test_too_much_style_is_named(get):
    once = gates.weight("/static/portal.css")
    budget = budgets.Budget("heavy", "", queries=10, calls=6_000, elements=40, css=once)

    assert list(gates.over(budget, gates.look(lambda: get("/planted/heavy/"), 3))) == [
        f"heavy: {2 * once} css, of {once} at most"
    ]


def test_too_many_calls_are_named(get):
    budget = budgets.Budget("thrifty", "", queries=10, calls=100, elements=40)
    found = list(gates.over(budget, gates.look(lambda: get("/planted/thrifty/"), 4)))

    assert [line.split(" calls")[1] for line in found] == [", of 100 at most"]


def test_a_page_that_loads_from_elsewhere_is_refused():
    with pytest.raises(FileNotFoundError):
        gates.assets_of(b'<script src="https://elsewhere.example/x.js"></script>')


def test_the_queries_of_cursors_are_looked_at_too(db):
    fill(3_000)
    sql = 'DECLARE "one" NO SCROLL CURSOR WITH HOLD FOR SELECT name FROM accounts_agency'

    assert [scan.split(": ")[1] for scan in gates.scans_of(sql)] == [
        "SELECT name FROM accounts_agency"
    ]
