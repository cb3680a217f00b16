"""One rule, asked for one record and for many rows: both answers agree, for everybody."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test.utils import isolate_apps
from django.utils import timezone

from shield.accounts.access import Role, load_access, require, roles, visible
from shield.accounts.models import Agency, CaseGrant, Membership, User
from shield.accounts.permissions import Perm
from shield.accounts.reach import Path, Reach
from shield.roles import ROLES
from tests.personas import People

READ, WRITE, OWN = "cases.read", "cases.write", "cases.own"
CASE_PERMS = {
    "practitioner": frozenset({OWN}),
    "safeguarding-lead": frozenset({READ, WRITE}),
    "operations": frozenset({READ}),
}


@pytest.fixture(autouse=True)
def _roles_of_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles as they are, with permissions on a kind of record that only this test knows."""
    with_cases = {
        role.id: replace(role, perms=role.perms | CASE_PERMS.get(role.id, frozenset()))
        for role in ROLES
    }
    monkeypatch.setattr("shield.accounts.access.roles", lambda: with_cases)


@pytest.fixture
def cases(people: People) -> Iterator[SimpleNamespace]:
    """A container with every kind of path, its grants, and rows of each relation."""
    label = f"cases_{uuid.uuid4().hex[:8]}"
    with isolate_apps("shield.accounts", "django.contrib.contenttypes", "django.contrib.auth"):

        class Case(models.Model):
            agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
            told = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)
            owner = models.ForeignKey(User, models.PROTECT, related_name="+")
            status = models.CharField(max_length=10)
            objects: ClassVar[models.Manager] = models.Manager()

            class Meta:
                app_label = "accounts"
                db_table = label

        class Grant(CaseGrant):
            record = models.ForeignKey(Case, models.PROTECT, related_name="+")
            objects: ClassVar[models.Manager] = models.Manager()

            class Meta(CaseGrant.Meta):
                app_label = "accounts"
                db_table = f"{label}_grant"

        Case.reach = Reach(  # type: ignore[attr-defined]
            paths=(
                Path(
                    "owner",
                    agency="agency",
                    owner="owner",
                    owner_needs=OWN,
                    gives=frozenset({READ}),
                ),
                Path("agency", agency="agency"),
                Path(
                    "agency",
                    agency="told",
                    gives=frozenset({READ}),
                    when=("status", frozenset({"filed"})),
                ),
                Path("partnership", when=("status", frozenset({"filed"}))),
            ),
            grants=lambda: Grant,
        )
        with connection.schema_editor() as editor:
            editor.create_model(Case)
            editor.create_model(Grant)
        agencies = (people.agencies.health, people.agencies.police, people.agencies.authority)
        told = (None, people.agencies.authority)
        owners = (people.health_practitioner, people.police_lead, people.leaver)
        for agency, second, owner, status in product(agencies, told, owners, ("draft", "filed")):
            Case.objects.create(agency=agency, told=second, owner=owner, status=status)
        now = timezone.now()
        first = Case.objects.order_by("pk")[0]
        for person, ends in (
            (people.scrutineer, None),
            (people.champion, now - timedelta(minutes=1)),
            (people.leaver, None),
        ):
            Grant.objects.create(
                user=person,
                perm=READ,
                record=first,
                reason="asked for by the Board",
                granted_by=people.operations,
                granted_at=now - timedelta(days=1),
                ends_at=ends,
            )
        yield SimpleNamespace(Case=Case, Grant=Grant, first=first)


def seen(cases: SimpleNamespace, user: object, perm: str) -> set[int]:
    return set(visible(cases.Case.objects.all(), user, perm).values_list("pk", flat=True))


def test_visible_and_allows_agree_for_every_persona_and_row(cases, people):
    answers = {}
    for name, person in people.named().items():
        for perm in (READ, WRITE, OWN):
            one_by_one = {
                case.pk for case in cases.Case.objects.all() if person.has_perm(perm, case)
            }
            assert seen(cases, person, perm) == one_by_one, (name, perm)
            answers[name, perm] = len(one_by_one)
    # The comparison means something only where people do see some, and not all.
    assert {name for (name, perm), count in answers.items() if perm == READ and count} == {
        "health_practitioner",
        "health_lead",
        "police_lead",
        "authority_lead",
        "operations",
        "scrutineer",
    }
    assert max(answers.values()) < cases.Case.objects.count()


