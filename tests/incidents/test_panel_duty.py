"""That the Panel must be told is never lost without a word, and freezes nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import Incident
from incidents.permissions import Perm
from shield.accounts.models import Membership, User
from shield.clocks.models import Clock
from shield.notifications.models import Notification
from shield.reporting import status
from tests.incidents import filling
from tests.incidents.browsing import as_, page
from tests.incidents.test_keepers import fresh, keep, name
from tests.personas import People
from tests.trust.matrix import undone


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def restricted(ground: People, now: datetime) -> Incident:
    """Kept by the health lead; the authority's lead alone can say that the Panel was told."""
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


@pytest.fixture
def lost(restricted: Incident, ground: People, now: datetime) -> Incident:
    """The name of the one who could has ended."""
    restricted.grants.filter(user=ground.authority_lead).update(ends_at=now)
    return restricted


def told(key: str) -> list[Notification]:
    return list(Notification.objects.filter(key__startswith=f"incident.{key}:").order_by("pk"))


def test_it_is_found_as_the_rule_itself_finds_it(
    restricted: Incident, ground: People, now: datetime
) -> None:
    def able() -> list[User]:
        return [one for one in ground if fresh(one).access.allows(Perm.RECORD_PANEL, restricted)]

    lead = ground.authority_lead
    assert able() == [lead]
    assert not services.nobody_records(now).exists()
    for lose in (
        lambda: Membership.objects.filter(user=lead).update(ends_on="2026-01-01"),
        lambda: User.objects.filter(pk=lead.pk).update(is_active=False),
        lambda: restricted.grants.filter(user=lead).update(ends_at=now),
        lambda: restricted.exclusions.create(
            user=lead, reason="R", excluded_by=ground.health_lead, excluded_at=now
        ),
    ):
        with undone():
            lose()
            assert able() == []
            assert list(services.nobody_records(now)) == [restricted]


def test_without_a_restriction_roles_are_enough(ground: People, now: datetime) -> None:
    incident = filling.submitted(ground, now)
    able = {ground.authority_lead, ground.operations}
    assert not services.nobody_records(now).exists()
    for one in able:
        incident.exclusions.create(
            user=one, reason="R", excluded_by=ground.health_lead, excluded_at=now
        )
    assert list(services.nobody_records(now)) == [incident]


def test_once_the_panel_was_told_there_is_nothing_to_record(
    lost: Incident, ground: People, now: datetime
) -> None:
    assert services.nobody_records(now).exists()
    assert lost.panel_clock is not None
    Clock.objects.filter(pk=lost.panel_clock.pk).update(met_at=now)
    assert not services.nobody_records(now).exists()


def test_those_who_can_name_somebody_are_told_each_day_and_operations_without_a_word_of_it(
    lost: Incident, ground: People, now: datetime
) -> None:
    for at in (now, now, now + timedelta(days=1)):
        services.settle_ended(at=at)
    found = told("panel_lost")
    keeper = [one for one in found if one.recipient == ground.health_lead]
    others = [one for one in found if one.recipient == ground.operations]
    assert (len(keeper), len(others), len(found)) == (2, 2, 4)
    assert lost.label in keeper[0].subject
    assert "Name a safeguarding lead of" in keeper[0].lines[0]
    assert not [one for one in others if lost.label in f"{one.subject}{one.lines}{one.reference}"]
    assert as_(ground.operations).get(others[0].url).status_code == 200
    assert "nobody who sees this notification can record" in page(
        as_(ground.health_lead).get(keeper[0].url)
    )


def test_who_is_shut_out_is_not_told_of_it(lost: Incident, ground: People, now: datetime) -> None:
    lost.exclusions.create(
        user=ground.operations, reason="R", excluded_by=ground.health_lead, excluded_at=now
    )
    services.settle_ended(at=now)
    assert [one.recipient for one in told("panel_lost")] == [ground.health_lead]


def test_nobody_is_told_while_somebody_can(
    restricted: Incident, ground: People, now: datetime
) -> None:
    services.settle_ended(at=now)
    assert told("panel_lost") == []


