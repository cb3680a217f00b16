"""Names that end by themselves, notifications that nobody keeps, and who answers for the glass."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from incidents import services, tasks
from incidents.models import Incident, IncidentGrant, IncidentOpening
from incidents.permissions import Perm
from shield.accounts.models import Membership, User
from shield.audit.models import Entry
from shield.core.refusals import Refusal
from shield.notifications.models import Notification
from shield.reporting import status
from tests.incidents import filling
from tests.incidents.browsing import as_, page
from tests.incidents.test_need_to_know import sees
from tests.personas import People


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def restricted(ground: People, now: datetime) -> Incident:
    """Kept by the health lead alone; the authority's lead, who tells the Panel, is let in."""
    incident = filling.submitted(ground, now)
    services.restrict(
        record=incident,
        people=[ground.authority_lead],
        reason="R",
        by=ground.health_lead,
        at=now,
    )
    incident.refresh_from_db()
    return incident


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def name(incident: Incident, person: User, by: User, at: datetime, **until: Any) -> IncidentGrant:
    return services.name_person(
        record=incident,
        person=person,
        reason="R",
        ends_at=until.get("ends_at"),
        by=fresh(by),
        at=at,
    )


# --- A name ends by itself ------------------------------------------------------------------------


def test_a_name_that_ends_takes_its_clock_and_messages_along(
    restricted: Incident, ground: People, now: datetime
) -> None:
    lead = ground.authority_lead
    name(restricted, ground.operations, ground.health_lead, now)
    later = now + timedelta(hours=1)
    name(restricted, lead, ground.health_lead, now, ends_at=later)
    assert services.settle_ended(at=now) == 1  # the name that the new one took the place of
    assert sees(lead, restricted) >= {"page", "due", "messages"}
    restricted.grants.filter(user=lead).update(ends_at=now)

    assert services.settle_ended(at=later) == 1

    assert sees(lead, restricted) == set()
    assert lead.pk not in (Incident.objects.get().panel_clock.open_to or [])  # type: ignore[union-attr]
    assert services.settle_ended(at=later) == 0


def test_somebody_named_anew_keeps_what_they_see(
    restricted: Incident, ground: People, now: datetime
) -> None:
    before = sees(ground.authority_lead, restricted)
    name(restricted, ground.authority_lead, ground.health_lead, now)
    services.settle_ended(at=now + timedelta(minutes=1))
    assert sees(ground.authority_lead, restricted) == before


def ends(incident: Incident, person: User) -> datetime | None:
    return IncidentGrant.objects.get(record=incident, user=person).ends_at


def test_the_name_of_somebody_who_has_left_ends(
    ground: People, restricted: Incident, now: datetime
) -> None:
    left_on = timezone.localdate(now) - timedelta(days=1)
    Membership.objects.filter(user=ground.authority_lead).update(ends_on=left_on)
    later = now + timedelta(seconds=1)
    services.settle_ended(at=later)
    assert ends(restricted, ground.authority_lead) == later
    assert ends(restricted, ground.health_lead) is None
    entry = Entry.objects.get(verb="incident.grant_ended")
    assert entry.facts == {"person": ground.authority_lead.pk, "why": "left"}
    restricted.refresh_from_db()
    clock = restricted.partnership_clock
    assert clock is not None
    assert clock.open_to == [ground.health_lead.pk]


def test_the_name_of_somebody_who_came_back_after_a_break_ends(
    ground: People, restricted: Incident, now: datetime
) -> None:
    today = timezone.localdate(now)
    Membership.objects.filter(user=ground.authority_lead).update(ends_on=today - timedelta(days=9))
    Membership.objects.create(
        user=ground.authority_lead,
        agency=ground.agencies.school,
        role="practitioner",
        starts_on=today,
        given_at=now + timedelta(seconds=1),
    )
    services.settle_ended(at=now + timedelta(seconds=2))
    assert ends(restricted, ground.authority_lead) == now + timedelta(seconds=2)


def test_the_schedule_asks_often(restricted: Incident, now: datetime) -> None:
    IncidentGrant.objects.update(ends_at=now)
    tasks.settle()
    assert not IncidentGrant.objects.filter(settled_at=None).exists()
    assert "Settle who sees notifications" in {one.what for one in status.tasks(now)}


# --- Somebody keeps it, and goes on keeping it ----------------------------------------------------


def test_the_only_keeper_is_not_named_again_with_an_end(
    restricted: Incident, ground: People, now: datetime
) -> None:
    until = now + timedelta(days=1)
    with pytest.raises(services.NobodyLeft, match="as long as it lasts"):
        name(restricted, ground.health_lead, ground.health_lead, now, ends_at=until)
    assert not restricted.grants.filter(ends_at=until).exists()
    name(restricted, ground.operations, ground.health_lead, now)
    name(restricted, ground.health_lead, ground.health_lead, now, ends_at=until)


@pytest.fixture
def orphan(restricted: Incident, ground: People, now: datetime) -> Incident:
    Membership.objects.filter(user=ground.health_lead).update(
        ends_on=timezone.localdate(now) - timedelta(days=1)
    )
    return restricted