def test_a_planted_difference_is_found(cases, people, monkeypatch):
    monkeypatch.setattr(Path, "opens", lambda self, access, perm, record: False)
    person, case = people.health_lead, cases.first
    assert case.pk in seen(cases, person, READ)
    assert not person.has_perm(READ, case)


def test_an_agency_sees_its_own_and_what_it_was_told(cases, people):
    expected = cases.Case.objects.filter(
        models.Q(agency=people.agencies.authority)
        | models.Q(told=people.agencies.authority, status="filed")
    )
    assert seen(cases, people.authority_lead, READ) == set(expected.values_list("pk", flat=True))


def test_what_an_agency_was_told_gives_no_more_than_reading(cases, people):
    expected = cases.Case.objects.filter(agency=people.agencies.authority)
    assert seen(cases, people.authority_lead, WRITE) == set(expected.values_list("pk", flat=True))


def test_an_owner_who_changed_agency_no_longer_sees_what_they_owned(cases, people):
    person = people.health_practitioner
    Membership.objects.filter(user=person).update(agency=people.agencies.school)
    assert seen(cases, User.objects.get(pk=person.pk), READ) == set()


def test_a_grant_opens_its_record_alone(cases, people):
    assert seen(cases, people.scrutineer, READ) == {cases.first.pk}


def test_a_grant_that_has_ended_opens_nothing(cases, people):
    assert seen(cases, people.champion, READ) == set()


def test_a_grant_does_not_outlive_the_last_membership(cases, people):
    assert not people.leaver.has_perm(READ, cases.first)


# --- Whoever left and came back -------------------------------------------------------------------


def ends(person: User, days: int) -> None:
    """Their roles end so many days from today."""
    last = timezone.localdate() + timedelta(days=days)
    Membership.objects.filter(user=person).update(ends_on=last)


def holds(person: User, agency: Agency, *, days: int = 0, role: str = "practitioner") -> Membership:
    """They hold a role in an agency, from so many days from today; it was given just now."""
    first = timezone.localdate() + timedelta(days=days)
    return Membership.objects.create(user=person, agency=agency, role=role, starts_on=first)


def reads(cases: SimpleNamespace, person: User) -> bool:
    """Whether they read the record that they were granted, asked both ways."""
    again = User.objects.get(pk=person.pk)
    found = again.has_perm(READ, cases.first)
    assert found == (cases.first.pk in seen(cases, again, READ))
    return found


def test_a_grant_is_worth_nothing_to_whoever_left_and_came_back(cases, people):
    ends(people.scrutineer, -1)
    assert not reads(cases, people.scrutineer)
    holds(people.scrutineer, people.agencies.school)
    assert not reads(cases, people.scrutineer)


def test_whoever_came_back_is_named_anew(cases, people):
    ends(people.scrutineer, -1)
    holds(people.scrutineer, people.agencies.school)
    cases.Grant.objects.update(granted_at=timezone.now())
    assert reads(cases, people.scrutineer)


def test_coming_back_the_same_day_is_coming_back(cases, people):
    cases.Grant.objects.update(granted_at=timezone.now())
    ends(people.scrutineer, -1)
    holds(people.scrutineer, people.agencies.school)
    assert not reads(cases, people.scrutineer)


def test_a_role_dated_back_fills_no_gap(cases, people):
    ends(people.scrutineer, -9)
    holds(people.scrutineer, people.agencies.school, days=-20)
    assert not reads(cases, people.scrutineer)


def test_a_grant_lasts_while_one_role_follows_the_other_without_a_break(cases, people):
    ends(people.scrutineer, 0)
    holds(people.scrutineer, people.agencies.school)
    assert reads(cases, people.scrutineer)


def test_a_grant_lasts_when_the_role_changes_in_one_agency(cases, people):
    ends(people.scrutineer, -1)
    holds(people.scrutineer, people.agencies.authority)
    assert reads(cases, people.scrutineer)


def test_a_grant_lasts_when_an_agency_is_followed_by_another(cases, people):
    after, yesterday = people.agencies.school, timezone.localdate() - timedelta(days=1)
    Agency.objects.filter(pk=people.agencies.authority.pk).update(
        valid_to=yesterday, succeeded_by=after
    )
    holds(people.scrutineer, after)
    assert reads(cases, people.scrutineer)


