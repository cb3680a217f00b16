"""Who was at a conference, and could it decide with them?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conferences.models import THERE, Attendance, Conference, Outcome
from conferences.permissions import Perm
from conferences.services.recording import (
    attendance_of,
    day_of,
    held_to_record,
    outcome_begun,
    quoracy_of,
    recorded_for,
)
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal

FACTS = ("agency", "guest", "name", "role", "how", "deputy_for")


class RecordedAlready(Refusal):
    """One person is at a conference once; two who record at once keep one row."""

    def __init__(self, row: Attendance) -> None:
        super().__init__(f"{row} was recorded already, by {row.recorded_by}: {row.how_words}.")


class NotOfThisFamily(Refusal):
    """A guest of another conference, or one who was taken off this one."""

    def __init__(self) -> None:
        super().__init__("This person is not expected at this conference any more.")


class IsQuorate(Refusal):
    """A conference that can decide needs no reason to go on."""

    def __init__(self) -> None:
        super().__init__("The conference is quorate with those who are recorded as present.")


@transaction.atomic
def record_attendance(
    *, conference: Conference, token: UUID, facts: Mapping[str, Any], by: User, at: datetime
) -> Attendance:
    """Record one person; the same token again records nobody. `facts` are any of `FACTS`.

    Who is not coming can be recorded ahead of the day. Raises NotToRecord, NotYet,
    RecordedAlready, NotOfThisFamily.
    """
    require(by, Perm.MANAGE, conference)
    if unknown := set(facts) - set(FACTS):
        raise TypeError(f"attendance has no {sorted(unknown)}")
    found = held_to_record(conference, at=at, ahead=facts["how"] not in THERE)
    before = Attendance.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    guest = facts.get("guest")
    if guest is not None and (guest.conference_id != found.pk or guest.removed_at is not None):
        raise NotOfThisFamily
    for row in attendance_of(found):
        if _key(row.agency, row.guest, row.name) == _key(
            facts.get("agency"), guest, facts.get("name", "")
        ):
            raise RecordedAlready(row)
    made: Attendance = Attendance.objects.create(
        conference=found,
        on=recorded_for(found),
        form_token=token,
        recorded_at=at,
        recorded_by=by,
        **facts,
    )
    audit.record("conference.attendance_recorded", found, by=by, at=at, row=made.pk)
    return made


def _key(agency: Any, guest: Any, name: str) -> tuple[Any, ...]:
    """What makes two rows the same person."""
    return (guest.pk,) if guest else (agency and agency.pk, " ".join(name.casefold().split()))


@transaction.atomic
def remove_attendance(*, row: Attendance, by: User, at: datetime) -> None:
    """Take back what was recorded of somebody, before the conference is recorded as held."""
    require(by, Perm.MANAGE, row.conference)
    found = held_to_record(row.conference, at=at, ahead=True)
    rows = Attendance.objects.filter(pk=row.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        audit.record("conference.attendance_removed", found, by=by, at=at, row=row.pk)


@transaction.atomic
def go_on(*, conference: Conference, reason: str, by: User, at: datetime) -> Outcome:
    """The chair goes on although the conference is not quorate, and says why. Raises IsQuorate."""
    require(by, Perm.MANAGE, conference)
    found = held_to_record(conference, at=at)
    if quoracy_of(found, attendance_of(found)).is_quorate:
        raise IsQuorate
    outcome = outcome_begun(found, by=by, at=at)
    outcome.inquorate_reason, outcome.inquorate_on = reason, day_of(found)
    outcome.save(update_fields=["inquorate_reason", "inquorate_on"])
    audit.record("conference.went_on_inquorate", found, by=by, at=at)
    return outcome
