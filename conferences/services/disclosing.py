"""What happens when a copy of a report is given to somebody?"""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conferences.models import Copy, Disclosure, Report
from conferences.permissions import Perm
from conferences.services.scheduling import locked
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal


class NotSentYet(Refusal):
    """Only what was sent has copies."""

    def __init__(self) -> None:
        super().__init__("The report was not sent yet, so there is no copy of it to give.")


class GivenLater(Refusal):
    """A copy that is recorded as given was given."""

    def __init__(self) -> None:
        super().__init__("When it was given must be today or in the past")


@transaction.atomic
def disclose(
    *,
    report: Report,
    copy: str,
    to: str,
    relationship: str,
    how: str,
    given_on: date,
    token: UUID,
    by: User,
    at: datetime,
) -> Disclosure:
    """Record that somebody was given a copy; the same token again records nothing.

    By those who wrote the report or run its conference. Raises NotSentYet, GivenLater.
    """
    if not may_disclose(by, report):
        raise PermissionDenied(Perm.MANAGE)
    locked(report.request.conference)
    if not report.is_sent:
        raise NotSentYet
    if given_on > london_day(at):
        raise GivenLater
    document = report.family_document if copy == Copy.FAMILY else report.document
    made, is_new = Disclosure.objects.get_or_create(
        report=report,
        form_token=token,
        defaults={
            "copy": copy,
            "to": to,
            "relationship": relationship,
            "how": how,
            "given_on": given_on,
            "sha256": document.sha256 if document else "",
            "additions": report.additions.count(),
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    if is_new:
        audit.record("report.disclosed", report.request.conference, by=by, at=at,
                     request=report.request_id, copy=copy)  # fmt: skip
    return made


def may_disclose(person: User, report: Report) -> bool:
    """Whether somebody writes for the agency whose report it is, or runs its conference."""
    allows = person.access.allows
    return allows(Perm.WRITE, report.request) or allows(Perm.MANAGE, report.request.conference)
