"""The list of notifications: who sees which rows, filters, order, pages, CSV, cost."""

import csv
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from incidents import services
from incidents.models import Incident
from shield.accounts.models import Agency, User
from shield.audit.models import Entry
from shield.core.london import moment_words
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page, text
from tests.incidents.filling import now, parts
from tests.personas import People

LIST = "/incidents/"


def bare(user: User, agency: Agency, at: datetime) -> Incident:
    return services.start(agency=agency, token=uuid.uuid4(), by=user, at=at)


def rows(client: Client, **query: Any) -> list[dict[str, str]]:
    """The list as its reader may take it away."""
    answer = client.get(LIST, {**query, "format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    return list(csv.DictReader(lines))


def labels(client: Client, **query: Any) -> list[str]:
    return [row["Notification"] for row in rows(client, **query)]


@pytest.fixture
def world(ground: People) -> dict[str, Incident]:
    """One notification in each situation that a filter tells apart."""
    at = now()
    overdue = {
        "dates": {
            "happened": "approximate",
            "happened_roughly": "In the spring",
            "agency_aware_at": filling.day_before(at, 30),
        }
    }
    found = {
        "draft": filling.filled(ground, at),
        "overdue": filling.filled(ground, at, changes=overdue),
        "filed": filling.submitted(ground, at),
        "police": filling.submitted(
            ground, at, by=ground.police_lead, changes={"criteria": {"criteria": ["near-miss"]}}
        ),
        "discarded": filling.draft(ground, at),
    }
    late = filling.filled(ground, at, changes=overdue)
    found["late"] = filling.submit(late, ground.health_practitioner, at, "Nobody knew.")
    services.discard(incident=found["discarded"], by=ground.health_practitioner, at=at)
    return {name: Incident.objects.get(pk=one.pk) for name, one in found.items()}


def seen(world: dict[str, Incident], client: Client, **query: Any) -> set[str]:
    """Which of the world stand on the page."""
    source = page(client.get(LIST, query))
    return {name for name, one in world.items() if f'"{one.get_absolute_url()}"' in source}


HEALTH = {"draft", "overdue", "filed", "discarded", "late"}
FILED = {"filed", "police", "late"}
SEES: dict[str, set[str]] = {
    "health_practitioner": HEALTH,
    "health_colleague": set(),
    "health_lead": HEALTH,
    "police_lead": {"police"},
    "police_practitioner": set(),
    "authority_lead": {"filed", "late"},
    "authority_practitioner": set(),
    "operations": FILED,
    "scrutineer": set(),
}


def test_each_persona_sees_their_rows(world: dict[str, Incident], ground: People) -> None:
    found = {persona: seen(world, as_(getattr(ground, persona))) for persona in SEES}
    assert found == SEES


@pytest.mark.parametrize(
    "persona", ["auditor", "system_administrator", "champion", "board_member", "leaver"]
)
def test_others_have_no_such_page(ground: People, persona: str) -> None:
    assert as_(getattr(ground, persona)).get(LIST).status_code in (403, 404)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "draft"}, {"draft", "overdue"}),
        ({"state": "discarded"}, {"discarded"}),
        ({"state": "submitted"}, {"filed", "late"}),
        ({"state": "panel_notified"}, set()),
        ({"state": "late"}, {"late"}),
        ({"state": "overdue"}, {"overdue"}),
        ({"criterion": "seriously-harmed"}, {"draft", "overdue", "filed", "late"}),
        ({"criterion": "died"}, set()),
        ({"state": "submitted", "criterion": "near-miss"}, set()),
    ],
)
def test_filters_narrow_the_list(
    world: dict[str, Incident], ground: People, query: dict[str, str], expected: set[str]
) -> None:
    assert seen(world, as_(ground.health_lead), **query) == expected


def test_the_operations_team_filters_by_agency(world: dict[str, Incident], ground: People) -> None:
    client = as_(ground.operations)
    assert seen(world, client, agency=ground.agencies.police.pk) == {"police"}


def test_only_agencies_seen_can_be_filtered_by(world: dict[str, Incident], ground: People) -> None:
    source = page(as_(ground.health_lead).get(f"{LIST}?filter=open"))
    assert ">Riverside Health Trust</option>" in source.replace("\n", "")
    assert ">Northshire Police</option>" not in source.replace("\n", "")


def test_what_is_due_by_a_day(world: dict[str, Incident], ground: People) -> None:
    clock = world["overdue"].partnership_clock
    assert clock is not None
    day = clock.due_on
    client = as_(ground.health_lead)
    assert seen(world, client, **parts("due", day.day, day.month, day.year)) == {"overdue"}
    before = day - timedelta(days=1)
    assert seen(world, client, **parts("due", before.day, before.month, before.year)) == set()


def test_a_filter_that_is_no_date_says_so(world: dict[str, Incident], ground: People) -> None:
    answer = as_(ground.health_lead).get(LIST, parts("due", 31, 2, 2026))
    assert "must be a real date" in text(answer)


