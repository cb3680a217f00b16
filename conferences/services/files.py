"""What can happen to the files of a report?"""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from conferences import emails
from conferences.models import Report, ReportFile
from conferences.permissions import Perm
from conferences.services.people_of_it import runs
from conferences.services.requests import held_still
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.documents.workflow import REFUSED
from shield.notifications.services import notify


class FilesStay(Refusal):
    """What was sent stays as it was sent; what is with a manager is not changed meanwhile."""


@transaction.atomic
def add_file(
    *,
    report: Report,
    file: UploadedFile,
    is_restricted: bool,
    token: UUID,
    by: User,
    at: datetime,
) -> ReportFile:
    """Add a file to a draft, or later to what was sent; the same token again adds nothing.

    Raises FilesStay, and Refusal for a kind that is not allowed or one file too many.
    """
    require(by, Perm.WRITE, report.request)
    report.request = held_still(report.request)
    if not takes_files(report):
        raise FilesStay("This report is with a manager. Take it back before you add a file.")
    made, is_new = documents.bring(
        files=report.files,
        noun="A report",
        reference=report.request.conference.reference,
        file=file,
        token=token,
        by=by,
        at=at,
        is_restricted=is_restricted,
    )
    if is_new:
        audit.record("report.file_added", report.request.conference, by=by, at=at,
                     request=report.request_id, file=made.pk)  # fmt: skip
        if report.is_sent:
            notify(
                recipients=runs(report.request.conference, but=by),
                key=f"report:{report.pk}:file:{made.pk}",
                message=emails.added_to(report.request),
                at=at,
            )
    return made


@transaction.atomic
def remove_file(*, file: ReportFile, by: User, at: datetime) -> None:
    """Take a file off a draft, or one that was refused off any report. Raises FilesStay."""
    require(by, Perm.WRITE, file.report.request)
    report = file.report
    report.request = held_still(report.request)
    if not may_go(file):
        raise FilesStay("What was sent stays as it is: this file can no longer be removed.")
    if documents.take_off(brought=file, by=by, at=at):
        audit.record("report.file_removed", report.request.conference, by=by, at=at,
                     request=report.request_id, file=file.pk)  # fmt: skip


def takes_files(report: Report) -> bool:
    """Whether a file can be added: while it is written, and with its date once it was sent."""
    return report.is_draft or report.is_sent


def may_go(file: ReportFile) -> bool:
    """Whether a file can still be taken off."""
    return file.report.is_draft or (file.report.is_sent and file.upload.state == REFUSED)
