"""Somebody who was let read one notification by name opens that one, and changes nothing."""

from datetime import timedelta
from typing import Any

from incidents.models import Correction, Incident, IncidentGrant
from incidents.permissions import Perm
from tests.incidents import filling
from tests.incidents.browsing import address, as_, page
from tests.incidents.filling import now
from tests.personas import People


def detail(incident: Incident) -> str:
    return address("notification_detail", incident)


def grant(people: People, incident: Incident, **facts: Any) -> None:
    IncidentGrant.objects.create(
        user=people.scrutineer,
        perm=Perm.READ,
        record=incident,
        reason="Scrutiny",
        granted_by=people.operations,
        granted_at=now(),
        **facts,
    )


def test_a_granted_scrutineer_opens_that_one_and_no_other(ground: People) -> None:
    one, other = filling.submitted(ground, now()), filling.submitted(ground, now())
    grant(ground, one)
    client = as_(ground.scrutineer)
    assert client.get(detail(one)).status_code == 200
    assert client.get(detail(other)).status_code == 404
    source = page(client.get(address("notification_list")))
    assert (str(one.reference) in source, str(other.reference) in source) == (True, False)


def test_a_granted_scrutineer_reads_and_changes_nothing(ground: People) -> None:
    incident = filling.submitted(ground, now())
    grant(ground, incident)
    client = as_(ground.scrutineer)
    for name in ("notification_correct", "notification_panel"):
        assert client.get(address(name, incident)).status_code == 404
        assert client.post(address(name, incident), {}).status_code in (200, 403, 404)
    assert not Correction.objects.exists()


def test_a_grant_that_has_ended_opens_nothing(ground: People) -> None:
    incident = filling.submitted(ground, now())
    grant(ground, incident, ends_at=now() - timedelta(seconds=1))
    assert as_(ground.scrutineer).get(detail(incident)).status_code == 404


def test_a_grant_to_read_a_draft_opens_none_of_its_pages(ground: People) -> None:
    draft = filling.draft(ground, now())
    grant(ground, draft)
    client = as_(ground.scrutineer)
    for url in (draft.get_absolute_url(), address("notification_step", draft, slug="dates")):
        assert client.get(url).status_code == 404