def keep(incident: Incident, person: User, by: User, at: datetime) -> IncidentGrant:
    return services.name_keeper(incident=incident, person=person, reason="R", by=fresh(by), at=at)


def test_nobody_keeps_it_once_its_last_keeper_has_left(
    restricted: Incident, ground: People, now: datetime
) -> None:
    """Found as the rule itself finds it: by asking everybody."""

    def keepers() -> list[User]:
        return [one for one in ground if fresh(one).access.allows(Perm.MANAGE_ACCESS, restricted)]

    assert keepers() == [ground.health_lead]
    assert not Incident.objects.orphaned(now).exists()
    for lost in (
        lambda: Membership.objects.filter(user=ground.health_lead).update(ends_on="2026-01-01"),
        lambda: User.objects.filter(pk=ground.health_lead.pk).update(is_active=False),
        lambda: restricted.grants.filter(user=ground.health_lead).update(ends_at=now),
        lambda: restricted.exclusions.create(
            user=ground.health_lead, reason="R", excluded_by=ground.operations, excluded_at=now
        ),
    ):
        with filling_undone():
            lost()
            assert keepers() == []
            assert list(Incident.objects.orphaned(now)) == [restricted]


def filling_undone() -> Any:
    from tests.trust.matrix import undone

    return undone()


def test_it_is_told_once_and_shown_until_somebody_keeps_it(
    orphan: Incident, ground: People, now: datetime
) -> None:
    def line() -> tuple[str, bool]:
        words = "Restricted notifications that nobody keeps"
        return next((one.state, one.wrong) for one in status.lines(now) if one.what == words)

    assert line() == ("1", True)
    for _ in range(2):
        services.settle_ended(at=now)
    told = Notification.objects.filter(key__startswith="incident.orphaned:")
    assert {one.recipient for one in told} == {ground.operations, ground.data_protection}
    assert told.count() == 2
    assert not [one for one in told if orphan.label in f"{one.subject} {one.lines} {one.reference}"]
    assert {as_(one.recipient).get(one.url).status_code for one in told} == {200}

    # Who is back is named anew: that they kept it before lets them in no more.
    Membership.objects.filter(user=ground.health_lead).update(ends_on=None)
    assert line() == ("1", True)
    keep(orphan, fresh(ground.health_lead), ground.operations, now)
    assert line() == ("None", False)


def test_operations_find_a_keeper_and_see_nothing_of_it(
    orphan: Incident, ground: People, now: datetime
) -> None:
    Membership.objects.create(
        user=ground.health_colleague,
        agency=ground.agencies.health,
        role="safeguarding-lead",
        starts_on=timezone.localdate(now),
    )
    client = as_(ground.operations)
    assert orphan.label in page(client.get("/incidents/keepers/"))
    shown = page(client.get(f"/incidents/keepers/{orphan.pk}/"))
    assert "Found with injuries" not in shown
    said = {"person": ground.health_colleague.email, "reason": "The lead has left"}
    assert client.post(f"/incidents/keepers/{orphan.pk}/", said).status_code == 302

    assert "page" in sees(ground.health_colleague, orphan)
    assert fresh(ground.health_colleague).access.allows(Perm.MANAGE_ACCESS, orphan)
    assert sees(ground.operations, orphan) == set()
    assert client.get(f"/incidents/keepers/{orphan.pk}/").status_code == 404
    assert Entry.objects.filter(
        verb="incident.person_named", actor_id=ground.operations.pk, reference=orphan.reference
    ).exists()
    told = Notification.objects.get(key__startswith="incident.keeper_named:")
    assert told.recipient == ground.data_protection


def test_without_a_data_protection_lead_a_new_keeper_is_told_to_who_can_name_one(
    orphan: Incident, ground: People, now: datetime
) -> None:
    no_judge(ground)
    services.settle_ended(at=now)
    Membership.objects.filter(user=ground.health_lead).update(ends_on=None)
    keep(orphan, fresh(ground.health_lead), ground.operations, now)
    told = Notification.objects.get(key__startswith="incident.keeper_named:")
    assert told.recipient == ground.system_administrator


def test_taking_the_list_of_what_nobody_keeps_away_is_written_down(
    orphan: Incident, ground: People
) -> None:
    client, verb = as_(ground.operations), "incidents.orphans_exported"
    client.get("/incidents/keepers/")
    assert not Entry.objects.filter(verb=verb).exists()
    answer: Any = client.get("/incidents/keepers/?format=csv")
    assert orphan.label in answer.getvalue().decode()
    assert Entry.objects.get(verb=verb).actor_id == ground.operations.pk


@pytest.mark.parametrize(
    ("persona", "words"),
    [
        ("operations", "nobody lets themselves in"),
        ("police_lead", "cannot keep it"),
        ("health_practitioner", "cannot keep it"),
    ],
)
def test_not_everybody_becomes_its_keeper(
    persona: str, words: str, orphan: Incident, ground: People, now: datetime
) -> None:
    with pytest.raises(Refusal, match=words):
        keep(orphan, getattr(ground, persona), ground.operations, now)


