"""Before somebody is let in or shut out the page shows who it is; why and by whom is kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentExclusion, IncidentRestriction
from shield.accounts.models import User
from tests.core import html
from tests.incidents import filling
from tests.incidents.browsing import address, as_, hidden, page, text, value
from tests.personas import People

FORMS = ("access_name", "access_exclude", "access_restrict")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def filed(ground: People, now: datetime) -> Incident:
    return filling.submitted(ground, now)


def said(person: User, **more: Any) -> dict[str, Any]:
    return {"person": person.email, "people": person.email, "reason": "Works with her", **more}


def counted(incident: Incident) -> tuple[int, int, bool]:
    incident.refresh_from_db()
    return incident.grants.count(), incident.exclusions.count(), incident.is_restricted


@pytest.mark.parametrize("name", FORMS)
def test_who_it_is_is_asked_before_anything_happens(
    name: str, filed: Incident, ground: People
) -> None:
    person = ground.authority_lead
    User.objects.filter(pk=person.pk).update(post="Head of service")
    answer = as_(ground.health_lead).post(address(name, filed), said(person))
    shown = text(answer)
    assert "You are about to" in shown
    assert "Nothing has been changed yet." in shown
    assert f"{person}" in shown
    assert f"Head of service, {ground.agencies.authority}" in shown
    assert counted(filed) == (0, 0, False)


def test_it_is_asked_about_what_the_only_name_gives(filed: Incident, ground: People) -> None:
    answer = as_(ground.health_lead).post(address("access_name", filed), said(ground.police_lead))
    assert "You are about to let this person read this notification. Nothing" in text(answer)


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("access_name", (1, 0, False)),
        ("access_exclude", (0, 1, False)),
        ("access_restrict", (2, 0, True)),
    ],
)
def test_it_happens_once_that_was_answered(
    name: str, after: tuple[int, int, bool], filed: Incident, ground: People
) -> None:
    lead, url = as_(ground.health_lead), address(name, filed)
    source = page(lead.post(url, said(ground.authority_lead)))
    kept = {
        one["name"]: one.get("value", "")
        for one in html.elements(source, "input")
        if one.get("type") == "hidden"
    }
    assert lead.post(url, kept).status_code == 302
    assert counted(filed) == after


def test_an_answer_for_one_person_is_none_for_another(filed: Incident, ground: People) -> None:
    lead, url = as_(ground.health_lead), address("access_name", filed)
    confirmed = hidden(page(lead.post(url, said(ground.authority_lead))), "confirmed")
    answer = lead.post(url, said(ground.police_lead, confirmed=confirmed))
    assert f"{ground.police_lead}" in text(answer)
    assert counted(filed) == (0, 0, False)


def test_what_was_typed_can_be_changed_again(filed: Incident, ground: People) -> None:
    url = address("access_name", filed)
    source = page(as_(ground.health_lead).post(url, said(ground.police_lead, back="1")))
    assert value(source, "person") == ground.police_lead.email
    assert value(source, "reason") == "Works with her"


def test_the_list_shows_job_and_agency_beside_each_name(
    filed: Incident, ground: People, now: datetime
) -> None:
    User.objects.filter(pk=ground.police_lead.pk).update(post="Detective")
    IncidentExclusion.objects.create(
        record=filed,
        user=ground.police_lead,
        reason="R",
        excluded_by=ground.health_lead,
        excluded_at=now,
    )
    shown = text(as_(ground.health_lead).get(address("access_detail", filed)))
    assert f"Detective, {ground.agencies.police}" in shown
    assert f"{ground.agencies.health}" in shown.split("People who can see it now")[-1]


# --- Restricting and lifting ----------------------------------------------------------------------


def name(incident: Incident, people: People, at: datetime, ends_at: datetime | None = None) -> None:
    services.name_person(
        record=incident,
        person=people.authority_lead,
        reason="Asked by the Board",
        ends_at=ends_at,
        by=people.operations,
        at=at,
    )


def restrict(incident: Incident, people: People, at: datetime) -> None:
    services.restrict(
        record=incident,
        people=[people.authority_lead],
        reason="A colleague’s child",
        by=people.health_lead,
        at=at,
    )


def test_restricting_leaves_why_somebody_was_named_before(
    filed: Incident, ground: People, now: datetime
) -> None:
    name(filed, ground, now)
    restrict(filed, ground, now + timedelta(minutes=1))
    grant = filed.grants.get(user=ground.authority_lead)
    assert (grant.reason, grant.granted_by, grant.ends_at) == (
        "Asked by the Board",
        ground.operations,
        None,
    )


def test_a_name_with_an_end_lasts_from_then_on_and_says_both_reasons(
    filed: Incident, ground: People, now: datetime
) -> None:
    name(filed, ground, now, now + timedelta(days=1))
    restrict(filed, ground, now + timedelta(minutes=1))
    grant = filed.grants.get(user=ground.authority_lead, ends_at=None)
    assert grant.reason == "Asked by the Board\nAs it was restricted: A colleague’s child"


def test_the_page_says_who_restricted_it_when_and_why(
    filed: Incident, ground: People, now: datetime
) -> None:
    restrict(filed, ground, now)
    shown = text(as_(ground.health_lead).get(address("access_detail", filed)))
    assert f"Restricted by {ground.health_lead} on " in shown
    assert "A colleague’s child" in shown


def test_lifting_asks_for_a_reason_and_keeps_it(
    filed: Incident, ground: People, now: datetime
) -> None:
    restrict(filed, ground, now)
    lead, url = as_(ground.health_lead), address("access_lift", filed)
    assert "Enter why it need not be restricted any more" in text(lead.post(url, {}))
    assert counted(filed)[2]
    shown = text(lead.post(url, {"reason": "She has left the agency"}, follow=True))
    row = IncidentRestriction.objects.get()
    assert (row.lifted_by, row.lift_reason) == (ground.health_lead, "She has left the agency")
    assert not counted(filed)[2]
    assert f"Lifted by {ground.health_lead}" in shown


def test_what_was_restricted_before_this_was_kept_is_lifted_too(
    filed: Incident, ground: People, now: datetime
) -> None:
    restrict(filed, ground, now)
    IncidentRestriction.objects.all().delete()
    shown = text(as_(ground.health_lead).get(address("access_detail", filed)))
    assert "the audit says who" in shown
    services.lift_restriction(record=filed, reason="Over", by=ground.health_lead, at=now)
    assert IncidentRestriction.objects.get().restricted_by is None
