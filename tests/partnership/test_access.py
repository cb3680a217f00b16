"""A seat opens its body: from its first day to its last, to whoever may sit, and no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnership.models import Body, Holding
from partnership.permissions import Perm
from shield.accounts.access import visible
from shield.accounts.models import Membership, User
from shield.accounts.reach import Path
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold
from tests.personas import People

pytestmark = pytest.mark.django_db


def opened(user: User, perm: str = Perm.OPEN) -> set[str]:
    """The bodies on which somebody holds a permission, asked both ways."""
    person = User.objects.get(pk=user.pk)  # access is looked up anew
    listed = {body.slug for body in visible(Body.objects.all(), person, perm)}
    one_by_one = {body.slug for body in Body.objects.all() if person.has_perm(perm, body)}
    assert listed == one_by_one
    return listed


@pytest.mark.parametrize("is_deputy", [False, True])
def test_a_seat_opens_its_body_alone(structure: Structure, people: People, is_deputy: bool) -> None:
    hold(structure.police, people.police_lead, is_deputy=is_deputy)
    assert opened(people.police_lead) == {"board"}
    assert opened(people.health_lead) == set()


@pytest.mark.parametrize("perm", [Perm.KEEP, Perm.READ_ALL])
def test_a_seat_gives_reading_and_no_more(structure: Structure, people: People, perm: str) -> None:
    hold(structure.police, people.police_lead)
    assert opened(people.police_lead, perm) == set()


@pytest.mark.parametrize(
    ("first", "last", "opens"),
    [(0, 0, True), (-9, 0, True), (0, None, True), (-9, -1, False), (1, 9, False), (0, -1, False)],
)
def test_a_seat_opens_from_its_first_day_to_its_last(
    structure: Structure, people: People, first: int, last: int | None, opens: bool
) -> None:
    hold(structure.police, people.police_lead, first, last)
    assert opened(people.police_lead) == ({"board"} if opens else set())


@pytest.mark.parametrize("persona", ["auditor", "data_protection", "system_administrator"])
def test_a_seat_opens_nothing_to_whose_role_may_not_sit(
    structure: Structure, people: People, persona: str
) -> None:
    hold(structure.police, getattr(people, persona))
    assert opened(getattr(people, persona)) == set()


def test_a_seat_does_not_outlive_the_last_membership(structure: Structure, people: People) -> None:
    hold(structure.health, people.leaver)
    assert opened(people.leaver) == set()


def test_a_seat_is_worth_nothing_to_whoever_left_and_came_back(
    structure: Structure, people: People
) -> None:
    person, today = people.police_lead, timezone.localdate()
    holding = hold(structure.police, person)
    Holding.objects.update(appointed_at=timezone.now() - timedelta(days=2))
    Membership.objects.filter(user=person).update(ends_on=today - timedelta(days=1))
    Membership.objects.create(
        user=person, agency=people.agencies.school, role="safeguarding-lead", starts_on=today
    )
    assert opened(person) == set()
    Holding.objects.filter(pk=holding.pk).update(
        appointed_at=timezone.now(), is_from_elsewhere=True
    )
    assert opened(person) == {"board"}


def test_a_planted_difference_between_list_and_record_is_found(
    structure: Structure, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(structure.police, people.police_lead)
    monkeypatch.setattr(Path, "opens", lambda self, access, perm, record: False)
    with pytest.raises(AssertionError):
        opened(people.police_lead)
