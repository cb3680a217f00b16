"""What becomes of what an agency was asked once another has taken its place?"""

from datetime import datetime

from django.db import transaction

from conferences import emails
from conferences.models import ReportRequest, RequestStatus
from conferences.services.due import follow_report_clock
from conferences.services.people_of_it import answers_for, leads_of, unique, works_there
from conferences.services.requests import held_still
from conferences.workflow import REQUEST
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.notifications.services import notify


def follow_successors(*, at: datetime) -> int:
    """Open requests of agencies that have ended go over to what followed them; says how many.

    Safe to run as often as one likes: called by a task, which no page reaches.
    """
    ended = Agency.objects.filter(valid_to__lt=london_day(at), succeeded_by__isnull=False)
    rows = ReportRequest.objects.open().filter(agency__in=ended).order_by("pk")
    return sum(_follow(request, at=at) for request in rows.select_related("conference"))


@transaction.atomic
def _follow(request: ReportRequest, *, at: datetime) -> bool:
    request = held_still(request)
    successor = request.agency.succeeded_by
    if not request.is_open or successor is None:
        return False
    others = ReportRequest.objects.filter(conference=request.conference, agency=successor)
    if others.exists():
        return _end(request, at=at)
    for member in request.members.current().select_related("user"):
        if not works_there(member.user, successor):
            request.members.filter(pk=member.pk).update(ended_at=at, ended_by=member.added_by)
    request.agency = successor
    if request.practitioner and not works_there(request.practitioner, successor):
        request.practitioner = None
    request.save(update_fields=["agency", "practitioner"])
    if request.clock and request.clock.is_open:
        request.clock.agency, request.clock.holder = successor, request.practitioner
        request.clock.save(update_fields=["agency", "holder"])
    audit.record("conference.report_succeeded", request.conference, by=None, at=at,
                 request=request.pk, agency=successor.pk)  # fmt: skip
    told: list[User] = unique((*answers_for(request, at), *leads_of(request, at)))
    notify(
        recipients=told,
        key=f"report_request:{request.pk}:succeeded:{successor.pk}",
        message=emails.asked(request),
        at=at,
    )
    return True


def _end(request: ReportRequest, *, at: datetime) -> bool:
    """The successor is asked itself: what was written stays with the agency that has ended."""
    REQUEST.advance(request, "withdraw", withdrawn_at=at, withdrawn_by=request.asked_by)
    follow_report_clock(request, why="No report is asked for any more", by=None, at=at)
    audit.record("conference.report_not_asked", request.conference, by=None, at=at,
                 request=request.pk)  # fmt: skip
    return request.status == RequestStatus.WITHDRAWN
