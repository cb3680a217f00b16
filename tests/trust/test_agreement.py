"""What a list shows and what a record allows are one rule: for every persona, record and verb."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from incidents.models import Incident, IncidentGrant
from incidents.permissions import Perm
from partnership.models import Body, Seat
from partnership.permissions import Perm as Partnership
from shield.accounts.access import access_of, visible
from shield.accounts.models import User
from shield.clocks.models import Clock
from shield.clocks.permissions import Perm as Clocks
from tests.trust.matrix import Knocker
from tests.trust.things import PERSONAS, PUBLIC
from tests.trust.world import World

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    """Every permission of every app."""
    found: list[str] = []
    for app in apps.get_app_configs():
        try:
            found += list(import_module(f"{app.name}.permissions").Perm)
        except ModuleNotFoundError:
            continue
    return sorted(found)


def containers() -> list[type[Model]]:
    """The models that say over which paths a permission reaches their rows."""
    return [model for model in apps.get_models() if hasattr(model, "reach")]


def somebody(world: World, persona: str) -> Any:
    """A persona as a request meets them: access is looked up anew."""
    if persona == PUBLIC:
        return AnonymousUser()
    return User.objects.get(pk=world.user(persona).pk)


def disagreements(rows: QuerySet[Any], user: Any, perm: str) -> list[str]:
    """The rows on which the list and the record differ."""
    listed = set(visible(rows, user, perm).values_list("pk", flat=True))
    access = access_of(user)
    return [
        f"{perm} on {row._meta.model_name} {row.pk}: "
        f"{'listed' if row.pk in listed else 'not listed'}, the other way for the record"
        for row in rows
        if (row.pk in listed) != access.allows(perm, row)
    ]


@pytest.fixture
def granted(knocker: Knocker) -> World:
    """Grants of each kind: that last, that have ended, of another verb, to somebody who left."""
    world = knocker.world
    by, at = world.people.operations, world.at
    rows = [one.record for one in world.incidents]
    for person, perm, row, ends in (
        (world.people.scrutineer, Perm.READ, rows[0], None),
        (world.people.scrutineer, Perm.CORRECT, rows[1], None),
        (world.people.police_lead, Perm.READ, rows[0], timedelta(days=1)),
        (world.people.police_lead, Perm.READ, rows[3], timedelta(seconds=-1)),
        (world.people.board_member, Perm.EDIT, rows[0], timedelta(days=-1)),
        (world.people.leaver, Perm.READ, rows[4], None),
        (world.people.health_lead, Perm.READ, rows[5], None),
    ):
        IncidentGrant.objects.create(
            record=row,
            user=person,
            perm=perm,
            reason="Tried",
            granted_by=by,
            granted_at=at - timedelta(days=2),
            ends_at=None if ends is None else at + ends,
        )
    return world


def test_the_models_that_hold_cases_and_duties_say_how_they_are_reached() -> None:
    assert {Incident, Clock, Body, Seat} <= set(containers())


@pytest.mark.parametrize("persona", PERSONAS)
def test_lists_and_records_agree(granted: World, persona: str) -> None:
    user = somebody(granted, persona)
    assert [
        words
        for model in containers()
        for perm in verbs()
        for words in disagreements(model._base_manager.all(), user, perm)
    ] == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_visible_to_is_the_rule_of_reading(granted: World, persona: str) -> None:
    user = somebody(granted, persona)
    access = access_of(user)
    assert set(Incident.objects.visible_to(user)) == {
        row for row in Incident.objects.all() if access.allows(Perm.READ, row)
    }


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_body_is_read_by_those_who_sit_there_and_by_whoever_reads_all(
    granted: World, persona: str
) -> None:
    user = somebody(granted, persona)
    access = access_of(user)
    assert set(Body.objects.visible_to(user)) == {
        row
        for row in Body.objects.all()
        if access.allows(Partnership.OPEN, row) or access.allows(Partnership.READ_ALL, row)
    }


def test_a_seat_opens_its_body_while_it_is_held(granted: World) -> None:
    def reads(persona: str) -> set[str]:
        return {body.slug for body in Body.objects.visible_to(somebody(granted, persona))}

    assert reads("board_member") == {"board"}
    assert reads("practice_group_member") == reads("health_lead") == {"group"}
    assert reads("operations") == reads("scrutineer") == {"board", "group", "ended"}
    # Held until yesterday, from tomorrow, in a body that has ended, by somebody who has left.
    for persona in ("champion", "conference_chair", "school_practitioner", "leaver"):
        assert reads(persona) == set(), persona
    assert reads("health_practitioner") == set()


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_clock_is_seen_by_its_keepers_and_by_whoever_set_it_going(
    granted: World, persona: str
) -> None:
    user = somebody(granted, persona)
    access = access_of(user)

    def is_seen(clock: Clock) -> bool:
        works_in = {row.agency_id for row in user.memberships.all()} if access.roles else set()
        return (
            bool(access.roles)
            and clock.admits(user)
            and (
                access.allows(Clocks.READ_ALL, clock)
                or access.allows(Clocks.READ_AGENCY, clock)
                or (clock.holder_id == user.pk and clock.agency_id in {None, *works_in})
                or (clock.started_by_id == user.pk and clock.origin_id in works_in)
            )
        )

    assert set(Clock.objects.visible_to(user)) == {c for c in Clock.objects.all() if is_seen(c)}


def test_a_grant_opens_one_record_while_it_lasts(granted: World) -> None:
    def reads(persona: str) -> set[int]:
        return set(
            Incident.objects.visible_to(somebody(granted, persona)).values_list("pk", flat=True)
        )

    keys = [one.record.pk for one in granted.incidents]
    limited = {one.record.pk for one in granted.incidents if one.state == "restricted"}
    assert reads("scrutineer") == {keys[0], keys[5]} | limited
    assert keys[0] in reads("police_lead")
    assert keys[3] not in reads("police_lead")
    assert reads("board_member") == reads("leaver") == set()


def test_a_list_without_its_guard_disagrees(
    granted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = somebody(granted, "police_practitioner")
    monkeypatch.setattr(access_module(), "reduce", lambda function, found: ~found[0] | found[0])
    assert disagreements(Incident.objects.all(), user, Perm.READ) != []


def access_module() -> Any:
    return import_module("shield.accounts.access")