def test_a_restricted_record_does_not_admit_whoever_left_and_came_back(cases, people):
    ends(people.scrutineer, -1)
    holds(people.scrutineer, people.agencies.school)
    cases.Grant.objects.create(
        user=people.scrutineer,
        perm=READ,
        record=cases.first,
        reason="named again",
        granted_by=people.operations,
        granted_at=timezone.now(),
        ends_at=timezone.now() - timedelta(seconds=1),
    )
    assert not reads(cases, people.scrutineer)


# --- Broken glass ---------------------------------------------------------------------------------


def test_the_glass_counts_while_its_breaker_may_still_break_it(cases, people, monkeypatch):
    """A grant that any role may hold stands for the opening; only the need for it is tried."""
    reach = replace(
        cases.Case.reach,
        grants=None,
        openings=lambda: cases.Grant,
        glass_gives=frozenset({READ}),
        glass_needs=OWN,
    )
    monkeypatch.setattr(cases.Case, "reach", reach)
    assert not reads(cases, people.scrutineer)
    holds(people.scrutineer, people.agencies.school)
    assert reads(cases, people.scrutineer)
    monkeypatch.setattr(cases.Case, "reach", replace(reach, glass_needs=WRITE))
    assert not reads(cases, people.scrutineer)


# --- Nobody ---------------------------------------------------------------------------------------


def test_nobody_is_anonymous_and_may(cases):
    assert not AnonymousUser().has_perm(READ, cases.first)
    assert seen(cases, AnonymousUser(), READ) == set()


def test_a_person_made_inactive_holds_nothing(people):
    people.operations.is_active = False
    assert load_access(people.operations).roles == frozenset()


def test_a_membership_holds_from_its_first_day_to_its_last(people, at):
    person, today = people.champion, timezone.localdate()
    for starts, ends, holds in (
        (today, today, True),
        (today - timedelta(days=2), today - timedelta(days=1), False),
        (today + timedelta(days=1), None, False),
        (today, today - timedelta(days=1), False),
    ):
        Membership.objects.filter(user=person).update(starts_on=starts, ends_on=ends)
        assert bool(load_access(person).roles) is holds, (starts, ends)


def test_an_unknown_role_gives_nothing(people):
    Membership.objects.filter(user=people.operations).update(role="abolished")
    assert not load_access(people.operations).roles


def test_require_refuses_and_lets_through(people):
    require(people.system_administrator, Perm.MANAGE_ALL)
    with pytest.raises(PermissionDenied):
        require(people.agency_administrator, Perm.MANAGE_ALL)


def test_access_costs_one_query(people, django_assert_num_queries):
    person = User.objects.get(pk=people.health_lead.pk)
    with django_assert_num_queries(1):
        person.has_perm(READ)
        person.has_perm(WRITE)


def test_every_role_of_the_domain_is_there_once():
    assert [role.id for role in ROLES] == list(dict.fromkeys(role.id for role in ROLES))
    assert {role.id: role.scope for role in ROLES} == {
        "practitioner": "agency",
        "safeguarding-lead": "agency",
        "agency-administrator": "agency",
        "operations": "partnership",
        "auditor": "partnership",
        "data-protection": "partnership",
        "system-administrator": "partnership",
        "scrutineer": "partnership",
        "board-member": "partnership",
        "practice-group-member": "partnership",
        "conference-chair": "partnership",
        "champion": "partnership",
    }


@pytest.mark.parametrize(
    "role",
    [
        "agency-administrator",
        "auditor",
        "system-administrator",
        "board-member",
        "practice-group-member",
        "conference-chair",
        "champion",
    ],
)
def test_roles_without_case_work_hold_no_permission_on_cases(role):
    found: Role = next(one for one in ROLES if one.id == role)
    assert not [perm for perm in found.perms if perm.startswith("incidents.")]


def test_the_scrutineer_opens_the_pages_on_which_a_granted_case_is_found_and_no_case():
    found: Role = next(one for one in ROLES if one.id == "scrutineer")
    assert {perm for perm in found.perms if perm.startswith("incidents.")} == {"incidents.open"}


def test_roles_are_read_from_the_one_page():
    assert set(roles()) == {role.id for role in ROLES}
