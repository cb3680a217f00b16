"""The search page of the audit."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from shield.accounts.models import User
from shield.audit.models import Entry
from shield.audit.views import kinds
from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONDON = ZoneInfo("Europe/London")
ADDRESS = "/audit/"


def entry(at: datetime, by: User | None = None, **facts: object) -> Entry:
    given = {
        "actor": f"{by.full_name} <{by.email}>" if by else "system",
        "actor_id": by.pk if by else None,
        "verb": "incident.submitted",
        "subject_model": "incidents.incident",
        "subject_id": 1,
        "reference": "SIN-2026-0001",
        **facts,
    }
    return Entry.objects.create(at=at, position=Entry.objects.count() + 1, **given)


@pytest.fixture
def auditor(people: People, client: Client) -> Client:
    client.force_login(people.auditor, BACKEND)
    return client


@pytest.fixture
def entries(people: People) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=LONDON)
    entry(noon, people.health_lead, reference="SIN-2026-0001")
    entry(noon + timedelta(days=1), people.police_lead, reference="SIN-2026-0002", verb="consulted")
    late = datetime(2026, 3, 5, 23, 30, tzinfo=LONDON)
    entry(late, None, reference="SIN-2026-0003", subject_model="clocks.clock")


def csv(client: Client, **query: str) -> list[str]:
    answer = client.get(ADDRESS, {**query, "format": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    lines = [line for line in text.splitlines()[1:] if "audit.searched" not in line]
    return [line.split(",")[3] for line in lines]


FIRST, SECOND, THIRD = (f"SIN-2026-000{number}" for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [THIRD, SECOND, FIRST]),
        ({"person": "harriet"}, [FIRST]),
        ({"person": "police.lead@"}, [SECOND]),
        ({"person": "system"}, [THIRD]),
        ({"person": "nobody of this name"}, []),
        ({"verb": "consulted"}, [SECOND]),
        ({"reference": "sin-2026-0002"}, [SECOND]),
        ({"subject_model": "clocks.clock"}, [THIRD]),
        ({"since_0": "3", "since_1": "3", "since_2": "2026"}, [THIRD, SECOND]),
        ({"until_0": "3", "until_1": "3", "until_2": "2026"}, [SECOND, FIRST]),
        ({"until_0": "5", "until_1": "3", "until_2": "2026"}, [THIRD, SECOND, FIRST]),
    ],
)
def test_the_audit_is_searched(auditor, entries, query, expected):
    assert csv(auditor, **query) == expected
    page = auditor.get(ADDRESS, query).content.decode()
    assert [ref for ref in (THIRD, SECOND, FIRST) if f">{ref}<" in page] == expected


def test_a_day_that_is_none_is_said(auditor, entries):
    query = {"since_0": "31", "since_1": "2", "since_2": "2026"}
    assert "must be a real date" in auditor.get(ADDRESS, query).content.decode()


def test_a_search_is_written_down_without_what_was_searched_for(auditor, people):
    auditor.get(ADDRESS, {"person": "harriet", "since_0": "1", "since_1": "3", "since_2": "2026"})
    made = Entry.objects.get(verb="audit.searched")
    assert (made.actor_id, made.facts) == (
        people.auditor.pk,
        {"filters": ["person", "since"], "csv": False},
    )


def test_taking_the_list_away_is_written_down(auditor):
    csv(auditor, verb="consulted")
    assert Entry.objects.get().facts == {"filters": ["verb"], "csv": True}


@pytest.mark.parametrize(
    "persona", ["health_lead", "operations", "system_administrator", "scrutineer", "leaver"]
)
def test_nobody_else_searches(people, client, persona):
    client.force_login(getattr(people, persona), BACKEND)
    assert client.get(ADDRESS).status_code in (403, 404)
    assert not Entry.objects.exists()


def test_pages_begin_where_the_last_ended(auditor, people):
    start = datetime(2026, 3, 2, 12, tzinfo=LONDON)
    for number in range(60):  # two at each moment, so that moments alone do not order them
        entry(start + timedelta(minutes=number // 2), reference=f"N-{number:02d}")
    address, read = "", []
    for _ in range(3):
        page = auditor.get(f"{ADDRESS}{address or '?verb=incident.submitted'}").content.decode()
        read += [word.split("<")[0] for word in page.split(">") if word.startswith("N-")]
        links = [part.split('"')[0] for part in page.split('href="') if "after=" in part]
        address = links[-1].replace("&amp;", "&") if links else ""
    assert read == [f"N-{number:02d}" for number in range(59, -1, -1)]


@pytest.mark.parametrize("after", ["nonsense", "AAAA", "é", "fDE=", "MjAyNi0wMy0wMnwx"])
def test_a_place_that_is_none_is_the_beginning(auditor, entries, after):
    assert auditor.get(ADDRESS, {"after": after}).status_code == 200


def test_facts_are_shown_as_text(auditor, people, at):
    entry(at, people.health_lead, facts={"step": "<b>children</b>"})
    page = auditor.get(ADDRESS).content.decode()
    assert "step: &lt;b&gt;children&lt;/b&gt;" in page


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_search_costs_the_same_at_any_length(
    auditor, people, at, rows, django_assert_num_queries
):
    for _ in range(rows):
        entry(at, people.health_lead)
    auditor.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        auditor.get(ADDRESS)


# Session, person, memberships; the search's own entry: lock, end of the chain, insert; rows with
# their count; unread messages for the menu.
QUERIES = 8


def test_the_address_is_the_one_the_menu_knows():
    assert reverse("audit_search") == ADDRESS


def test_the_kinds_offered_are_the_portals_own_and_told_apart() -> None:
    names = [name for _, name in kinds()]
    assert len(names) == len(set(names))
    assert "incidents.incident" in dict(kinds())
    assert not [model for model, _ in kinds() if model.startswith(("sessions.", "account."))]
