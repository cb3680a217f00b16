"""Whoever is shut out of a conference is shut out of the next of its family, however it begins."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import Conference
from conferences.permissions import Perm
from conferences.services.importing import BadFile
from shield.accounts.models import User
from shield.cases import services as cases
from tests.conferences.arranging import FAMILY, a_conference, asked
from tests.conferences.files import load, row, write
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def first(people: People, now: datetime) -> Conference:
    """Restricted to the police; an aunt of the health service is shut out."""
    made = a_conference(people, now)
    cases.exclude(
        record=made, person=people.health_practitioner, reason="Aunt", by=made.chair, at=now
    )
    cases.restrict(
        record=made, people=[people.police_practitioner], reason="Staff family", by=made.chair,
        at=now,
    )  # fmt: skip
    made.refresh_from_db()
    return made


def shut_out(conference: Conference) -> set[User]:
    return {one.user for one in conference.exclusions.select_related("user")}


def named(conference: Conference) -> set[User]:
    return {one.user for one in conference.grants.select_related("user")}


def test_the_next_one_is_kept_from_the_same(
    first: Conference, people: People, now: datetime
) -> None:
    second = a_conference(people, now)
    assert shut_out(second) == {people.health_practitioner}
    assert second.is_restricted
    assert named(second) == {people.police_practitioner, people.conference_chair}
    assert second.restrictions.get().reason == "Staff family"
    with pytest.raises(services.KeptFromThem):
        asked(second, people, now, "health", people.health_practitioner)


def test_also_where_somebody_else_chairs_it_who_does_not_see_the_first(
    first: Conference, people: People, now: datetime
) -> None:
    other = people.other_chair
    assert not Conference.objects.visible_to(other).exists()
    second = a_conference(people, now, chair=other, administrator=other, by=other)
    assert shut_out(second) == {people.health_practitioner}
    # Who is to run it is let in, to this one.
    assert User.objects.get(pk=other.pk).access.allows(Perm.MANAGE, second)
    assert list(Conference.objects.visible_to(User.objects.get(pk=other.pk))) == [second]


def test_nobody_who_is_shut_out_runs_it(first: Conference, people: People, now: datetime) -> None:
    cases.exclude(record=first, person=people.other_chair, reason="Uncle", by=first.chair, at=now)
    with pytest.raises(services.KeptFromThem):
        a_conference(people, now, administrator=people.other_chair)


def test_what_was_lifted_and_what_has_ended_counts_no_more(
    first: Conference, people: People, now: datetime
) -> None:
    cases.lift_restriction(record=first, reason="No relative", by=first.chair, at=now)
    first.exclusions.update(ends_at=now)
    second = a_conference(people, now + timedelta(minutes=1))
    assert not second.is_restricted
    assert shut_out(second) == set()


def test_another_family_is_kept_from_nobody(
    first: Conference, people: People, now: datetime
) -> None:
    second = a_conference(people, now, family_reference="FAM-1")
    assert (second.is_restricted, shut_out(second)) == (False, set())


def test_whose_children_are_taken_over_is_kept_alike_whatever_the_number(
    first: Conference, people: People, now: datetime
) -> None:
    second = a_conference(people, now, family_reference="FAM-1", children=0)
    services.take_over(
        conference=second, children=list(first.children.present()), guests=[], by=first.chair,
        at=now,
    )  # fmt: skip
    second.refresh_from_db()
    assert second.is_restricted
    assert shut_out(second) == {people.health_practitioner}


def test_a_file_is_refused_in_words_where_it_lets_run_it_who_is_shut_out(
    first: Conference, people: People, now: datetime, tmp_path: Path
) -> None:
    first.exclusions.create(
        user=people.other_chair, reason="Uncle", excluded_by=first.chair, excluded_at=now
    )
    day = (now + timedelta(days=20)).strftime("%Y-%m-%dT10:00")
    trigger = (now - timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    said = row(
        family_reference=FAMILY, chair_email=people.other_chair.email, starts_at=day,
        triggered_at=trigger,
    )  # fmt: skip
    for is_trial in (True, False):
        with pytest.raises(BadFile, match="kept from this person"):
            load(write(tmp_path, said), people.conference_chair, now, is_trial=is_trial)
