"""What can a manager do with a report, and what follows for those who wrote it?"""

from datetime import datetime

from django.db import transaction

from conferences import emails
from conferences.completeness import questions_for
from conferences.models import Duty, Report, ReportCheck, ReportRequest
from conferences.permissions import Perm
from conferences.services.people_of_it import authors_of, leads_of, unique
from conferences.services.reports import is_author, still_carried
from conferences.services.requests import ChecksOwn, held_still
from conferences.workflow import REQUEST
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.notifications.services import notify


class Unfinished(Refusal):
    """Something that must be answered is not; `sections` are the slugs of those pages."""

    def __init__(self, sections: list[str]) -> None:
        super().__init__(
            "Some answers are missing, contradict each other, or were taken over and not "
            "confirmed. Nothing was sent and everything is kept: open the pages marked so."
        )
        self.sections = sections


class NobodyChecks(Refusal):
    """A report is handed to somebody who can check it."""


def unfinished(report: Report, *, at: datetime) -> list[str]:
    """The slugs of the pages that keep a report from being handed on or sent."""
    questions = questions_for(report)
    found = {one.slug for one in questions.unfinished(report, questions.rows_of(report), at=at)}
    found |= set(still_carried(report))
    return [section.slug for section in questions.sections if section.slug in found]


def may_check(request: ReportRequest, at: datetime) -> list[User]:
    """Who can check it now: those named to, and the agency's leads, but nobody who wrote on it."""
    rows = request.members.current().filter(duty=Duty.CHECKER).select_related("user")
    named = [one.user for one in rows.order_by("pk")]
    people = unique((*named, *leads_of(request, at)))
    return [
        one
        for one in people
        if one.access.allows(Perm.CHECK, request) and not is_author(request, one)
    ]


@transaction.atomic
def hand_over(*, report: Report, by: User, at: datetime) -> None:
    """Hand a finished report to a manager. Raises Unfinished, NobodyChecks, MoveNotAllowed."""
    require(by, Perm.WRITE, report.request)
    request = held_still(report.request)
    report = Report.objects.get(pk=report.pk)
    report.request = request
    if missing := unfinished(report, at=at):
        raise Unfinished(missing)
    checkers = may_check(request, at)
    if not checkers:
        raise NobodyChecks(
            "Nobody of your agency can check this report who has not written on it. Name a "
            "checker, or send it without a check and say why."
        )
    REQUEST.advance(request, "hand_over")
    audit.record("report.handed_over", request.conference, by=by, at=at, request=request.pk)
    named = [one for one in checkers if request.members.filter(user=one, ended_at=None)]
    notify(
        recipients=named or checkers,
        key=f"report:{report.pk}:to_check:{at.timestamp()}",
        message=emails.to_be_checked(request),
        at=at,
    )


@transaction.atomic
def take_back(*, report: Report, by: User, at: datetime) -> None:
    """Take a report back from the manager to change it: it is checked anew. MoveNotAllowed."""
    require(by, Perm.WRITE, report.request)
    request = held_still(report.request)
    REQUEST.advance(request, "take_back", checked_at=None, checked_by=None)
    audit.record("report.taken_back", request.conference, by=by, at=at, request=request.pk)


@transaction.atomic
def check(*, report: Report, agreed: bool, comments: str, by: User, at: datetime) -> ReportCheck:
    """Agree a report, or return it with comments. Raises ChecksOwn, MoveNotAllowed."""
    require(by, Perm.CHECK, report.request)
    request = held_still(report.request)
    if is_author(request, by):
        raise ChecksOwn(by)
    if not agreed and not comments.strip():
        raise Refusal("Say what has to be changed before you return the report.")
    if agreed:
        REQUEST.advance(request, "agree", checked_at=at, checked_by=by)
    else:
        REQUEST.advance(request, "send_back")
    made: ReportCheck = ReportCheck.objects.create(
        report=report, agreed=agreed, comments=comments, checked_at=at, checked_by=by
    )
    audit.record("report.checked", request.conference, by=by, at=at, request=request.pk,
                 agreed=agreed)  # fmt: skip
    notify(
        recipients=[one for one in authors_of(request) if one != by],
        key=f"report:{report.pk}:checked:{made.pk}",
        message=emails.checked(request, agreed=agreed),
        at=at,
    )
    return made
