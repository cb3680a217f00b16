"""Whoever is shut out of a conference is shut out of the next of its family, however it begins."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import Conference, ReportRequest
from conferences.permissions import Perm
from conferences.services.importing import BadFile
from conferences.services.kept_alike import ELSEWHERE
from conferences.services.lists import load_lists
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.cases import services as cases
from shield.cases.kind import lasting
from tests.conferences.arranging import FAMILY, a_conference, asked
from tests.conferences.browsing import reads
from tests.conferences.files import load, row, write
from tests.conferences.holding import held, review
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
    # They learn that it is limited, not why nor who else was let in.
    assert named(second) == {other}
    assert {one.reason for one in second.exclusions.all()} == {ELSEWHERE}
    assert second.restrictions.get().reason == ELSEWHERE
    assert {one.excluded_by for one in second.exclusions.all()} == {other}
    assert Entry.objects.filter(verb="conference.kept_alike").count() == 1
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


def test_taking_over_brings_back_nobody_who_was_taken_off(
    first: Conference, people: People, now: datetime
) -> None:
    second = a_conference(people, now, children=0)
    second.grants.filter(user=people.police_practitioner).update(ends_at=now)
    second.exclusions.update(ends_at=now)
    services.take_over(
        conference=second, children=list(first.children.present()), guests=[], by=first.chair,
        at=now + timedelta(minutes=1),
    )  # fmt: skip
    later = now + timedelta(minutes=2)
    assert not lasting(second.exclusions.all(), later).exists()
    assert {one.user for one in lasting(second.grants.all(), later)} == {first.chair}


def test_nobody_takes_over_for_a_chair_who_is_shut_out_there(
    first: Conference, people: People, now: datetime
) -> None:
    second = a_conference(
        people, now, family_reference="FAM-1", children=0, administrator=people.other_chair
    )
    first.exclusions.create(
        user=people.other_chair, reason="Uncle", excluded_by=first.chair, excluded_at=now
    )
    with pytest.raises(services.KeptFromThem):
        services.take_over(
            conference=second, children=list(first.children.present()), guests=[],
            by=first.chair, at=now,
        )  # fmt: skip
    assert not second.children.exists()


def test_the_review_is_scheduled_though_its_writer_is_kept_out_meanwhile(
    people: People, now: datetime
) -> None:
    held_now = held(people, now, "plan")
    writer = people.health_practitioner
    request = asked(a_conference(people, now), people, now, "health", writer)
    ReportRequest.objects.filter(pk=request.pk).update(conference=held_now)
    cases.exclude(record=held_now, person=writer, reason="Aunt", by=held_now.chair, at=now)
    made = review(people, held_now, now + timedelta(days=60), scheduled=now)
    assert made.requests.get(agency=people.agencies.health).practitioner is None


def test_a_file_that_hands_it_to_who_is_kept_out_leaves_it_where_it_is(
    people: People, now: datetime, tmp_path: Path
) -> None:
    load_lists()
    said = {
        "starts_at": (now + timedelta(days=20)).strftime("%Y-%m-%dT10:00"),
        "triggered_at": (now - timedelta(days=2)).strftime("%Y-%m-%dT10:00"),
    }
    load(write(tmp_path, row(**said)), people.conference_chair, now)
    made = Conference.objects.get()
    made.exclusions.create(
        user=people.other_chair, reason="Uncle", excluded_by=made.chair, excluded_at=now
    )
    for is_trial in (True, False):
        path = write(tmp_path, row(**said, chair_email=people.other_chair.email))
        report = load(path, people.conference_chair, now, is_trial=is_trial)
        assert "Kept here from whoever the file says runs it" in "\n".join(report.lines())
    made.refresh_from_db()
    assert made.chair == people.conference_chair


def test_that_another_is_to_come_is_said_where_it_is_changed_who_sees_one(
    people: People, now: datetime
) -> None:
    held_now = held(people, now, "plan")
    assert "is to come" not in reads(held_now.chair, "conference_access_detail", pk=held_now.pk)
    review(people, held_now, now + timedelta(days=60), scheduled=now)
    assert "is to come" in reads(held_now.chair, "conference_access_detail", pk=held_now.pk)
