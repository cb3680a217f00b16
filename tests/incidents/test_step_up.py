"""What is restricted, or is taken away, is given to somebody who has just proved who they are."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import Attachment, Incident
from incidents.urls import urlpatterns
from tests.incidents import filling
from tests.incidents.browsing import address, as_
from tests.incidents.test_attachments import bring, checked
from tests.personas import People

# Pages about one record of which another test says what they ask: of a draft, or of an opening.
OTHERS = {"opening_detail", "opening_end", "keeper_name"}
OF_ONE = sorted(
    str(one.name)
    for one in urlpatterns
    if one.name not in OTHERS and "pk" in one.pattern.converters
)
# Whoever takes something away is asked whatever it is.
TAKEN_AWAY = {"notification_pdf", "attachment_file", "attachment_shut"}
# Pages that decide about access have asked of every notification all along.
DECIDES = {name for name in OF_ONE if name.startswith("access_")}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def filed(ground: People, now: datetime) -> Incident:
    incident = filling.submitted(ground, now)
    bring(as_(ground.health_lead), incident, "a.txt", b"What was known")
    checked(now)
    services.name_person(
        record=incident,
        person=ground.scrutineer,
        reason="Asked",
        ends_at=None,
        by=ground.health_lead,
        at=now,
    )
    services.exclude(
        record=incident, person=ground.police_lead, reason="R", by=ground.health_lead, at=now
    )
    return incident


@pytest.fixture
def restricted(filed: Incident, ground: People, now: datetime) -> Incident:
    services.restrict(
        record=filed,
        people=[ground.authority_lead],
        reason="R",
        by=ground.health_lead,
        at=now,
    )
    filed.refresh_from_db()
    return filed


def ask(name: str, incident: Incident, people: People, method: str) -> Any:
    path: dict[str, Any] = {}
    pattern = next(one for one in urlpatterns if one.name == name)
    if "slug" in pattern.pattern.converters:
        path["slug"] = "children"
        if name == "notification_step":
            path["slug"] = "incident"
    if "row" in pattern.pattern.converters:
        rows: Any = {
            "access_grant_end": incident.grants,
            "access_exclusion_end": incident.exclusions,
            "attachment_file": Attachment.objects.filter(record=incident),
            "attachment_remove": Attachment.objects.filter(record=incident),
        }.get(name, incident.children)
        path["row"] = rows.first().pk
    client = as_(people.health_lead)
    return getattr(client, method)(address(name, incident, **path))


def methods(name: str, incident: Incident) -> list[str]:
    view: Any = next(one for one in urlpatterns if one.name == name).callback
    return [one for one in ("get", "post") if hasattr(view.view_class, one)]


def asks(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/confirm/")


def asked_for(incident: Incident, people: People, settings: Any) -> set[tuple[str, str]]:
    """The pages and methods that ask somebody whose proof is old."""
    settings.SHIELD_STEP_UP_SECONDS = 0
    found = set()
    for name in OF_ONE:
        for method in methods(name, incident):
            answer = ask(name, incident, people, method)
            answer.getvalue()  # a file is read to its end, and closed
            if asks(answer):
                assert "no-store" in answer["Cache-Control"]
                found.add((name, method))
    return found


def test_every_page_of_a_restricted_notification_asks_for_a_fresh_proof(
    restricted: Incident, ground: People, settings: Any
) -> None:
    every = {(name, method) for name in OF_ONE for method in methods(name, restricted)}
    assert asked_for(restricted, ground, settings) == every
    settings.SHIELD_STEP_UP_SECONDS = 60 * 60
    assert ask("notification_detail", restricted, ground, "get").status_code == 200


def test_of_any_other_it_asks_where_something_is_taken_away_or_access_decided(
    filed: Incident, ground: People, settings: Any
) -> None:
    expected = {(name, method) for name in TAKEN_AWAY | DECIDES for method in methods(name, filed)}
    assert asked_for(filed, ground, settings) == expected


def test_whoever_may_not_see_it_is_asked_nothing(
    restricted: Incident, ground: People, settings: Any
) -> None:
    settings.SHIELD_STEP_UP_SECONDS = 0
    client = as_(ground.operations)
    assert client.get(address("notification_detail", restricted)).status_code == 404
    assert client.get(address("notification_tasks", restricted)).status_code == 404
