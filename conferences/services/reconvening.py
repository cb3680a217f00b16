"""What follows a conference that could not decide, or a child's plan: the conference after it?"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conferences.models import (
    Child,
    Conference,
    ConferenceKind,
    FamilyGuest,
    Status,
)
from conferences.permissions import Perm
from conferences.services.attendance import IsQuorate
from conferences.services.due import follow_duty, follow_report_clock
from conferences.services.kept_alike import keep_alike
from conferences.services.people_of_it import works_there
from conferences.services.plans import may_know, running_of
from conferences.services.recording import (
    attendance_of,
    children_of,
    held_to_record,
    outcome_begun,
    quoracy_of,
)
from conferences.services.relatives import look_for_staff
from conferences.services.requests import ask
from conferences.services.scheduling import FACTS, locked, schedule
from conferences.workflow import CONFERENCE
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal

# What a child or guest is in one conference is not what they are in the next.
NOT_CARRIED = frozenset(
    {"id", "conference", "before", "form_token", "added_at", "added_by", "removed_at", "removed_by"}
)
# What was arranged for one day is arranged anew for another.
ARRANGED = frozenset({"place", "link", "triggered_at"})


class NotInquorate(Refusal):
    """Only a conference that ended inquorate is held again."""

    def __init__(self) -> None:
        super().__init__("Only a conference that ended inquorate is held again.")


class HeldAgain(Refusal):
    """A conference is held again once."""

    def __init__(self, after: Conference) -> None:
        super().__init__(f"This conference is held again already, as {after.reference}.")


class NobodyToReview(Refusal):
    """A review is of children whose plans run."""

    def __init__(self) -> None:
        super().__init__("No child of this conference has a child protection plan now.")


@transaction.atomic
def be_inquorate(*, conference: Conference, reason: str, by: User, at: datetime) -> Conference:
    """End a conference that cannot decide; nothing is decided, and no report is due to it.

    By when it must be held is still due. Raises NotToRecord, NotYet, IsQuorate, MoveNotAllowed.
    """
    require(by, Perm.MANAGE, conference)
    found = held_to_record(conference, at=at)
    quoracy = quoracy_of(found, attendance_of(found))
    if quoracy.is_quorate:
        raise IsQuorate
    outcome = outcome_begun(found, by=by, at=at)
    CONFERENCE.advance(found, "be_inquorate", closed_at=at, closed_by=by, closed_because=reason)
    outcome.quorum, outcome.recorded_at, outcome.recorded_by = quoracy.as_json(), at, by
    outcome.save(update_fields=["quorum", "recorded_at", "recorded_by"])
    for request in found.requests.open().select_related("agency", "clock").order_by("pk"):
        request.conference = found
        follow_report_clock(request, why="The conference was inquorate", by=by, at=at)
    audit.record("conference.inquorate", found, by=by, at=at)
    return found


@transaction.atomic
def reconvene(
    *,
    conference: Conference,
    starts_at: datetime,
    token: UUID,
    by: User,
    at: datetime,
    **facts: Any,
) -> Conference:
    """Schedule an inquorate conference again: its family, its limits, its agencies, its clock.

    `facts` as in `schedule`, where they differ. Raises NotInquorate, HeldAgain, and what
    `schedule` raises.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if found.status != Status.INQUORATE:
        raise NotInquorate
    after = Conference.objects.filter(reconvenes=found).first()
    if after is not None and after.form_token == token:
        return after
    if after is not None:
        raise HeldAgain(after)
    made = _after(found, found.kind, starts_at, token, facts, by=by, at=at)
    made.reconvenes, made.triggered_at = found, found.triggered_at
    made.save(update_fields=["reconvenes", "triggered_at"])
    follow_duty(made, by=by, at=at)
    _carry(found, made, children_of(found), by=by, at=at)
    audit.record("conference.reconvened", made, by=by, at=at, before=found.pk)
    return made


@transaction.atomic
def schedule_review(
    *,
    conference: Conference,
    kind: ConferenceKind,
    starts_at: datetime,
    token: UUID,
    by: User,
    at: datetime,
    **facts: Any,
) -> Conference:
    """Schedule the next conference about those of a conference's children whose plans run.

    Raises NobodyToReview, and what `schedule` raises.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    before = Conference.objects.filter(form_token=token, created_by=by).first()
    if before is not None:
        return before
    children = children_of(found)
    running = running_of(children)
    reviewed = [one for one in children if one.pk in running]
    if not reviewed:
        raise NobodyToReview
    made = _after(found, kind, starts_at, token, facts, by=by, at=at)
    _carry(found, made, reviewed, by=by, at=at)
    audit.record("conference.review_scheduled", made, by=by, at=at, before=found.pk)
    return made


# --- What both do ---------------------------------------------------------------------------------


def _after(
    found: Conference,
    kind: ConferenceKind,
    starts_at: datetime,
    token: UUID,
    facts: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> Conference:
    """A conference about the same family, kept from whom this one is kept from."""
    kept = {name: getattr(found, name) for name in FACTS if name not in ARRANGED}
    made = schedule(
        kind=kind,
        family_reference=found.family_reference,
        starts_at=starts_at,
        token=token,
        by=by,
        at=at,
        **{"chair": found.chair, "administrator": found.administrator, **kept, **facts},
    )
    # Not by the family's number alone, which may have changed.
    keep_alike(made, [found], by=by, at=at)
    return made


def _carry(
    found: Conference, made: Conference, children: Collection[Child], *, by: User, at: datetime
) -> None:
    """The same children, each as the one before, the same guests, and the agencies asked again."""
    if made.children.exists():
        return
    for child in children:
        Child.objects.create(
            conference=made, before=child, form_token=uuid.uuid4(), added_at=at, added_by=by,
            **_facts(child),
        )  # fmt: skip
    for guest in found.guests.present():
        FamilyGuest.objects.create(
            conference=made, form_token=uuid.uuid4(), added_at=at, added_by=by, **_facts(guest)
        )
    look_for_staff(made, [*made.children.all(), *made.guests.all()], at=at)
    there = set(Agency.objects.on(london_day(at)).values_list("pk", flat=True))
    asked = set[int]()
    rows = found.requests.standing().select_related("agency__succeeded_by", "practitioner")
    for request in rows.order_by("pk"):
        agency = request.agency if request.agency_id in there else request.agency.succeeded_by
        if agency is None or agency.pk not in there or agency.pk in asked:
            continue
        asked.add(agency.pk)
        who = request.practitioner
        ask(
            conference=made,
            agency=agency,
            # Else its leads are asked: who has left, or is kept out of it, writes nothing.
            practitioner=who
            if who is not None and works_there(who, agency) and may_know(who, made, at)
            else None,
            note=request.note,
            by=by,
            at=at,
        )


def _facts(person: Child | FamilyGuest) -> dict[str, Any]:
    """What is said of a person, but for fingerprints, which follow what they are of."""
    return {
        field.name: getattr(person, field.name)
        for field in person._meta.concrete_fields
        if field.name not in NOT_CARRIED and not field.name.endswith("fingerprint")
    }