def test_nobody_becomes_a_keeper_beside_another(
    restricted: Incident, ground: People, now: datetime
) -> None:
    with pytest.raises(services.NoOrphan):
        keep(restricted, ground.health_lead, ground.operations, now)


@pytest.mark.parametrize("persona", ["police_lead", "system_administrator", "data_protection"])
def test_others_find_no_keeper(
    persona: str, orphan: Incident, ground: People, now: datetime
) -> None:
    with pytest.raises((PermissionDenied, services.NoOrphan)):
        keep(orphan, ground.health_lead, getattr(ground, persona), now)
    assert as_(getattr(ground, persona)).get("/incidents/keepers/").status_code == 404


def test_who_is_shut_out_finds_no_keeper_and_is_not_told(
    orphan: Incident, ground: People, now: datetime
) -> None:
    orphan.exclusions.create(
        user=ground.operations, reason="R", excluded_by=ground.health_lead, excluded_at=now
    )
    services.settle_ended(at=now)
    told = Notification.objects.filter(key__startswith="incident.orphaned:")
    assert {one.recipient for one in told} == {ground.data_protection}
    client = as_(ground.operations)
    assert orphan.label not in page(client.get("/incidents/keepers/"))
    assert client.get(f"/incidents/keepers/{orphan.pk}/").status_code == 404


# --- Somebody is told when the glass is broken ----------------------------------------------------


def no_judge(people: People) -> None:
    Membership.objects.filter(user=people.data_protection).update(ends_on="2026-01-01")


def told_of(opening: IncidentOpening) -> list[User]:
    found = Notification.objects.filter(key=f"incident.glass_broken:{opening.pk}")
    return [one.recipient for one in found]


def test_without_a_data_protection_lead_those_are_told_who_can_name_one(
    restricted: Incident, ground: People, now: datetime
) -> None:
    no_judge(ground)
    services.open_by_glass(reference=restricted.label, reason="R", by=ground.police_lead, at=now)
    opening = IncidentOpening.objects.get()
    assert told_of(opening) == [ground.system_administrator]
    message = Notification.objects.get(key=f"incident.glass_broken:{opening.pk}")
    assert "nobody can judge it" in message.subject
    assert as_(ground.system_administrator).get(message.url).status_code == 200


@pytest.mark.parametrize("how", ["opens it themselves", "is shut out of it"])
def test_a_lead_who_cannot_judge_it_counts_as_none(
    how: str, restricted: Incident, ground: People, now: datetime
) -> None:
    by = ground.police_lead
    if how == "is shut out of it":
        restricted.exclusions.create(
            user=ground.data_protection, reason="R", excluded_by=by, excluded_at=now
        )
    else:
        no_judge(ground)
        Membership.objects.create(
            user=by,
            agency=ground.agencies.police,
            role="data-protection",
            starts_on=timezone.localdate(now),
        )
    services.open_by_glass(reference=restricted.label, reason="R", by=fresh(by), at=now)
    assert told_of(IncidentOpening.objects.get()) == [ground.system_administrator]


def test_where_nobody_would_be_told_nothing_opens(
    restricted: Incident, ground: People, now: datetime
) -> None:
    no_judge(ground)
    Membership.objects.filter(user=ground.system_administrator).update(ends_on="2026-01-01")
    browser = as_(ground.police_lead)
    for reference in (restricted.label, "SIN-1999-0001"):
        said = {"reference": reference, "reason": "In danger"}
        assert "nobody in the portal answers for data protection" in page(
            browser.post("/incidents/open/", said)
        )
    assert not IncidentOpening.objects.exists()
    assert not Entry.objects.filter(verb="incident.glass_broken").exists()
    # Both are written down, and alike.
    refused = Entry.objects.filter(verb="incident.glass_refused")
    assert [(one.actor_id, one.reference) for one in refused] == [(ground.police_lead.pk, "")] * 2


def test_where_nobody_would_be_told_of_this_one_it_is_as_good_as_absent(
    restricted: Incident, ground: People, now: datetime
) -> None:
    Membership.objects.filter(user=ground.system_administrator).update(ends_on="2026-01-01")
    restricted.exclusions.create(
        user=ground.data_protection, reason="R", excluded_by=ground.health_lead, excluded_at=now
    )
    words = set()
    for reference in (restricted.label, "SIN-1999-0001"):
        with pytest.raises(services.NothingToOpen) as refused:
            services.open_by_glass(reference=reference, reason="R", by=ground.police_lead, at=now)
        words.add(str(refused.value))
    assert len(words) == 1
    assert not IncidentOpening.objects.exists()
    assert Entry.objects.filter(verb="incident.glass_refused").count() == 2


def test_the_status_says_that_nobody_answers_for_data_protection(
    ground: People, now: datetime
) -> None:
    def line() -> tuple[str, bool]:
        words = "People with the data protection role"
        return next((one.state, one.wrong) for one in status.lines(now) if one.what == words)

    assert line() == ("1", False)
    no_judge(ground)
    assert line() == ("None", True)
