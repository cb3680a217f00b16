"""What happens when a report is sent, and what can be added to it afterwards?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from conferences import emails
from conferences.models import Child, Report, ReportAddition, RequestStatus
from conferences.pdf import report as pdf
from conferences.permissions import Perm
from conferences.services.checking import Unfinished, unfinished
from conferences.services.people_of_it import runs
from conferences.services.requests import answer, held_still, tell_answered
from conferences.services.secrecy import (
    AddressTold,
    AddressToldOfChild,
    confidential,
    tells,
    tells_address,
)
from conferences.workflow import REQUEST
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.notifications.services import notify


class ReasonNeeded(Refusal):
    """A report that nobody has checked is sent with a reason."""


@transaction.atomic
def send(*, report: Report, unchecked_because: str, by: User, at: datetime) -> Report:
    """Send a report to the conference: it is frozen, and both its PDFs are made.

    Late or not it is taken, and marked. One that a manager has not agreed needs
    `unchecked_because`. Of two who send at once exactly one does. Raises Unfinished, ReasonNeeded,
    AddressToldOfChild, MoveNotAllowed.
    """
    require(by, Perm.WRITE, report.request)
    request = held_still(report.request)
    found: Report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    found.request = request
    if request.is_open:
        if missing := unfinished(found, at=at):
            raise Unfinished(missing)
        children = Child.objects.present().filter(conference=request.conference)
        if told := tells_address(found, list(children)):
            raise AddressToldOfChild(told)
    is_agreed = request.status == RequestStatus.AGREED
    if not is_agreed and request.is_open and not unchecked_because.strip():
        raise ReasonNeeded("Enter why the report is sent without a manager's check")
    REQUEST.advance(
        request,
        "submit" if is_agreed else "submit_unchecked",
        unchecked_because="" if is_agreed else unchecked_because,
        **answer(request, by=by, at=at),
    )
    whole, family = pdf.frozen(found), pdf.frozen_for_family(found.pk)
    for field, content, title in (
        ("document", whole, "Report to a child protection conference"),
        ("family_document", family, "Report to a child protection conference: the family's copy"),
    ):
        made = documents.request(
            template=pdf.TEMPLATE,
            content=content,
            title=f"{title}, {request.conference.reference}",
            reference=request.conference.reference,
            marking=pdf.MARKING,
            at=at,
        )
        setattr(found, field, made)
    found.save(update_fields=["document", "family_document"])
    audit.record("report.sent", request.conference, by=by, at=at, request=request.pk,
                 late=request.is_late, checked=is_agreed)  # fmt: skip
    tell_answered(request, by=by, at=at)
    return found


@transaction.atomic
def add(
    *, report: Report, text: str, is_restricted: bool, token: UUID, by: User, at: datetime
) -> ReportAddition:
    """Add something dated to a report that was sent; the same token again adds nothing.

    Raises AddressTold.
    """
    require(by, Perm.WRITE, report.request)
    request = held_still(report.request)
    if request.status != RequestStatus.REPORTED:
        raise Refusal("A report that was not sent can still be changed; nothing is added to it.")
    children = Child.objects.present().filter(conference=request.conference)
    if not is_restricted and tells(text, confidential(children)):
        raise AddressTold
    made, is_new = ReportAddition.objects.get_or_create(
        report=report,
        form_token=token,
        defaults={
            "text": text, "is_restricted": is_restricted, "added_at": at, "added_by": by,
        },
    )  # fmt: skip
    if is_new:
        audit.record("report.added_to", request.conference, by=by, at=at, request=request.pk,
                     addition=made.pk)  # fmt: skip
        notify(
            recipients=runs(request.conference, but=by),
            key=f"report:{report.pk}:addition:{made.pk}",
            message=emails.added_to(request),
            at=at,
        )
    return made
