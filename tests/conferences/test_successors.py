"""What becomes of a request when its agency has ended, or whoever answered for it has left."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from conferences import services
from conferences.models import PackShare, ReportRequest, RequestStatus
from conferences.services.successors import follow_successors, successor_of
from shield.accounts.models import Agency, Membership, User
from shield.audit.models import Entry
from shield.celery import app
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.notifications.models import Notification
from tests.conferences.arranging import a_conference, asked
from tests.conferences.sharing import a_pack, ready, reported, share
from tests.conferences.test_scheduling import told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def request_(people: People, at: datetime) -> ReportRequest:
    return asked(a_conference(people, at), people, at, "health", people.health_practitioner)


def ends(agency: Agency, successor: Agency | None, at: datetime, days: int = 1) -> None:
    """Its last day was so many days ago."""
    agency.valid_to, agency.succeeded_by = london_day(at) - timedelta(days=days), successor
    agency.save()


def works(person: User, agency: Agency, role: str = "practitioner") -> None:
    first = Membership.objects.filter(user=person).earliest("pk")
    made = Membership.objects.create(
        user=person, agency=agency, role=role, starts_on=first.starts_on
    )
    Membership.objects.filter(pk=made.pk).update(given_at=None)


def again(request: ReportRequest) -> ReportRequest:
    return ReportRequest.objects.select_related("agency", "practitioner", "clock").get(
        pk=request.pk
    )


def sees(person: User, request: ReportRequest) -> bool:
    return ReportRequest.objects.visible_to(User.objects.get(pk=person.pk)).contains(request)


def test_it_goes_over_with_its_clock_and_the_leads_are_told(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    health, icb = people.agencies.health, people.agencies.icb
    ReportRequest.objects.filter(pk=request_.pk).update(status=RequestStatus.WRITING)
    ends(health, icb, at)
    assert services.settle(at=at) == 1
    request = again(request_)
    assert (request.agency, request.practitioner, request.status) == (icb, None, "writing")
    assert request.clock == request_.clock
    assert request.clock is not None
    assert (request.clock.agency, request.clock.holder) == (icb, None)
    assert request.members.current().count() == 0
    assert sees(people.icb_lead, request)
    assert not sees(people.health_practitioner, request)
    assert not sees(people.health_lead, request)
    subject = f"{request.conference.reference}: a report has come to your agency"
    assert told(people.icb_lead, request.conference) == [subject]
    assert told(people.conference_chair, request.conference) == [
        f"{request.conference.reference}: an agency that was asked has become another"
    ]
    assert not any(
        "Zebulonia" in " ".join([one.subject, *one.lines]) for one in Notification.objects.all()
    )
    assert Entry.objects.filter(verb="conference.report_went_over").count() == 1


def test_whoever_works_at_the_successor_goes_on(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    nurse, icb = people.health_practitioner, people.agencies.icb
    services.join(request=request_, person=people.health_colleague, duty="author", by=nurse, at=at)
    works(nurse, icb)
    ends(people.agencies.health, icb, at)
    services.settle(at=at)
    request = again(request_)
    assert request.practitioner == nurse
    assert request.clock is not None
    assert request.clock.holder == nurse
    assert [one.user for one in request.members.current()] == [nurse]
    assert sees(nurse, request)
    # Whoever comes later is named anew.
    works(people.health_colleague, icb)
    assert not sees(people.health_colleague, request)


def test_the_last_day_still_counts_and_a_second_run_finds_nothing(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    health, icb = people.agencies.health, people.agencies.icb
    ends(health, icb, at, days=0)
    assert services.settle(at=at) == 0
    assert again(request_).agency == health
    assert services.settle(at=at + timedelta(days=1)) == 1
    messages = Notification.objects.count()
    assert services.settle(at=at + timedelta(days=1)) == 0
    assert Notification.objects.count() == messages


def test_over_several_in_between_it_goes_to_the_one_that_exists(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    agencies = people.agencies
    ends(agencies.health, agencies.school, at, days=10)
    ends(agencies.school, agencies.icb, at)
    assert services.settle(at=at) == 1
    assert again(request_).agency == agencies.icb


@pytest.mark.parametrize("turn", ["none", "circle", "to come"])
def test_without_an_agency_that_exists_it_stays(
    request_: ReportRequest, people: People, at: datetime, turn: str
) -> None:
    agencies = people.agencies
    successor = None if turn == "none" else agencies.school
    ends(agencies.health, successor, at, days=10)
    if turn == "circle":
        ends(agencies.school, agencies.health, at)
    if turn == "to come":
        Agency.objects.filter(pk=agencies.school.pk).update(
            valid_from=london_day(at) + timedelta(days=1)
        )
    health = Agency.objects.get(pk=agencies.health.pk)
    assert successor_of(health, london_day(at)) is None
    assert services.settle(at=at) == 0
    assert again(request_).agency == agencies.health


def test_of_two_requests_the_successors_own_counts(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    own = asked(request_.conference, people, at, "icb", people.icb_lead)
    ReportRequest.objects.filter(pk=request_.pk).update(
        status=RequestStatus.WRITING, note="Written before"
    )
    ends(people.agencies.health, people.agencies.icb, at)
    assert services.settle(at=at) == 1
    request = again(request_)
    assert (request.status, request.withdrawn_at, request.withdrawn_by) == ("withdrawn", at, None)
    assert (request.agency, request.note) == (people.agencies.health, "Written before")
    assert [one.agency for one in Clock.objects.open()] == [people.agencies.icb]
    assert again(own).status == RequestStatus.ASKED
    assert told(people.icb_lead, request.conference)[-1] == (
        f"{request.conference.reference}: your agency was asked twice"
    )
    assert "is closed" in Notification.objects.filter(recipient=people.conference_chair).latest(
        "pk"
    ).lines[1]  # fmt: skip


@pytest.mark.parametrize("end", ["decline", "withdraw", "cancel"])
def test_what_needs_no_answer_any_more_stays_where_it_is(
    request_: ReportRequest, people: People, at: datetime, end: str
) -> None:
    if end == "decline":
        services.decline(request=request_, reason="not-known", details="",
                         by=people.health_lead, at=at)  # fmt: skip
    elif end == "withdraw":
        services.withdraw(request=request_, by=people.conference_chair, at=at)
    else:
        services.cancel(conference=request_.conference, why="-", by=people.conference_chair, at=at)
    ends(people.agencies.health, people.agencies.icb, at)
    assert services.settle(at=at) == 0
    assert again(request_).agency == people.agencies.health


def test_it_goes_over_although_another_run_was_quicker(
    request_: ReportRequest, people: People, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conferences.services import successors

    ends(people.agencies.health, people.agencies.icb, at)
    held = successors.held_still

    def overtaken(request: ReportRequest) -> ReportRequest:
        ReportRequest.objects.filter(pk=request.pk).update(agency=people.agencies.icb)
        return held(request)

    monkeypatch.setattr(successors, "held_still", overtaken)
    assert follow_successors(at=at) == 0
    assert told(people.icb_lead, request_.conference) == []


# --- People who left ------------------------------------------------------------------------------


def leaves(person: User, at: datetime) -> None:
    Membership.objects.filter(user=person).update(ends_on=london_day(at) - timedelta(days=1))


def test_the_leads_are_told_once_that_nobody_answers(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    leaves(people.health_practitioner, at)
    subject = f"{request_.conference.reference}: nobody answers for a report"
    for _ in range(2):
        services.settle(at=at)
        assert told(people.health_lead, request_.conference)[1:] == [subject]
    assert told(people.police_lead, request_.conference) == []
    assert again(request_).practitioner == people.health_practitioner
    services.assign(
        request=request_, practitioner=people.health_colleague, by=people.health_lead, at=at
    )
    assert again(request_).practitioner == people.health_colleague
    assert not ReportRequest.objects.unheld(london_day(at)).exists()


def test_of_what_is_answered_nobody_is_told(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    services.decline(request=request_, reason="not-known", details="",
                     by=people.health_lead, at=at)  # fmt: skip
    leaves(people.health_practitioner, at)
    services.settle(at=at)
    assert len(told(people.health_lead, request_.conference)) == 1


def test_it_is_asked_often(people: People, at: Any) -> None:
    scheduled = {one["task"] for one in app.conf.beat_schedule.values()}
    assert "conferences.settle" in scheduled
    from conferences import tasks

    tasks.settle()


def test_what_was_shared_with_it_is_not_shared_with_whoever_followed(
    people: People, at: datetime
) -> None:
    """Whoever decides that may share it again; what stands of the past names who it was."""
    conference, requests = reported(people, at)
    request = asked(conference, people, at, "icb")
    pack = ready(a_pack(conference, at), at)
    share(pack, at, request)
    ends(people.agencies.icb, people.agencies.school, at)
    follow_successors(at=at)
    assert again(request).agency == people.agencies.school
    [ended] = PackShare.objects.filter(request=request)
    assert ended.ended_at == at
    assert ended.agency == people.agencies.icb
    assert not PackShare.objects.visible_to(people.school_practitioner).exists()
    assert requests["health"].packs.count() == 0


def test_a_successor_whose_own_was_closed_is_asked_again(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    own = asked(request_.conference, people, at, "icb")
    services.withdraw(request=own, by=request_.conference.chair, at=at)
    ends(request_.agency, people.agencies.icb, at)
    follow_successors(at=at)
    assert again(request_).status == RequestStatus.WITHDRAWN
    own = again(own)
    assert own.status == RequestStatus.ASKED
    assert own.clock is not None
    assert own.clock.is_open
    assert list(request_.conference.requests.standing()) == [own]
