"""Who may see one conference, as it is changed: naming, shutting out, restricting, the glass."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conferences import services
from conferences.models import Conference, ConferenceRestriction, ReportRequest
from conferences.permissions import Perm
from conferences.services.access import CONFERENCE, open_by_glass
from shield.accounts.models import Membership, User
from shield.cases import services as cases
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.notifications.models import Notification
from tests.conferences.arranging import a_conference, asked
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def conference(people: People, now: datetime) -> Conference:
    return a_conference(people, now)


def may(person: User, perm: str, record: Conference | ReportRequest) -> bool:
    fresh: Any = type(record).objects.get(pk=record.pk)
    return User.objects.get(pk=person.pk).access.allows(perm, fresh)


def restrict(conference: Conference, people: list[User], at: datetime) -> None:
    cases.restrict(
        record=conference, people=people, reason="Staff family", by=conference.chair, at=at
    )


def name(conference: Conference, person: User, at: datetime, **said: Any) -> None:
    cases.name_person(
        **{
            "record": conference, "person": person, "reason": "Lead social worker",
            "ends_at": None, "by": conference.chair, "at": at, **said,
        }
    )  # fmt: skip


def test_a_name_reads_and_decides_nothing(
    conference: Conference, people: People, now: datetime
) -> None:
    worker = people.health_practitioner
    assert not may(worker, Perm.READ, conference)
    name(conference, worker, now)
    assert may(worker, Perm.READ, conference)
    assert not may(worker, Perm.MANAGE, conference)
    assert not may(worker, Perm.MANAGE_ACCESS, conference)
    assert Notification.objects.get(key__startswith="conference.named:").recipient == worker


def test_a_lesser_name_opens_nothing_by_itself(
    conference: Conference, people: People, now: datetime
) -> None:
    name(conference, people.health_practitioner, now, perm=Perm.OPEN)
    assert not may(people.health_practitioner, Perm.READ, conference)
    assert not Notification.objects.filter(key__startswith="conference.named:").exists()


def test_only_who_runs_it_names(conference: Conference, people: People, now: datetime) -> None:
    name(conference, people.health_practitioner, now)
    for person in (people.health_practitioner, people.health_lead, people.other_chair):
        with pytest.raises(PermissionDenied):
            name(conference, people.police_practitioner, now, by=person)


def test_the_list_lets_in_no_further_than_before(
    conference: Conference, people: People, now: datetime
) -> None:
    listed = asked(conference, people, now, "health", people.health_practitioner)
    other = asked(conference, people, now, "police", people.police_practitioner)
    restrict(conference, [people.health_practitioner], now)
    assert ConferenceRestriction.objects.filter(record=conference, lifted_at=None).count() == 1
    assert may(people.health_practitioner, Perm.WRITE, listed)
    assert not may(people.health_practitioner, Perm.READ, conference)
    assert not may(people.police_practitioner, Perm.WRITE, other)
    assert not may(people.health_lead, Perm.READ_REQUEST, listed)
    # Whoever runs it stays in, and decides still.
    assert may(conference.chair, Perm.MANAGE_ACCESS, conference)


def test_lifting_it_gives_back_what_roles_give(
    conference: Conference, people: People, now: datetime
) -> None:
    other = asked(conference, people, now, "police", people.police_practitioner)
    restrict(conference, [], now)
    cases.lift_restriction(record=conference, reason="Moved away", by=conference.chair, at=now)
    assert may(people.police_practitioner, Perm.WRITE, other)
    kept = ConferenceRestriction.objects.get(record=conference)
    assert (kept.lifted_by, kept.lift_reason) == (conference.chair, "Moved away")


def test_a_colleague_who_chairs_and_is_shut_out_sees_nothing(people: People, now: datetime) -> None:
    conference = a_conference(people, now, administrator=people.other_chair)
    assert may(people.other_chair, Perm.MANAGE, conference)
    cases.exclude(
        record=conference, person=people.other_chair, reason="Aunt", by=conference.chair, at=now
    )
    for perm in (Perm.READ, Perm.MANAGE, Perm.MANAGE_ACCESS):
        assert not may(people.other_chair, perm, conference)
    with pytest.raises(cases.NothingToOpen):
        opened(conference, people.other_chair, now)


def test_nobody_shuts_out_the_last_who_decides(conference: Conference, now: datetime) -> None:
    with pytest.raises(cases.NobodyLeft):
        cases.exclude(
            record=conference, person=conference.chair, reason="R", by=conference.chair, at=now
        )
    assert not conference.exclusions.exists()


def test_what_the_excluded_was_told_and_must_do_is_taken_from_them(
    conference: Conference, people: People, now: datetime
) -> None:
    person = people.health_practitioner
    asked(conference, people, now, "health", person)
    told = Notification.objects.filter(recipient=person, reference=conference.reference)
    assert told.filter(withdrawn_at=None).exists()
    cases.exclude(record=conference, person=person, reason="Aunt", by=conference.chair, at=now)
    assert not told.filter(withdrawn_at=None).exists()
    clocks = Clock.objects.filter(reference=conference.reference)
    assert clocks
    assert all(person.pk in clock.closed_to for clock in clocks)


def test_a_name_that_ends_takes_messages_and_clocks_along(
    conference: Conference, people: People, now: datetime
) -> None:
    person = people.health_practitioner
    asked(conference, people, now, "health", person)
    restrict(conference, [person], now)
    told = Notification.objects.filter(recipient=person, reference=conference.reference)
    services.settle(at=now)
    assert told.filter(withdrawn_at=None).exists()
    conference.grants.filter(user=person).update(ends_at=now)

    later = now + timedelta(minutes=1)
    services.settle(at=later)

    assert not told.filter(withdrawn_at=None).exists()
    clocks = Clock.objects.filter(reference=conference.reference)
    assert clocks
    assert all(person.pk not in (clock.open_to or [person.pk]) for clock in clocks)
    assert conference.grants.get(user=person).settled_at == later


def test_the_name_of_somebody_who_has_left_ends(
    conference: Conference, people: People, now: datetime
) -> None:
    person = people.health_practitioner
    name(conference, person, now)
    left_on = timezone.localdate(now) - timedelta(days=1)
    Membership.objects.filter(user=person).update(ends_on=left_on)

    services.settle(at=now)

    ended = conference.grants.get(user=person)
    assert (ended.ends_at, ended.settled_at) == (now, now)


def opened(conference: Conference, by: User, at: datetime) -> Conference:
    found: Conference = open_by_glass(
        reference=conference.reference, reason="A child is missing", by=by, at=at
    )
    return found


def test_a_lead_of_an_agency_opens_it_for_a_time_and_reads_only(
    conference: Conference, people: People, now: datetime
) -> None:
    lead = people.police_lead
    assert not may(lead, Perm.READ, conference)
    opened(conference, lead, now)
    assert may(lead, Perm.READ, conference)
    assert not may(lead, Perm.MANAGE, conference)
    opening = conference.openings.get()
    assert opening.ends_at == now + timedelta(hours=4)
    told = {one.recipient: one for one in Notification.objects.filter(key__contains=".glass_bro")}
    assert set(told) == {people.data_protection}
    assert conference.reference not in f"{told[people.data_protection].lines}"
    beside = Notification.objects.get(key=f"conference.opened:{opening.pk}")
    assert beside.recipient == conference.chair


def test_what_was_opened_closes_by_itself(
    conference: Conference, people: People, now: datetime
) -> None:
    opened(conference, people.police_lead, now - timedelta(hours=4, minutes=1))
    assert not may(people.police_lead, Perm.READ, conference)


def test_who_may_not_break_the_glass_does_not(
    conference: Conference, people: People, now: datetime
) -> None:
    for person in (people.police_practitioner, people.operations, people.data_protection):
        with pytest.raises(PermissionDenied):
            opened(conference, person, now)


def test_a_reference_that_is_not_and_one_kept_away_are_refused_alike(
    conference: Conference, people: People, now: datetime
) -> None:
    lead = people.police_lead
    cases.exclude(record=conference, person=lead, reason="Aunt", by=conference.chair, at=now)
    said = set()
    for reference in (conference.reference, "CPC-1999-0001"):
        with pytest.raises(cases.NothingToOpen) as refused:
            open_by_glass(reference=reference, reason="R", by=lead, at=now)
        said.add(str(refused.value))
    assert len(said) == 1


def test_what_was_not_right_ends_at_once(
    conference: Conference, people: People, now: datetime
) -> None:
    opened(conference, people.police_lead, now)
    opening = conference.openings.get()
    for person in (people.police_lead, conference.chair):
        with pytest.raises(PermissionDenied):
            judged(opening, person, now)
    judged(opening, people.data_protection, now)
    assert not may(people.police_lead, Perm.READ, conference)


def judged(opening: object, by: User, at: datetime) -> None:
    cases.judge(opening=opening, judgement="not-justified", note="No danger", by=by, at=at)


def test_the_kind_says_what_a_name_can_give(
    conference: Conference, people: People, now: datetime
) -> None:
    assert CONFERENCE.given == (Perm.READ, Perm.OPEN)
    with pytest.raises(Refusal, match="cannot give"):
        name(conference, people.health_practitioner, now, perm=Perm.MANAGE)


def test_who_presses_twice_opens_it_once(
    conference: Conference, people: People, now: datetime
) -> None:
    lead = people.icb_lead
    both = [User.objects.get(pk=lead.pk) for _ in range(2)]
    # As two requests at the same moment know it: before anything was opened.
    assert not any(one.access.allows(Perm.READ, conference) for one in both)
    for one in both:
        opened(conference, one, now)
    assert conference.openings.filter(user=lead).count() == 1
