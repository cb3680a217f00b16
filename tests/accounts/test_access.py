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

from shield.accounts.access import Path, Reach, Role, load_access, require, roles, visible
from shield.accounts.models import Agency, CaseGrant, Membership, User
from shield.accounts.permissions import Perm
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
    assert found.perms == {"incidents.open"}


def test_roles_are_read_from_the_one_page():
    assert set(roles()) == {role.id for role in ROLES}
