"""What would this person see: as numbers, by the rule of their own pages, and written down."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import services as incidents
from incidents.models import Incident, IncidentGrant
from incidents.services.options import load_options
from shield.accounts.access import permission_words
from shield.accounts.models import Membership, User
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.core.countables import COUNTABLES, Counted
from shield.notifications.models import Notification
from shield.people import services
from tests.incidents import filling
from tests.personas import People
from tests.trust.test_agreement import verbs

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EVERYBODY = ("data_protection", "system_administrator")


def page(by: User, person: User) -> str:
    client = Client()
    client.force_login(by, BACKEND)
    answer = client.get(reverse("person_preview", kwargs={"pk": person.pk}))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def looks(people: People, person: User) -> services.Preview:
    return services.preview(by=people.data_protection, person=person, at=timezone.now())


def counted(people: People, person: User) -> dict[str, Counted]:
    return {one.name: one for one in looks(people, person).counted}


@pytest.fixture
def ground(people: People, rules: None) -> People:
    """The personas, the rules, and the answers to choose from."""
    load_options()
    return people


@pytest.fixture
def filed(ground) -> Incident:
    """A notification of the health agency."""
    return filling.submitted(ground, timezone.now())


def test_it_counts_what_their_own_pages_would_show(ground, filed):
    for person in ground:
        again = User.objects.get(pk=person.pk)
        found = counted(ground, person)
        assert found["Notifications"].total == Incident.objects.visible_to(again).count()
        assert found["Deadlines"].total == Clock.objects.visible_to(again).count()
    lead = counted(ground, ground.health_lead)
    assert lead["Notifications"].by_agency == (("Riverside Health Trust", 1),)
    assert lead["Deadlines"].total > 0


def test_who_is_shut_out_or_not_named_is_counted_as_if_there_were_none(ground, filed):
    assert counted(ground, ground.operations)["Notifications"].total == 1
    incidents.exclude(
        record=filed,
        person=ground.operations,
        reason="A relative",
        by=ground.health_lead,
        at=timezone.now(),
    )
    assert counted(ground, ground.operations)["Notifications"] == Counted("Notifications", 0, ())
    shown = page(ground.data_protection, ground.operations)
    assert "Notifications: 0" in shown
    assert not re.search("exclu|shut out|restrict|relative", shown, re.IGNORECASE)


def test_it_names_no_record(ground, filed):
    shown = page(ground.data_protection, ground.health_lead)
    assert "Notifications: 1" in shown
    for words in (filed.reference, filed.label, filed.facts, f"/incidents/{filed.pk}"):
        assert words
        assert words not in shown


def test_it_shows_roles_with_their_days_and_permissions_in_words(people):
    last = timezone.localdate() + timedelta(days=9)
    Membership.objects.filter(user=people.health_lead).update(ends_on=last)
    shown = page(people.agency_administrator, people.health_lead)
    assert "Safeguarding lead, Riverside Health Trust" in shown
    assert f"until {last.day} {last:%B %Y}" in shown
    assert "Say who may see a notification (Riverside Health Trust)" in shown
    operations = page(people.system_administrator, people.operations)
    assert "Read notifications (every agency)" in operations


def test_every_permission_has_words():
    assert set(permission_words()) == set(verbs())


def test_what_holds_cases_and_duties_is_counted():
    assert COUNTABLES.keys() == {"incidents", "clocks"}


@pytest.mark.parametrize("persona", EVERYBODY)
def test_who_answers_for_all_sees_everybody(people, persona):
    by = getattr(people, persona)
    assert set(User.objects.previewed_by(by)) == set(people)


def test_an_agency_administrator_sees_the_people_of_the_agency(people):
    found = set(User.objects.previewed_by(people.agency_administrator))
    assert found == {
        people.health_practitioner,
        people.health_colleague,
        people.health_lead,
        people.agency_administrator,
    }


@pytest.mark.parametrize("persona", ["police_lead", "operations", "leaver", "health_lead"])
def test_an_agency_administrator_sees_nobody_who_works_elsewhere(people, persona):
    person = getattr(people, persona)
    if persona == "health_lead":  # who works in both
        Membership.objects.create(
            user=person,
            agency=people.agencies.police,
            role="practitioner",
            starts_on=timezone.localdate() + timedelta(days=5),
        )
    assert page(people.agency_administrator, person) == "404"
    with pytest.raises(PermissionDenied):
        services.preview(by=people.agency_administrator, person=person, at=timezone.now())
    assert not Entry.objects.filter(verb="access.previewed").exists()


@pytest.mark.parametrize("persona", ["health_lead", "operations", "auditor", "leaver"])
def test_others_preview_nobody(people, persona):
    by = getattr(people, persona)
    with pytest.raises(PermissionDenied):
        services.preview(by=by, person=people.health_practitioner, at=timezone.now())
    assert page(by, people.health_practitioner) in ("403", "404")


def test_each_look_is_written_down(people):
    for _ in range(2):
        page(people.agency_administrator, people.health_lead)
    entries = Entry.objects.filter(verb="access.previewed")
    assert [(one.actor_id, one.subject_id, one.facts) for one in entries] == [
        (people.agency_administrator.pk, people.health_lead.pk, {})
    ] * 2


def test_looking_tells_and_changes_nothing(people):
    before = User.objects.values().get(pk=people.health_lead.pk)
    page(people.agency_administrator, people.health_lead)
    assert User.objects.values().get(pk=people.health_lead.pk) == before
    assert not Notification.objects.exists()


def test_the_page_of_a_person_leads_there(people):
    client = Client()
    client.force_login(people.agency_administrator, BACKEND)
    shown = client.get(people.health_lead.get_absolute_url()).content.decode()
    assert reverse("person_preview", kwargs={"pk": people.health_lead.pk}) in shown


# --- What is not for who looks --------------------------------------------------------------------


def numbers(by: User, person: User) -> dict[str, int]:
    found = services.preview(by=User.objects.get(pk=by.pk), person=person, at=timezone.now())
    return {one.name: one.total for one in found.counted}


def shut(filed: Incident, person: User, by: User) -> None:
    incidents.exclude(record=filed, person=person, reason="A relative", by=by, at=timezone.now())


def test_what_is_kept_from_who_looks_is_not_counted_for_others(ground, filed):
    before = numbers(ground.data_protection, ground.health_lead)
    shut(filed, ground.data_protection, ground.health_lead)
    after = numbers(ground.data_protection, ground.health_lead)
    assert (before["Notifications"], after["Notifications"]) == (1, 0)
    assert before["Deadlines"] > after["Deadlines"] == 0


def test_an_agency_does_not_learn_where_its_people_broke_the_glass(ground, filed):
    administrator = Membership.objects.create(
        user=ground.school_practitioner,
        agency=ground.agencies.police,
        role="agency-administrator",
        starts_on=timezone.localdate(),
    ).user
    before = numbers(administrator, ground.police_lead)
    incidents.open_by_glass(
        reference=filed.reference,
        reason="A child is in danger now.",
        by=User.objects.get(pk=ground.police_lead.pk),
        at=timezone.now(),
    )
    assert numbers(administrator, ground.police_lead) == before
    assert numbers(ground.data_protection, ground.police_lead)["Notifications"] == 1


def test_an_agency_counts_its_own_by_role_alone(ground, filed):
    assert numbers(ground.agency_administrator, ground.health_lead)["Notifications"] == 1
    IncidentGrant.objects.create(
        record=filed,
        user=ground.health_colleague,
        perm="incidents.read",
        reason="Knows the child",
        granted_by=ground.health_lead,
        granted_at=timezone.now(),
    )
    assert numbers(ground.agency_administrator, ground.health_colleague)["Notifications"] == 0
    assert numbers(ground.data_protection, ground.health_colleague)["Notifications"] == 1
