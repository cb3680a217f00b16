"""Who may do what with a draft, a discarded draft and a filed notification."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentGrant
from incidents.permissions import Perm
from shield.accounts.models import User
from tests.incidents import filling
from tests.personas import People

READ, EDIT, CORRECT = Perm.READ, Perm.EDIT, Perm.CORRECT
PANEL, EXPORT = Perm.RECORD_PANEL, Perm.EXPORT
ON_RECORDS = (READ, EDIT, CORRECT, PANEL, EXPORT)

# state -> persona -> what they may do; whoever is not named may do nothing.
MAY: dict[str, dict[str, set[Perm]]] = {
    "draft": {
        "health_practitioner": {READ, EDIT, CORRECT},
        "health_lead": {READ, EDIT, CORRECT, EXPORT},
    },
    "filed": {
        "health_practitioner": {READ, CORRECT},
        "health_lead": {READ, CORRECT, EXPORT},
        "authority_lead": {READ, PANEL, EXPORT},
        "operations": {READ, CORRECT, PANEL, EXPORT},
    },
    "learning only": {
        "health_practitioner": {READ, CORRECT},
        "health_lead": {READ, CORRECT, EXPORT},
        "operations": {READ, CORRECT, PANEL, EXPORT},
    },
}
MAY["discarded"] = MAY["draft"]


def in_state(people: People, at: datetime, state: str) -> Incident:
    if state == "draft":
        return filling.draft(people, at)
    if state == "discarded":
        incident = filling.draft(people, at)
        services.discard(incident=incident, by=people.health_practitioner, at=at)
        return Incident.objects.get(pk=incident.pk)
    learning = {"criteria": {"criteria": ["near-miss"]}} if state == "learning only" else {}
    return filling.submitted(people, at, changes=learning)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("state", MAY)
def test_each_persona_may_do_this_and_nothing_else(
    ground: People, at: datetime, state: str
) -> None:
    incident = in_state(ground, at, state)
    found = {
        persona: {perm for perm in ON_RECORDS if user.has_perm(perm, incident)}
        for persona, user in ground.named().items()
    }
    assert {persona: perms for persona, perms in found.items() if perms} == MAY[state]


@pytest.mark.parametrize("state", MAY)
def test_lists_and_records_agree(ground: People, at: datetime, state: str) -> None:
    incident = in_state(ground, at, state)
    seen = {
        persona
        for persona, user in ground.named().items()
        if incident in Incident.objects.visible_to(user)
    }
    assert seen == {persona for persona, perms in MAY[state].items() if READ in perms}


def test_who_files(ground: People) -> None:
    assert {name for name, user in ground.named().items() if user.has_perm(Perm.FILE)} == {
        "health_practitioner",
        "health_colleague",
        "health_lead",
        "police_practitioner",
        "police_lead",
        "authority_practitioner",
        "authority_lead",
        "icb_lead",
        "school_practitioner",
    }


def grant(people: People, incident: Incident, at: datetime, **facts: object) -> IncidentGrant:
    return IncidentGrant.objects.create(
        user=people.scrutineer,
        perm=READ,
        record=incident,
        reason="Scrutiny of one case",
        granted_by=people.operations,
        granted_at=at,
        **facts,
    )


def test_a_granted_scrutineer_sees_that_one_and_no_other(ground: People, at: datetime) -> None:
    incident, other = filling.submitted(ground, at), filling.submitted(ground, at)
    grant(ground, incident, at)
    scrutineer = fresh(ground.scrutineer)
    assert list(Incident.objects.visible_to(scrutineer)) == [incident]
    assert {perm for perm in ON_RECORDS if scrutineer.has_perm(perm, incident)} == {READ}
    assert not scrutineer.has_perm(READ, other)


def test_a_grant_that_has_ended_shows_nothing(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    grant(ground, incident, at, ends_at=timezone.now() - timedelta(minutes=1))
    assert list(Incident.objects.visible_to(fresh(ground.scrutineer))) == []
    assert not fresh(ground.scrutineer).has_perm(READ, incident)


def test_a_grant_to_one_person_is_not_another_ones(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    grant(ground, incident, at)
    assert not fresh(ground.board_member).has_perm(READ, incident)
