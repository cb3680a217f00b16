"""Need to know beats role, on every way to a record: shut out, restricted, opened at need."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentExclusion, IncidentOpening
from incidents.permissions import Perm
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.clocks import reminders
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.notifications import delivery
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.browsing import as_, page
from tests.personas import People


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def filed(ground: People, now: datetime) -> Incident:
    return filling.submitted(ground, now)


def fresh(user: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=user.pk)


def sees(user: User, incident: Incident) -> set[str]:
    """Every way in which a person comes upon a notification."""
    user, label = fresh(user), incident.label
    client = as_(user)
    found = set()
    if client.get(f"/incidents/{incident.pk}/").status_code == 200:
        found.add("page")
    if client.get(f"/incidents/{incident.pk}/pdf/progress/").status_code == 200:
        found.add("document")
    for name, address in (
        ("list", "/incidents/"),
        ("export", "/incidents/?format=csv"),
        ("due", "/clocks/?state=any"),
        ("home", "/home/"),
        ("messages", "/messages/"),
    ):
        answer: Any = client.get(address)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if label in text.decode():
            found.add(name)
    return found


def exclude(incident: Incident, person: User, by: User, at: datetime) -> IncidentExclusion:
    return services.exclude(record=incident, person=person, reason="Her niece", by=by, at=at)


def test_a_lead_sees_it_in_every_way(filed: Incident, ground: People) -> None:
    """The ways that the tests below find closed are open before."""
    ways = {"page", "document", "list", "export", "due", "home", "messages"}
    assert sees(ground.health_lead, filed) == ways


@pytest.mark.parametrize("persona", ["health_lead", "operations", "authority_lead"])
def test_who_is_shut_out_sees_it_in_no_way(
    persona: str, filed: Incident, ground: People, now: datetime
) -> None:
    person = getattr(ground, persona)
    by = ground.operations if persona != "operations" else ground.health_lead
    assert sees(person, filed) >= {"page", "list", "due"}

    exclude(filed, person, by, now)

    assert sees(person, filed) == set()


def test_the_author_can_be_shut_out(filed: Incident, ground: People, now: datetime) -> None:
    exclude(filed, ground.health_practitioner, ground.health_lead, now)
    assert sees(ground.health_practitioner, filed) == set()


def test_being_shut_out_beats_a_grant_and_the_glass(
    filed: Incident, ground: People, now: datetime
) -> None:
    lead = ground.police_lead
    services.name_person(
        record=filed, person=lead, reason="Asked", ends_at=None, by=ground.operations, at=now
    )
    assert "page" in sees(lead, filed)
    exclude(filed, lead, ground.operations, now)

    assert sees(lead, filed) == set()
    with pytest.raises(services.NothingToOpen):
        services.open_by_glass(
            reference=filed.label, reason="Emergency", by=fresh(lead), at=timezone.now()
        )


def test_who_is_let_in_again_sees_what_they_saw(
    filed: Incident, ground: People, now: datetime
) -> None:
    before = sees(ground.health_lead, filed)
    exclusion = exclude(filed, ground.health_lead, ground.operations, now)
    services.end_exclusion(exclusion=exclusion, by=ground.operations, at=timezone.now())
    assert sees(ground.health_lead, filed) == before


def restrict(incident: Incident, by: User, *people: User) -> None:
    services.restrict(
        record=incident, people=people, reason="Staff child", by=by, at=timezone.now()
    )


def test_a_restricted_record_admits_those_named_alone(filed: Incident, ground: People) -> None:
    restrict(filed, ground.health_lead, ground.authority_lead)

    assert "page" in sees(ground.health_lead, filed)
    assert "page" in sees(ground.authority_lead, filed)
    for persona in ("operations", "health_practitioner", "police_lead", "scrutineer"):
        assert sees(getattr(ground, persona), filed) == set(), persona


def test_a_name_lets_in_a_reader_and_roles_still_say_what_they_do(
    filed: Incident, ground: People, now: datetime
) -> None:
    restrict(filed, ground.health_lead, ground.authority_lead)
    filed.refresh_from_db()
    assert fresh(ground.health_lead).access.allows(Perm.CORRECT, filed)
    assert not fresh(ground.authority_lead).access.allows(Perm.CORRECT, filed)
    assert fresh(ground.authority_lead).access.allows(Perm.RECORD_PANEL, filed)


def test_lifting_the_restriction_lets_roles_count_again(filed: Incident, ground: People) -> None:
    before = sees(ground.operations, filed)
    restrict(filed, ground.health_lead, ground.authority_lead)
    services.lift_restriction(record=filed, reason="Over", by=ground.health_lead, at=timezone.now())
    assert sees(ground.operations, filed) == before


def test_nobody_is_locked_out_for_good(filed: Incident, ground: People, now: datetime) -> None:
    exclude(filed, ground.operations, ground.health_lead, now)
    with pytest.raises(services.NobodyLeft):
        exclude(filed, ground.health_lead, ground.health_lead, now)
    assert "page" in sees(ground.health_lead, filed)


def test_the_duty_towards_the_panel_is_not_left_with_nobody(
    filed: Incident, ground: People
) -> None:
    with pytest.raises(Refusal, match="national Panel must still be told"):
        restrict(filed, ground.health_lead)
    filed.refresh_from_db()
    assert not filed.is_restricted


@pytest.mark.parametrize("persona", ["police_lead", "health_practitioner", "system_administrator"])
def test_others_decide_nothing(
    persona: str, filed: Incident, ground: People, now: datetime
) -> None:
    by = getattr(ground, persona)
    for act in (
        lambda: exclude(filed, ground.health_lead, by, now),
        lambda: restrict(filed, by),
        lambda: services.lift_restriction(record=filed, reason="Over", by=by, at=now),
        lambda: services.name_person(
            record=filed, person=by, reason="x", ends_at=None, by=by, at=now
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_grant_with_an_end_ends(filed: Incident, ground: People, now: datetime) -> None:
    services.name_person(
        record=filed,
        person=ground.scrutineer,
        reason="Asked",
        ends_at=now + timedelta(hours=1),
        by=ground.operations,
        at=now,
    )
    assert "page" in sees(ground.scrutineer, filed)
    filed.grants.update(ends_at=now - timedelta(seconds=1))
    assert "page" not in sees(ground.scrutineer, filed)


# --- The glass ------------------------------------------------------------------------------------


def broken(filed: Incident, by: User, at: datetime) -> IncidentOpening:
    services.open_by_glass(reference=filed.label, reason="She may be harmed today", by=by, at=at)
    return IncidentOpening.objects.get()


def test_a_lead_of_another_agency_reads_for_four_hours_and_does_nothing_else(
    filed: Incident, ground: People, now: datetime, settings: Any
) -> None:
    lead = ground.police_lead
    assert sees(lead, filed) == set()

    opening = broken(filed, lead, now)

    assert opening.ends_at - opening.opened_at == timedelta(hours=4)
    assert sees(lead, filed) >= {"page", "document", "list"}
    assert "export" not in sees(lead, filed)
    access = fresh(lead).access
    assert not any(access.allows(perm, filed) for perm in Perm if perm not in OF_ROLES)
    IncidentOpening.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert sees(lead, filed) == set()


OF_ROLES = {Perm.OPEN, Perm.READ}


def test_the_data_protection_lead_is_told_at_once_and_not_of_what(
    filed: Incident, ground: People, now: datetime
) -> None:
    opening = broken(filed, ground.police_lead, now)
    told = Notification.objects.get(key=f"incident.glass_broken:{opening.pk}")
    assert told.recipient == ground.data_protection
    assert filed.label not in f"{told.subject} {told.lines} {told.reference}"
    assert "She may be harmed" not in f"{told.subject} {told.lines}"


def test_each_page_is_written_down(filed: Incident, ground: People, now: datetime) -> None:
    broken(filed, ground.police_lead, now)
    as_(fresh(ground.police_lead)).get(f"/incidents/{filed.pk}/")
    verbs = Entry.objects.filter(actor_id=ground.police_lead.pk).order_by("position")
    assert list(verbs.values_list("verb", flat=True)) == ["incident.glass_broken", "consulted"]


def test_the_answer_does_not_tell_whether_a_reference_exists(
    filed: Incident, ground: People, now: datetime
) -> None:
    exclude(filed, ground.police_lead, ground.operations, now)
    client, said = as_(fresh(ground.police_lead)), {"reason": "Now"}
    known = client.post("/incidents/open/", {**said, "reference": filed.label})
    unknown = client.post("/incidents/open/", {**said, "reference": "SIN-2026-9999"})
    assert known.status_code == unknown.status_code
    assert "No notification can be opened for you" in known.content.decode()
    strip = known.content.decode().replace(filed.label, "").split("<main")[1]
    other = unknown.content.decode().replace("SIN-2026-9999", "").split("<main")[1]
    assert without_tokens(strip) == without_tokens(other)


def without_tokens(page: str) -> list[str]:
    changing = ("csrfmiddlewaretoken", "For example")
    return [line for line in page.splitlines() if not any(word in line for word in changing)]


@pytest.mark.parametrize(
    "persona", ["system_administrator", "health_practitioner", "auditor", "scrutineer"]
)
def test_who_is_no_lead_breaks_no_glass(
    persona: str, filed: Incident, ground: People, now: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        broken(filed, getattr(ground, persona), now)


def test_nobody_judges_their_own_opening_and_it_is_judged_once(
    filed: Incident, ground: People, now: datetime
) -> None:
    opening = broken(filed, ground.police_lead, now)
    said = {"judgement": "justified", "note": ""}
    with pytest.raises(PermissionDenied):
        services.judge(opening=opening, by=ground.police_lead, at=now, **said)
    services.judge(opening=opening, by=ground.data_protection, at=now, **said)
    with pytest.raises(Refusal, match="judged already"):
        services.judge(opening=opening, by=ground.data_protection, at=now, **said)


def test_it_is_ended_early_by_either(filed: Incident, ground: People, now: datetime) -> None:
    opening = broken(filed, ground.police_lead, now)
    as_(fresh(ground.police_lead)).post(f"/incidents/openings/{opening.pk}/end/")
    assert sees(ground.police_lead, filed) == set()


# --- What follows ---------------------------------------------------------------------------------


def test_mail_that_waits_is_not_sent_to_who_is_shut_out(
    filed: Incident, ground: People, now: datetime
) -> None:
    waiting = Notification.objects.filter(recipient=ground.health_lead, state="waiting")
    assert waiting.exists()
    exclude(filed, ground.health_lead, ground.operations, now)
    while delivery.deliver_next(at=timezone.now()) is not delivery.Outcome.NOTHING_TO_DO:
        continue
    states = Notification.objects.filter(recipient=ground.health_lead)
    assert set(states.values_list("state", flat=True)) == {"withheld"}


def test_who_is_shut_out_is_not_reminded(filed: Incident, ground: People, now: datetime) -> None:
    exclude(filed, ground.authority_lead, ground.operations, now)
    Notification.objects.all().delete()
    clock = filed.panel_clock
    assert clock is not None
    reminders.remind(at=now + timedelta(days=40))
    assert not Notification.objects.filter(recipient=ground.authority_lead).exists()
    assert Notification.objects.filter(recipient=ground.operations).exists()


def test_a_clock_started_later_is_kept_from_them_too(
    filed: Incident, ground: People, now: datetime
) -> None:
    exclude(filed, ground.authority_lead, ground.operations, now)
    services.record_panel(
        incident=filed, panel_reference="P1", panel_notified_at=now, by=ground.operations, at=now
    )
    assert sees(ground.authority_lead, filed) == set()
    assert Clock.objects.filter(closed_to=[ground.authority_lead.pk]).count() == 3


@pytest.mark.parametrize("persona", ["system_administrator", "champion", "auditor", "board_member"])
def test_nobody_is_named_whom_their_role_keeps_out(
    persona: str, filed: Incident, ground: People, now: datetime
) -> None:
    person = getattr(ground, persona)
    both = f"{person.pk} {ground.authority_lead.pk}"
    emails = f"{person.email}\nauthority.lead@example.test"
    for address, said in (
        ("name", {"person": person.email, "reason": "Asked", "confirmed": person.pk}),
        ("restrict", {"people": emails, "reason": "R", "confirmed": both}),
    ):
        shown = page(as_(ground.health_lead).post(f"/incidents/{filed.pk}/access/{address}/", said))
        assert f"{person} holds no role with which notifications are read" in shown
    filed.refresh_from_db()
    assert (filed.is_restricted, filed.grants.count()) == (False, 0)


def test_who_sees_it_is_who_can_open_it(filed: Incident, ground: People, now: datetime) -> None:
    """Also where a role was lost after somebody had been named."""
    for person in (ground.scrutineer, ground.champion):
        filed.grants.create(
            user=person, perm=Perm.READ, reason="x", granted_by=ground.operations, granted_at=now
        )
    listed = {sight.person for sight in services.who_sees(filed, at=now)}
    assert ground.scrutineer in listed
    assert listed == {person for person in ground if "page" in sees(person, filed)}
