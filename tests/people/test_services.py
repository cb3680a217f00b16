"""Giving and ending roles, correcting people, keeping agencies: who may, what follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from shield.accounts.models import Agency, Membership, User
from shield.audit.models import Entry
from shield.notifications import delivery
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
        person=people.health_lead,
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
    assert again(people.health_lead).access.roles == {"safeguarding-lead", "practitioner"}


def test_the_person_is_told_without_any_case(people):
    give(people, people.agency_administrator, "practitioner", people.agencies.health)
    told = Notification.objects.get()
    assert told.recipient == people.health_lead
    assert told.subject == "You have been given the role of practitioner"


def test_giving_a_role_is_written_down(people):
    made = give(people, people.agency_administrator, "practitioner", people.agencies.health)
    entry = Entry.objects.get(verb="role.given")
    assert (entry.actor_id, entry.subject_id) == (people.agency_administrator.pk, made.pk)
    assert entry.facts["person"] == people.health_lead.pk


@pytest.mark.parametrize("role", ["practitioner", "safeguarding-lead"])
def test_an_agency_administrator_gives_none_in_another_agency(people, role):
    with pytest.raises(PermissionDenied):
        give(people, people.agency_administrator, role, people.agencies.police)
    assert people.health_lead.memberships.get().agency == people.agencies.health


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
    assert again(people.health_lead).has_perm("audit.read")


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
    assert again(people.health_lead).access.roles == {"safeguarding-lead"}


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
    held = people.leaver.memberships.get()
    with pytest.raises(services.AlreadyEnded):
        end(people.agency_administrator, held, days=3)
    assert people.leaver.memberships.get().ends_on == held.ends_on


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


# --- Whoever holds a role elsewhere too is nobody's alone -----------------------------------------

IN_CHARGE = {
    "edit": edit,
    "reset": lambda by, person: services.reset(by=by, person=person, at=timezone.now()),
    "end_sessions": lambda by, person: services.end_sessions(
        by=by, person=person, at=timezone.now()
    ),
}
in_charge = pytest.mark.parametrize("verb", IN_CHARGE.values(), ids=list(IN_CHARGE))


def also(person: User, agency: Agency, role: str, **days: int) -> Membership:
    today = timezone.localdate()
    given = {"starts_on": 0, **days}
    dates: Any = {name: today + number * DAY for name, number in given.items()}
    return Membership.objects.create(user=person, agency=agency, role=role, **dates)


@in_charge
@pytest.mark.parametrize(
    ("persona", "days"), [("police_lead", {}), ("police_lead", {"starts_on": 9}), ("auditor", {})]
)
def test_an_account_that_works_elsewhere_is_in_no_agency_administrators_charge(
    people, verb, persona, days
):
    person = getattr(people, persona)
    also(person, people.agencies.health, "practitioner", **days)
    with pytest.raises(PermissionDenied):
        verb(people.agency_administrator, person)
    verb(people.system_administrator, person)


@in_charge
def test_an_account_that_reaches_across_the_partnership_is_the_system_administrators(people, verb):
    also(people.health_lead, people.agencies.health, "champion")
    with pytest.raises(PermissionDenied):
        verb(people.agency_administrator, people.health_lead)


@in_charge
def test_what_somebody_was_elsewhere_before_does_not_count(people, verb):
    also(people.health_lead, people.agencies.police, "practitioner", starts_on=-9, ends_on=-1)
    verb(people.agency_administrator, people.health_lead)


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


def lasts(people: People, first: int | None, last: int | None, *, ends_roles: bool = True) -> None:
    """The health agency has a first and a last day, so many days from today."""
    today, health = timezone.localdate(), people.agencies.health
    days = (None if one is None else today + one * DAY for one in (first, last))
    given = dict(zip(("valid_from", "valid_to"), days, strict=True))
    more = {"name": health.name, "kind": health.kind, "is_statutory_partner": False}
    services.edit_agency(
        by=people.system_administrator,
        agency=health,
        at=timezone.now(),
        ends_roles=ends_roles,
        **facts(people, **more, **given),
    )


@pytest.mark.parametrize(
    ("first", "last", "roles"),
    [
        (None, -1, frozenset()),
        (None, 0, {"safeguarding-lead"}),
        (0, None, {"safeguarding-lead"}),
        (1, None, frozenset()),
    ],
)
def test_a_role_is_held_as_long_as_its_agency_is_there(people, first, last, roles):
    lasts(people, first, last)
    assert again(people.health_lead).access.roles == roles


def test_roles_of_an_agency_that_ended_count_as_left(people):
    lasts(people, None, -1)
    today, held = timezone.localdate(), Membership.objects.filter(agency=people.agencies.health)
    assert set(held.ended(today)) == set(held)
    assert not held.current_or_later(today)
    assert not any(one.is_current(today) for one in held)


@pytest.mark.parametrize(("first", "last"), [(None, -1), (None, 0), (1, None)])
def test_roles_end_with_an_agency_only_if_that_is_meant(people, first, last):
    with pytest.raises(services.EndsRoles, match="4 roles in Riverside Health Trust would end"):
        lasts(people, first, last, ends_roles=False)
    assert again(people.health_lead).access.roles
    people.agencies.health.refresh_from_db()
    assert people.agencies.health.valid_to is None


def test_what_is_changed_besides_days_ends_nothing(people):
    lasts(people, None, None, ends_roles=False)
    Membership.objects.filter(agency=people.agencies.health).update(ends_on=timezone.localdate())
    lasts(people, None, 0, ends_roles=False)  # they end by then anyway


def test_an_agency_does_not_end_under_who_keeps_the_portal(people):
    council = people.agencies.authority
    more = {"name": council.name, "kind": council.kind, "notifies_panel": True}
    days = facts(people, **more, succeeded_by=None, valid_to=timezone.localdate())
    act = {"by": people.system_administrator, "agency": council, "at": timezone.now()}
    with pytest.raises(services.ShutsOut):
        services.edit_agency(**act, ends_roles=True, **days)
    Membership.objects.filter(agency=council).exclude(user=people.system_administrator).update(
        ends_on=timezone.localdate()
    )
    with pytest.raises(services.ShutsOut):  # one's own still
        services.edit_agency(**act, ends_roles=True, **days)
    Membership.objects.filter(agency=council).update(ends_on=timezone.localdate())
    services.edit_agency(**act, **days)


def test_an_agency_does_not_begin_later_under_who_keeps_the_portal(people):
    also(people.operations, people.agencies.health, "operations", starts_on=-9)
    with pytest.raises(services.ShutsOut):
        lasts(people, 1, None)


def test_a_role_that_starts_later_is_told_of_now(people):
    nobody = people.leaver
    services.give_role(
        by=people.agency_administrator,
        person=nobody,
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate() + 3 * DAY,
        at=timezone.now(),
    )
    delivery.deliver_next(at=timezone.now())
    assert [one.to for one in mail.outbox] == [[nobody.email]]


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
