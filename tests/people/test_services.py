"""Giving and ending roles, correcting people, keeping agencies: who may, what follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from shield.accounts.models import Agency, Membership, User
from shield.audit.models import Entry
from shield.notifications.models import Notification
from shield.people import services
from tests.personas import People

DAY = timedelta(days=1)


def again(user: User) -> User:
    """The same person as the next request meets them."""
    return User.objects.get(pk=user.pk)


def give(people: People, by: User, role: str, agency: Agency) -> Membership:
    return services.give_role(
        by=by,
        person=people.champion,
        agency=agency,
        role=role,
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )


def end(by: User, membership: Membership, days: int | None = None) -> Membership:
    now = timezone.now()
    last = None if days is None else timezone.localdate() + days * DAY
    return services.end_membership(by=by, membership=membership, ends_on=last, at=now)


def test_an_agency_administrator_gives_a_role_in_their_agency(people):
    give(people, people.agency_administrator, "practitioner", people.agencies.health)
    assert again(people.champion).access.roles == {"champion", "practitioner"}


def test_the_person_is_told_without_any_case(people):
    give(people, people.agency_administrator, "practitioner", people.agencies.health)
    told = Notification.objects.get()
    assert told.recipient == people.champion
    assert told.subject == "You have been given the role of practitioner"


def test_giving_a_role_is_written_down(people):
    made = give(people, people.agency_administrator, "practitioner", people.agencies.health)
    entry = Entry.objects.get(verb="role.given")
    assert (entry.actor_id, entry.subject_id) == (people.agency_administrator.pk, made.pk)
    assert entry.facts["person"] == people.champion.pk


@pytest.mark.parametrize("role", ["practitioner", "safeguarding-lead"])
def test_an_agency_administrator_gives_none_in_another_agency(people, role):
    with pytest.raises(PermissionDenied):
        give(people, people.agency_administrator, role, people.agencies.police)
    assert not Membership.objects.filter(user=people.champion, role=role).exists()


@pytest.mark.parametrize("role", ["operations", "auditor", "system-administrator"])
def test_an_agency_administrator_gives_no_role_across_the_partnership(people, role):
    with pytest.raises(PermissionDenied):
        give(people, people.agency_administrator, role, people.agencies.health)


@pytest.mark.parametrize("persona", ["health_lead", "operations", "auditor", "leaver"])
def test_others_give_no_role(people, persona):
    with pytest.raises(PermissionDenied):
        give(people, getattr(people, persona), "practitioner", people.agencies.health)


def test_a_system_administrator_gives_any_role_anywhere(people):
    give(people, people.system_administrator, "auditor", people.agencies.police)
    assert again(people.champion).has_perm("audit.read")


def test_a_role_held_already_is_refused_in_words(people):
    give(people, people.system_administrator, "practitioner", people.agencies.health)
    with pytest.raises(services.AlreadyHeld, match="already holds this role"):
        give(people, people.system_administrator, "practitioner", people.agencies.health)


def test_a_role_ended_at_once_opens_nothing_at_the_next_request(people):
    end(people.agency_administrator, people.health_lead.memberships.get())
    assert again(people.health_lead).access.roles == frozenset()


def test_a_role_given_and_ended_on_one_day_opens_nothing(people):
    made = give(people, people.agency_administrator, "practitioner", people.agencies.health)
    end(people.agency_administrator, made)
    assert again(people.champion).access.roles == {"champion"}


def test_a_last_day_still_counts(people):
    end(people.agency_administrator, people.health_lead.memberships.get(), days=0)
    assert again(people.health_lead).access.roles == {"safeguarding-lead"}


def test_a_last_day_may_be_brought_forward(people):
    held = people.health_lead.memberships.get()
    end(people.agency_administrator, held, days=10)
    end(people.agency_administrator, held, days=2)
    held.refresh_from_db()
    assert held.ends_on == timezone.localdate() + 2 * DAY


@pytest.mark.parametrize("days", [-1, -500])
def test_a_last_day_is_not_in_the_past(people, days):
    with pytest.raises(services.EndsBeforeItStarts):
        end(people.agency_administrator, people.health_lead.memberships.get(), days=days)


def test_what_has_ended_does_not_end_again(people):
    with pytest.raises(services.AlreadyEnded):
        end(people.agency_administrator, people.leaver.memberships.get(), days=3)
    assert people.leaver.memberships.get().ends_on == timezone.localdate() - DAY


def test_nobody_ends_their_own_role(people):
    with pytest.raises(services.NotYourOwn):
        end(people.system_administrator, people.system_administrator.memberships.get())


@pytest.mark.parametrize("persona", ["police_lead", "operations", "system_administrator"])
def test_an_agency_administrator_ends_nothing_elsewhere(people, persona):
    with pytest.raises(PermissionDenied):
        end(people.agency_administrator, getattr(people, persona).memberships.get())


def test_an_agency_administrator_ends_no_role_across_the_partnership(people):
    held = give(people, people.system_administrator, "auditor", people.agencies.health)
    with pytest.raises(PermissionDenied):
        end(people.agency_administrator, held)


def edit(by: User, person: User) -> User:
    return services.edit_person(
        by=by, person=person, full_name="New Name", post="", phone="", at=timezone.now()
    )


def test_a_person_is_corrected_by_their_administrator(people):
    edit(people.agency_administrator, people.health_lead)
    assert again(people.health_lead).full_name == "New Name"
    entry = Entry.objects.get(verb="person.changed")
    assert entry.facts == {"fields": ["full_name", "phone", "post"]}


@pytest.mark.parametrize("persona", ["police_lead", "leaver"])
def test_a_person_of_elsewhere_or_of_before_is_not_corrected(people, persona):
    with pytest.raises(PermissionDenied):
        edit(people.agency_administrator, getattr(people, persona))


def facts(people: People, **changes: object) -> Any:
    return {
        "name": "Northshire CCG",
        "kind": people.agencies.icb.kind,
        "is_statutory_partner": True,
        "notifies_panel": False,
        "valid_from": None,
        "valid_to": None,
        "succeeded_by": people.agencies.icb,
        **changes,
    }


def test_a_system_administrator_adds_and_changes_agencies(people):
    by, at = people.system_administrator, timezone.now()
    agency = services.add_agency(by=by, at=at, **facts(people))
    services.edit_agency(by=by, agency=agency, at=at, **facts(people, notifies_panel=True))
    agency.refresh_from_db()
    assert (agency.succeeded_by, agency.notifies_panel) == (people.agencies.icb, True)
    assert Entry.objects.get(verb="agency.changed").facts == {"fields": ["notifies_panel"]}


def test_an_agency_does_not_come_after_itself(people):
    by, at = people.system_administrator, timezone.now()
    ccg = services.add_agency(by=by, at=at, **facts(people))
    icb = facts(people, name="Northshire ICB", succeeded_by=ccg)
    with pytest.raises(services.SuccessionLoops):
        services.edit_agency(by=by, agency=people.agencies.icb, at=at, **icb)


@pytest.mark.parametrize("persona", ["agency_administrator", "operations", "authority_lead"])
def test_others_keep_no_agencies(people, persona):
    with pytest.raises(PermissionDenied):
        services.add_agency(by=getattr(people, persona), at=timezone.now(), **facts(people))