def test_the_status_counts_it(restricted: Incident, ground: People, now: datetime) -> None:
    def line() -> tuple[str, bool]:
        words = "Notifications that nobody can tell the Panel of"
        return next((one.state, one.wrong) for one in status.lines(now) if one.what == words)

    assert line() == ("None", False)
    restricted.grants.filter(user=ground.authority_lead).update(ends_at=now)
    assert line() == ("1", True)


# --- What a change may take away ------------------------------------------------------------------


def end(restricted: Incident, ground: People, now: datetime) -> None:
    grant = restricted.grants.get(user=ground.authority_lead)
    services.end_grant(grant=grant, by=fresh(ground.health_lead), at=now)


def give_an_end(restricted: Incident, ground: People, now: datetime) -> None:
    until = now + timedelta(days=1)
    name(restricted, ground.authority_lead, ground.health_lead, now, ends_at=until)


@pytest.mark.parametrize("change", [end, give_an_end])
def test_no_change_takes_it_from_the_last_who_can(
    change: Any, restricted: Incident, ground: People, now: datetime
) -> None:
    with pytest.raises(services.NobodyToTellThePanel):
        change(restricted, ground, now)
    name(restricted, ground.operations, ground.health_lead, now)
    change(restricted, ground, now)


def test_shutting_the_last_who_can_out_is_never_refused(
    restricted: Incident, ground: People, now: datetime
) -> None:
    services.exclude(
        record=restricted,
        person=ground.authority_lead,
        reason="Own family",
        by=ground.health_lead,
        at=now,
    )
    assert list(services.nobody_records(now)) == [restricted]


def test_where_nobody_can_who_sees_it_is_changed_all_the_same(
    lost: Incident, ground: People, now: datetime
) -> None:
    services.exclude(
        record=lost, person=ground.police_lead, reason="R", by=ground.health_lead, at=now
    )
    made = name(lost, ground.scrutineer, ground.health_lead, now)
    services.end_grant(grant=made, by=fresh(ground.health_lead), at=timezone.now())


# --- Whoever is named is told ---------------------------------------------------------------------


def test_who_is_named_is_told_and_of_the_panel_if_they_can_record_it(
    restricted: Incident, ground: People, now: datetime
) -> None:
    for person in (ground.operations, ground.scrutineer):
        name(restricted, person, ground.health_lead, now)
    lead, operations, scrutineer = told("named")
    assert lead.recipient == ground.authority_lead
    assert (operations.recipient, scrutineer.recipient) == (ground.operations, ground.scrutineer)
    assert ["Panel must be told" in " ".join(one.lines) for one in (operations, scrutineer)] == [
        True,
        False,
    ]
    for one in (operations, scrutineer):
        assert Notification.objects.of(fresh(one.recipient)).filter(pk=one.pk).exists()
        assert as_(one.recipient).get(one.url).status_code == 200


def test_who_is_shut_out_hears_nothing_of_their_name(
    restricted: Incident, ground: People, now: datetime
) -> None:
    restricted.exclusions.create(
        user=ground.operations, reason="R", excluded_by=ground.health_lead, excluded_at=now
    )
    name(restricted, ground.operations, ground.health_lead, now)
    assert ground.operations not in {one.recipient for one in told("named")}


def test_a_new_keeper_is_told_that_they_keep_it_and_that_nobody_tells_the_panel(
    restricted: Incident, ground: People, now: datetime
) -> None:
    today = timezone.localdate(now)
    gone = [ground.health_lead, ground.authority_lead]
    Membership.objects.filter(user__in=gone).update(ends_on=today - timedelta(days=1))
    Membership.objects.create(
        user=ground.health_colleague,
        agency=ground.agencies.health,
        role="safeguarding-lead",
        starts_on=today,
    )
    services.settle_ended(at=now)
    keep(restricted, fresh(ground.health_colleague), ground.operations, now)
    words = " ".join(told("named")[-1].lines)
    assert "you decide who else sees it" in words
    assert "nobody who sees it can record" in words
    services.settle_ended(at=now)
    assert ground.health_colleague in {one.recipient for one in told("panel_lost")}
