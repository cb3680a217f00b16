"""Agencies are asked, name who writes, pass it on, answer that nothing is known."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conferences import services
from conferences.models import (
    ConferenceExclusion,
    ConferenceGrant,
    ReportRequest,
    RequestStatus,
)
from shield.accounts.models import Membership, User
from shield.clocks.models import Clock
from shield.core.workflow import MoveNotAllowed
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.test_scheduling import told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def fresh(person: User) -> User:
    """Nobody's access is looked up yet."""
    return User.objects.get(pk=person.pk)


@pytest.fixture
def conference(people: People, at: Any) -> Any:
    return a_conference(people, at)


@pytest.fixture
def request_(conference: Any, people: People, at: Any) -> ReportRequest:
    return asked(conference, people, at, "health", people.health_practitioner)


def seers(people: People) -> set[str]:
    """Who sees a request, by both ways of asking, which agree."""
    row = ReportRequest.objects.get()
    many = {
        name
        for name, person in people.named().items()
        if ReportRequest.objects.visible_to(fresh(person)).exists()
    }
    one = {
        name
        for name, person in people.named().items()
        if fresh(person).has_perm("conferences.read_request", row)
    }
    assert many == one
    return many


def test_an_agency_that_is_asked_is_told_and_its_clock_counts_back(
    request_: ReportRequest, people: People, at: Any
) -> None:
    clock = request_.clock
    assert clock is not None
    assert clock.due_on == (at + timedelta(days=19)).date()
    assert (clock.holder, clock.agency) == (people.health_practitioner, request_.agency)
    subject = "CPC-2026-0001: a report is asked for, due 13 December 2026"
    assert told(people.health_practitioner, request_.conference) == [subject]
    assert told(people.health_lead, request_.conference) == [subject]
    assert told(people.police_lead, request_.conference) == []


def test_a_request_is_seen_by_the_author_and_the_agencys_lead_alone(
    request_: ReportRequest, people: People
) -> None:
    assert seers(people) == {"health_practitioner", "health_lead"}


def test_without_a_name_the_lead_holds_it(conference: Any, people: People, at: Any) -> None:
    request = asked(conference, people, at, "health")
    assert request.clock is not None
    assert (request.clock.holder, request.clock.agency) == (None, people.agencies.health)
    assert seers(people) == {"health_lead"}


def test_only_somebody_who_works_there_can_be_named(
    conference: Any, people: People, at: Any
) -> None:
    for person in (people.police_practitioner, people.leaver, people.agency_administrator):
        with pytest.raises(services.WorksElsewhere):
            asked(conference, people, at, "health", person)
    assert ReportRequest.objects.count() == 0


def test_an_agency_is_asked_once_and_again_after_it_was_not(
    request_: ReportRequest, conference: Any, people: People, at: Any
) -> None:
    with pytest.raises(services.AskedAlready):
        asked(conference, people, at, "health")
    services.withdraw(request=request_, by=people.conference_chair, at=at)
    assert Clock.objects.open().count() == 0
    again = asked(conference, people, at, "health")
    assert (again.pk, again.status) == (request_.pk, RequestStatus.ASKED)
    assert Clock.objects.open().count() == 1


def test_an_agency_that_has_ended_is_not_asked_but_its_successor_is_named(
    conference: Any, people: People, at: Any
) -> None:
    health = people.agencies.health
    health.valid_to, health.succeeded_by = (at - timedelta(days=1)).date(), people.agencies.icb
    health.save()
    with pytest.raises(services.NoLongerThere, match="Ask Northshire ICB instead"):
        asked(conference, people, at, "health")


def test_who_does_not_run_the_conference_asks_nobody(
    conference: Any, request_: ReportRequest, people: People, at: Any
) -> None:
    for person in (people.other_chair, people.health_lead, people.operations):
        with pytest.raises(PermissionDenied):
            services.ask(
                conference=conference, agency=people.agencies.police, practitioner=None,
                note="", by=person, at=at,
            )  # fmt: skip
        with pytest.raises(PermissionDenied):
            services.withdraw(request=request_, by=person, at=at)


def test_it_is_passed_on_within_the_agency_and_the_first_author_stays(
    request_: ReportRequest, people: People, at: Any
) -> None:
    services.assign(
        request=request_, practitioner=people.health_colleague, by=people.health_lead, at=at
    )
    assert Clock.objects.get().holder == people.health_colleague
    assert told(people.health_colleague, request_.conference) == [
        "CPC-2026-0001: the report is yours to write"
    ]
    assert seers(people) == {"health_practitioner", "health_colleague", "health_lead"}


def test_it_is_not_passed_to_another_agency_nor_by_one(
    request_: ReportRequest, people: People, at: Any
) -> None:
    with pytest.raises(services.WorksElsewhere):
        services.assign(
            request=request_, practitioner=people.police_practitioner,
            by=people.health_practitioner, at=at,
        )  # fmt: skip
    for stranger in (people.police_lead, people.health_colleague, people.conference_chair):
        with pytest.raises(PermissionDenied):
            services.assign(
                request=request_, practitioner=people.health_colleague, by=stranger, at=at
            )