@pytest.mark.parametrize("query", [{"sort": "nothing"}, {"page": "x"}, {"page": "999"}])
def test_a_query_that_is_nonsense_is_a_list(
    world: dict[str, Incident], ground: People, query: dict[str, str]
) -> None:
    assert as_(ground.health_lead).get(LIST, query).status_code == 200


def test_the_newest_comes_first(world: dict[str, Incident], ground: People) -> None:
    assert labels(as_(ground.health_lead))[0] == world["late"].label


@pytest.mark.parametrize("column", ["label", "status", "agency", "next_due", "submitted_at"])
def test_columns_sort_both_ways(world: dict[str, Incident], ground: People, column: str) -> None:
    client = as_(ground.operations)
    up, down = labels(client, sort=column), labels(client, sort=f"-{column}")
    assert sorted(up) == sorted(down) == sorted(world[name].label for name in FILED)


def test_references_sort_by_number(world: dict[str, Incident], ground: People) -> None:
    found = labels(as_(ground.operations), sort="label")
    assert found == sorted(world[name].label for name in FILED)


def test_a_list_of_many_is_paged(ground: People) -> None:
    at = now()
    for minute in range(30):
        bare(ground.health_lead, ground.agencies.health, at + timedelta(minutes=minute))
    client = as_(ground.health_lead)
    first, second = page(client.get(LIST)), page(client.get(LIST, {"page": "2"}))
    assert (first.count("/tasks/"), second.count("/tasks/")) == (25, 5)
    assert "Showing 1 to 25 of 30 results" in first


# --- CSV ------------------------------------------------------------------------------------------


def test_a_lead_takes_the_filtered_list_away(world: dict[str, Incident], ground: People) -> None:
    found = rows(as_(ground.health_lead), state="late")
    incident = world["late"]
    assert [(row["Notification"], row["State"], row["Agency"], row["Late"]) for row in found] == [
        (incident.reference, "Submitted", "Riverside Health Trust", "Late")
    ]


def test_taking_a_list_away_is_written_down(world: dict[str, Incident], ground: People) -> None:
    rows(as_(ground.health_lead))
    assert Entry.objects.get(verb="incidents.exported").actor_id == ground.health_lead.pk


def test_a_practitioner_takes_none_away(
    world: dict[str, Incident], health: Client, ground: People
) -> None:
    assert health.get(LIST, {"format": "csv"}).status_code == 404
    assert "format=csv" not in page(health.get(LIST))
    assert "format=csv" in page(as_(ground.health_lead).get(LIST))
    assert not Entry.objects.filter(verb="incidents.exported").exists()


def test_a_lead_who_also_reads_by_grant_takes_only_the_agencys_away(
    world: dict[str, Incident], ground: People
) -> None:
    found = {row["Agency"] for row in rows(as_(ground.police_lead))}
    assert found == {"Northshire Police"}


def test_a_name_that_a_spreadsheet_would_run_stays_text(ground: People) -> None:
    Agency.objects.filter(pk=ground.agencies.health.pk).update(name="=cmd|' /C calc'!A0")
    filling.draft(ground, now())
    assert rows(as_(ground.health_lead))[0]["Agency"] == "'=cmd|' /C calc'!A0"


# --- cost -----------------------------------------------------------------------------------------

# Session, person, memberships; rows with their count; unread messages for the menu.
QUERIES = 5


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number(
    ground: People, django_assert_num_queries: Any, number: int
) -> None:
    at, lead = now(), ground.health_lead
    Incident.objects.bulk_create(
        Incident(
            agency=ground.agencies.health,
            notifier=lead,
            form_token=uuid.uuid4(),
            criteria=["died"],
            created_at=at,
            saved_at=at,
            saved_by=lead,
        )
        for _ in range(number)
    )
    client = as_(lead)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)


def test_the_record_costs_the_same_for_any_number_of_children(
    ground: People, django_assert_max_num_queries: Any
) -> None:
    at, by = now(), ground.health_practitioner
    draft = filling.filled(ground, at)
    for number in range(5):
        filling.add_row(
            draft, "children", by, at, **filling.child(at, first_names=f"Child {number}")
        )
    incident = filling.submit(draft, by, at)
    one = filling.submitted(ground, at)
    client = as_(by)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address("notification_detail", one))
    with CaptureQueriesContext(connection) as many:
        client.get(address("notification_detail", incident))
    assert len(many) == len(few)


def test_a_draft_says_who_keeps_it_and_when_it_was_saved(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    draft.refresh_from_db()
    shown = text(as_(ground.health_lead).get("/incidents/"))
    said = moment_words(draft.saved_at)
    assert f"Not yet. Kept by {draft.notifier}, last saved {said}" in shown


def test_what_was_submitted_says_when(ground: People, at: datetime) -> None:
    filling.submitted(ground, at)
    assert "Kept by" not in text(as_(ground.health_lead).get("/incidents/"))
