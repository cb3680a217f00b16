from datetime import date
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shield.accounts.models import Agency, AgencyKind
from shield.core import lists
from tests.core.html import elements, text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.fixture
def kind() -> AgencyKind:
    return AgencyKind.objects.create(code="school", name="School")


def fill(kind: AgencyKind, number: int) -> None:
    Agency.objects.bulk_create(
        Agency(name=f"School {n:03}", kind=kind, is_statutory_partner=n == 0) for n in range(number)
    )


def names(html: str) -> list[str]:
    """The first cell of each row."""
    return [text("<th" + part.split("</th>")[0]) for part in html.split('<th scope="row"')[1:]]


def page(client: Client, query: str = "") -> str:
    return client.get(f"/agencies/{query}").content.decode()


@pytest.mark.parametrize("number", [1, 3, 300])
def test_a_list_asks_once_however_long_it_is(client: Client, kind: AgencyKind, number: int) -> None:
    fill(kind, number)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/agencies/")

    assert len(asked) == 1


def test_counting_stops_at_a_bound(
    client: Client, kind: AgencyKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNT_TO", 50)
    fill(kind, 80)

    html = page(client, "?page=3")

    assert "Showing 51 to 75 of more than 50 results" in html
    assert names(page(client, "?page=4")) == [f"School {n:03}" for n in range(75, 80)]


def test_pages_follow_each_other_without_gap_or_double(client: Client, kind: AgencyKind) -> None:
    fill(kind, 60)

    seen = [name for number in (1, 2, 3) for name in names(page(client, f"?page={number}"))]

    assert seen == [f"School {n:03}" for n in range(60)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("99", "School 050"),
        ("0", "School 000"),
        ("x", "School 000"),
        ("-1", "School 000"),
        ("٣", "School 000"),
    ],
)
def test_a_page_that_is_not_there_is_the_nearest(
    client: Client, kind: AgencyKind, asked: str, first: str
) -> None:
    fill(kind, 60)

    assert names(page(client, f"?page={asked}"))[0] == first


def test_rows_sort_by_a_column_both_ways(client: Client, kind: AgencyKind) -> None:
    fill(kind, 3)

    assert names(page(client, "?sort=-name")) == ["School 002", "School 001", "School 000"]
    assert [one.get("aria-sort") for one in elements(page(client, "?sort=-name"), "th")][:2] == [
        "descending",
        None,
    ]


def test_what_is_no_column_does_not_sort(client: Client, kind: AgencyKind) -> None:
    fill(kind, 2)

    assert names(page(client, "?sort=kind__agencies__name")) == ["School 000", "School 001"]


def test_filters_stay_in_every_link(client: Client, kind: AgencyKind) -> None:
    fill(kind, 60)

    links = [one["href"] for one in elements(page(client, "?name=school&page=2"), "a")]
    queries = [parse_qs(link[1:]) for link in links if link.startswith("?")]

    assert [query["name"] for query in queries] == [["school"]] * len(queries)
    assert [query for query in queries if "sort" in query and "page" in query] == []


def test_a_filter_narrows_the_list(client: Client, kind: AgencyKind) -> None:
    fill(kind, 12)

    assert names(page(client, "?name=011")) == ["School 011"]
    assert names(page(client, "?statutory=true")) == ["School 000"]


def test_a_list_is_narrowed_by_a_day_and_a_wrong_day_says_so(
    client: Client, kind: AgencyKind
) -> None:
    fill(kind, 2)
    Agency.objects.filter(name="School 001").update(valid_from=date(2026, 3, 27))

    assert names(page(client, "?since_0=27&since_1=3&since_2=2026")) == ["School 001"]
    assert names(page(client, "?since_0=28&since_1=3&since_2=2026")) == []
    assert "Valid since must include a year" in page(client, "?since_0=28&since_1=3")


def test_the_empty_choice_of_a_filter_is_any(client: Client, kind: AgencyKind) -> None:
    options = (
        page(client, "?filter=open").split("<select")[1].split("</select>")[0].split("<option")[1:]
    )

    assert [text("<option" + option) for option in options] == ["Any", "Yes", "No"]


def test_the_questions_are_shown_to_who_wants_to_filter(client: Client, kind: AgencyKind) -> None:
    fill(kind, 60)

    plain = page(client, "?page=2&sort=name")

    assert "<select" not in plain
    assert 'href="?sort=name&amp;filter=open#filter"' in plain
    assert "<select" in page(client, "?sort=name&filter=open")


def test_an_empty_list_says_so(client: Client) -> None:
    html = page(client)

    assert "No agencies have been added yet." in html
    assert "Clear filters" not in html


def test_filters_that_match_nothing_can_be_cleared(client: Client, kind: AgencyKind) -> None:
    fill(kind, 1)

    html = page(client, "?name=zzz")

    assert "Nothing matches these filters." in html
    assert "/agencies/" in [one["href"] for one in elements(html, "a") if one]


def test_the_table_names_itself_and_its_heads(client: Client, kind: AgencyKind) -> None:
    fill(kind, 1)
    html = page(client)

    assert text(html.split("<caption")[1].split("</caption>")[0].split(">")[1]) == "Agencies"
    assert [one["scope"] for one in elements(html, "th")] == ["col"] * 5 + ["row"]


def test_names_of_rows_are_escaped(client: Client, kind: AgencyKind) -> None:
    Agency.objects.create(name="<script>x</script>", kind=kind)

    assert "<script>x" not in page(client)


def test_the_csv_holds_every_filtered_row_in_order(client: Client, kind: AgencyKind) -> None:
    fill(kind, 60)
    Agency.objects.create(name="=School", kind=kind)

    sent = client.get("/agencies/?format=csv&sort=-name&name=school&page=2")
    rows = b"".join(sent.streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    assert rows[0] == "\ufeffName,Kind,From,Statutory"
    assert len(rows) == 62
    assert rows[1] == "School 059,School,,No"
    assert rows[-1] == "'=School,School,,No"