def test_an_author_never_becomes_the_checker(
    request_: ReportRequest, people: People, at: Any
) -> None:
    by = people.health_practitioner
    with pytest.raises(services.ChecksOwn):
        services.join(request=request_, person=by, duty="checker", by=by, at=at)
    services.join(request=request_, person=people.health_colleague, duty="author", by=by, at=at)
    member = request_.members.get(user=people.health_colleague)
    services.leave(member=member, by=by, at=at)
    with pytest.raises(services.ChecksOwn):
        services.join(
            request=request_, person=people.health_colleague, duty="checker", by=by, at=at
        )


def test_a_checker_reads_and_does_not_write(
    request_: ReportRequest, people: People, at: Any
) -> None:
    by = people.health_practitioner
    services.join(request=request_, person=people.health_colleague, duty="checker", by=by, at=at)
    checker = fresh(people.health_colleague)
    held = {
        perm
        for perm in ("read_request", "write", "check", "assign")
        if checker.has_perm(f"conferences.{perm}", request_)
    }
    assert held == {"read_request", "check"}


def test_whoever_answers_for_it_is_not_taken_off(
    request_: ReportRequest, people: People, at: Any
) -> None:
    member = request_.members.get()
    with pytest.raises(services.NobodyWrites):
        services.leave(member=member, by=people.health_lead, at=at)


def test_a_nil_return_is_an_answer(request_: ReportRequest, people: People, at: Any) -> None:
    services.decline(
        request=request_, reason="not-known", details="", by=people.health_practitioner, at=at
    )
    request_.refresh_from_db()
    assert (request_.status, request_.is_late) == (RequestStatus.DECLINED, False)
    assert Clock.objects.get().met_at == at
    assert told(people.conference_chair, request_.conference) == [
        "CPC-2026-0001: Riverside Health Trust has answered"
    ]
    with pytest.raises(MoveNotAllowed):
        services.withdraw(request=request_, by=people.conference_chair, at=at)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "late"), [(23, 59, 59, False), (24, 0, 0, True)]
)
def test_an_answer_is_in_time_until_the_day_ends(
    request_: ReportRequest,
    people: People,
    at: Any,
    hour: int,
    minute: int,
    second: int,
    late: bool,
) -> None:
    midnight = at.replace(hour=0, minute=0, second=0) + timedelta(days=19)
    moment = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    services.decline(
        request=request_, reason="not-known", details="", by=people.health_practitioner, at=moment
    )
    request_.refresh_from_db()
    assert request_.is_late is late


def test_something_is_known_after_all(request_: ReportRequest, people: People, at: Any) -> None:
    by = people.health_practitioner
    services.decline(request=request_, reason="not-known", details="", by=by, at=at)
    services.reopen(request=request_, by=by, at=at)
    request_.refresh_from_db()
    assert (request_.status, request_.answered_at) == (RequestStatus.ASKED, None)
    assert Clock.objects.open().get() == request_.clock


def test_a_child_added_late_is_told_to_those_who_were_asked(
    request_: ReportRequest, people: People, at: Any
) -> None:
    a_child(request_.conference, at, first_names="Late")
    subjects = told(people.health_practitioner, request_.conference)
    assert subjects[-1] == "CPC-2026-0001: a child was added"


def test_a_restricted_conference_keeps_its_requests_to_its_list(
    request_: ReportRequest, people: People, at: Any
) -> None:
    conference = request_.conference
    conference.is_restricted = True
    conference.save()
    assert seers(people) == set()
    ConferenceGrant.objects.create(
        record=conference, user=people.health_practitioner, perm="conferences.read",
        reason="Writes", granted_by=people.conference_chair, granted_at=at,
    )  # fmt: skip
    ConferenceGrant.objects.create(
        record=conference, user=people.police_lead, perm="conferences.read",
        reason="Named", granted_by=people.conference_chair, granted_at=at,
    )  # fmt: skip
    # The list lets in; it opens no other agency's request.
    assert seers(people) == {"health_practitioner"}


def test_whoever_is_shut_out_of_a_conference_sees_no_request_in_it(
    request_: ReportRequest, people: People, at: Any
) -> None:
    ConferenceExclusion.objects.create(
        record=request_.conference, user=people.health_lead, reason="Her sister",
        excluded_by=people.conference_chair, excluded_at=at,
    )  # fmt: skip
    assert seers(people) == {"health_practitioner"}


def test_whoever_leaves_the_agency_sees_nothing_of_it_any_more(
    request_: ReportRequest, people: People
) -> None:
    Membership.objects.filter(user=people.health_practitioner).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    Membership.objects.create(
        user=people.health_practitioner, agency=people.agencies.police, role="practitioner",
        starts_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    assert seers(people) == {"health_lead"}
