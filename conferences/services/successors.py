"""What becomes of a request by itself, when its agency ends or whoever answers for it leaves?"""

from datetime import date, datetime

from django.db import transaction

from conferences import emails
from conferences.models import Conference, ReportRequest, RequestStatus, reporting
from conferences.services.access import CONFERENCE
from conferences.services.due import follow_report_clock
from conferences.services.limits import limit
from conferences.services.people_of_it import leads_of, runs
from conferences.services.requests import held_still
from conferences.services.sharing import end_with_request
from conferences.workflow import REQUEST
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.cases import services as cases
from shield.core.london import london_day
from shield.notifications.services import notify


def settle(*, at: datetime) -> int:
    """Follow what has ended: agencies that became others, people who have left, names in cases.

    Asked often: a missed run is caught up by the next, and a second one finds nothing. Gives how
    many requests changed.
    """
    followed = follow_successors(at=at)
    tell_of_left(at=at)
    cases.settle_ended(kind=CONFERENCE, at=at)
    return followed


def follow_successors(*, at: datetime) -> int:
    """Let what an agency that has ended was asked go over to its successor; gives how many.

    What no agency has followed stays as it is: whoever runs the conference sees that it is open.
    """
    today, number = london_day(at), 0
    ended = ReportRequest.objects.awaited().filter(
        agency__valid_to__lt=today, agency__succeeded_by__isnull=False
    )
    for request in ended.select_related("agency").order_by("pk"):
        successor = successor_of(request.agency, today)
        if successor is not None:
            number += _follow(request, successor, at)
    return number


def successor_of(agency: Agency, on: date) -> Agency | None:
    """The agency that exists on a day and followed this one, over however many in between."""
    seen = {agency.pk}
    now = agency.succeeded_by
    while now is not None and now.pk not in seen:
        if Agency.objects.on(on).filter(pk=now.pk).exists():
            return now
        seen.add(now.pk)
        now = now.succeeded_by
    return None


@transaction.atomic
def _follow(request: ReportRequest, successor: Agency, at: datetime) -> bool:
    """Of two runs at the same moment one changes it."""
    was = request.agency
    request = held_still(request)
    if request.agency_id != was.pk or not request.is_awaited:
        return False
    conference = request.conference
    rows = ReportRequest.objects.select_related("agency", "clock", "practitioner", "conference")
    own = rows.filter(conference=conference, agency=successor).first()
    asked = own is not None and own.status != RequestStatus.WITHDRAWN
    if own is None:
        _hand_over(request, successor, at)
        message = emails.went_over(request, was=was)
    elif not asked:
        # Its own was closed before: what its predecessor was to answer would be lost.
        _close(request, at)
        _ask_again(own, request, at)
        message = emails.went_over(own, was=was)
    else:
        _close(request, at)
        message = emails.asked_besides(own, was=was)
    key = f"report_request:{request.pk}:followed:{successor.pk}"
    notify(recipients=leads_of(own or request, at), key=key, message=message, at=at)
    _tell_who_runs(conference, key, was=was, now=successor, asked=asked, at=at)
    return True


def _hand_over(request: ReportRequest, successor: Agency, at: datetime) -> None:
    """Whoever works at the successor goes on; nobody else has any part in it."""
    there = set(
        reporting(london_day(at)).filter(agency=successor).values_list("user_id", flat=True)
    )
    request.members.current().exclude(user__in=there).update(ended_at=at, ended_by=None)
    # What its predecessor was given to read it may be given too, by whoever decides that.
    end_with_request(request, by=None, at=at, because=f"{request.agency} has ended")
    request.agency = successor
    if request.practitioner_id not in there:
        request.practitioner = None
    request.save(update_fields=["agency", "practitioner"])
    if request.clock and request.clock.is_open:
        request.clock.agency, request.clock.holder = successor, request.practitioner
        request.clock.save(update_fields=["agency", "holder"])
    limit(request.conference, at=at)
    audit.record("conference.report_went_over", request.conference, by=None, at=at,
                 request=request.pk, agency=successor.pk)  # fmt: skip


def _close(request: ReportRequest, at: datetime) -> None:
    """An agency gives one report to a conference; what was written here is kept."""
    REQUEST.advance(request, "withdraw", withdrawn_at=at, withdrawn_by=None)
    follow_report_clock(request, why="Its agency has ended", by=None, at=at)
    end_with_request(request, by=None, at=at)
    audit.record("conference.report_not_asked", request.conference, by=None, at=at,
                 request=request.pk, why="followed")  # fmt: skip


def _ask_again(own: ReportRequest, instead: ReportRequest, at: datetime) -> None:
    """The successor answers to what it was asked itself, with the question of its predecessor."""
    said = {"note": instead.note, "asked_at": at, "asked_by": instead.asked_by}
    REQUEST.advance(
        own, "ask_again", withdrawn_at=None, withdrawn_by=None, practitioner=None, **said
    )
    own.clock = None
    follow_report_clock(own, why="It is asked for", by=None, at=at)
    limit(own.conference, at=at)
    audit.record("conference.report_asked", own.conference, by=None, at=at,
                 request=own.pk, why="followed")  # fmt: skip


def _tell_who_runs(
    conference: Conference, key: str, *, was: Agency, now: Agency, asked: bool, at: datetime
) -> None:
    message = emails.agency_followed(conference, was=was, now=now, asked=asked)
    notify(recipients=runs(conference), key=key, message=message, at=at)


def tell_of_left(*, at: datetime) -> None:
    """Tell the leads, once, of a report for which nobody answers since somebody has left."""
    left = ReportRequest.objects.awaited().filter(practitioner__isnull=False)
    rows = left.unheld(london_day(at)).select_related("agency", "conference")
    for request in rows.order_by("pk"):
        notify(
            recipients=leads_of(request, at),
            key=f"report_request:{request.pk}:left:{request.practitioner_id}",
            message=emails.nobody_answers(request),
            at=at,
        )
