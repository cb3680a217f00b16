"""What can happen to a core group: who is in it, when does it meet, what did it do?"""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from conferences import clocks as duties
from conferences.models import (
    Conference,
    CoreGroupCame,
    CoreGroupMeeting,
    CoreGroupMember,
    Due,
    Plan,
    Status,
)
from conferences.permissions import Perm
from conferences.services.limits import limit
from conferences.services.plans import meet, open_clock, start
from conferences.services.scheduling import locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day, short_day
from shield.core.refusals import Refusal


class NoGroup(Refusal):
    """A core group carries out plans that a conference made or continued."""

    def __init__(self) -> None:
        super().__init__(
            "No child protection plan that this conference decided runs now. If a later conference "
            "was held, its core group is recorded there."
        )


class ImpossibleMeeting(Refusal):
    """A core group that was held was after the plan began; one that is planned is to come."""


class RecordedThatDay(Refusal):
    """A core group is recorded once."""


class NotOfThisGroup(Refusal):
    """Somebody of another core group, or who was taken out of this one."""

    def __init__(self) -> None:
        super().__init__("Somebody you selected is not in this core group any more.")


def plans_of(conference: Conference) -> list[Plan]:
    """The running plans whose core group this conference's is."""
    return list(Plan.objects.running().of_conference(conference).in_full())


def planned_of(conference: Conference) -> CoreGroupMeeting | None:
    rows = CoreGroupMeeting.objects.filter(conference=conference, held_at__isnull=True)
    found: CoreGroupMeeting | None = rows.first()
    return found


def held_of(conference: Conference) -> list[CoreGroupMeeting]:
    """The core groups that were held, the latest first, with who came."""
    rows = CoreGroupMeeting.objects.filter(conference=conference, held_at__isnull=False)
    return list(
        rows.select_related("recorded_by").prefetch_related("came__member__agency").order_by(
            "-held_at", "-pk"
        )
    )  # fmt: skip


@transaction.atomic
def add_member(
    *, conference: Conference, token: UUID, facts: Mapping[str, Any], by: User, at: datetime
) -> CoreGroupMember:
    """Name somebody of the core group, before or after the conference is held.

    `facts` are fields of `CoreGroupMember`; the same token again names nobody.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    before = CoreGroupMember.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    made: CoreGroupMember = CoreGroupMember.objects.create(
        conference=found, form_token=token, added_at=at, added_by=by, **facts
    )
    audit.record("conference.core_member_added", found, by=by, at=at, member=made.pk)
    return made


@transaction.atomic
def remove_member(*, member: CoreGroupMember, by: User, at: datetime) -> None:
    """Take somebody out of the core group; where they came they are still shown."""
    require(by, Perm.MANAGE, member.conference)
    found = locked(member.conference)
    rows = CoreGroupMember.objects.filter(pk=member.pk, removed_at__isnull=True)
    if rows.update(removed_at=at, removed_by=by):
        audit.record("conference.core_member_removed", found, by=by, at=at, member=member.pk)


@transaction.atomic
def plan_core_group(
    *, conference: Conference, planned_at: datetime, token: UUID, by: User, at: datetime
) -> CoreGroupMeeting:
    """Set the day of the next core group, or another day for the one that is planned.

    Raises NoGroup, ImpossibleMeeting.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if found.status != Status.HELD or not plans_of(found):
        raise NoGroup
    if planned_at <= at:
        raise ImpossibleMeeting("When the core group is to meet must be in the future.")
    return _plan(found, planned_at, token, by=by, at=at)


def _plan(
    conference: Conference, planned_at: datetime, token: UUID, *, by: User, at: datetime
) -> CoreGroupMeeting:
    meeting = planned_of(conference)
    if meeting is None:
        before = conference.core_group_meetings.filter(form_token=token).first()
        if before is not None:
            return before
        meeting = CoreGroupMeeting(
            conference=conference, form_token=token, added_at=at, added_by=by
        )
    meeting.planned_at = planned_at
    meeting.save()
    audit.record("conference.core_group_planned", conference, by=by, at=at, meeting=meeting.pk)
    return meeting


@transaction.atomic
def hold_core_group(
    *,
    conference: Conference,
    held_at: datetime,
    came: Collection[CoreGroupMember],
    others_came: str,
    done: str,
    next_at: datetime | None,
    token: UUID,
    by: User,
    at: datetime,
) -> CoreGroupMeeting:
    """Record a core group that was held; what was due for each child is met, the next begins.

    The one that was planned is the one that was held. Raises NoGroup, ImpossibleMeeting,
    RecordedThatDay, NotOfThisGroup.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    before = found.core_group_meetings.filter(form_token=token, held_at__isnull=False).first()
    if before is not None:
        return before
    plans = plans_of(found)
    if found.status != Status.HELD or not plans:
        raise NoGroup
    _check_moment(found, plans, held_at, next_at, at=at)
    if any(one.conference_id != found.pk or one.removed_at for one in came):
        raise NotOfThisGroup
    meeting = planned_of(found) or CoreGroupMeeting(conference=found, added_at=at, added_by=by)
    meeting.form_token, meeting.held_at, meeting.done = token, held_at, done
    meeting.others_came, meeting.recorded_at, meeting.recorded_by = others_came, at, by
    meeting.save()
    CoreGroupCame.objects.bulk_create(CoreGroupCame(meeting=meeting, member=one) for one in came)
    for plan in _covered(plans, held_at):
        meet(plan, Due.CORE_GROUP, met_at=held_at, by=by, at=at)
        start(plan, found, Due.CORE_GROUP, duties.core_group_held(held_at=held_at), by=by, at=at)
    if next_at is not None:
        _plan(found, next_at, uuid.uuid5(token, "next"), by=by, at=at)
    audit.record("conference.core_group_held", found, by=by, at=at, meeting=meeting.pk)
    limit(found, at=at)
    return meeting


def _covered(plans: Collection[Plan], held_at: datetime) -> list[Plan]:
    """The plans that were there on the day of a core group."""
    return [one for one in plans if london_day(one.began_at) <= london_day(held_at)]


def _check_moment(
    conference: Conference,
    plans: Collection[Plan],
    held_at: datetime,
    next_at: datetime | None,
    *,
    at: datetime,
) -> None:
    if held_at > at:
        raise ImpossibleMeeting("When the core group met must be in the past.")
    if next_at is not None and next_at <= held_at:
        raise ImpossibleMeeting("When the core group meets next must be after it met.")
    covered = _covered(plans, held_at)
    if not covered:
        raise ImpossibleMeeting("When the core group met must be after the plan began.")
    day = london_day(held_at)
    held = held_of(conference)
    if same := next((one for one in held if one.held_at and london_day(one.held_at) == day), None):
        raise RecordedThatDay(
            f"A core group on {short_day(day)} was recorded already, by {same.recorded_by}."
        )
    # A group that met earlier than the last one that counts would turn the clock back.
    for plan in covered:
        clock = open_clock(plan, Due.CORE_GROUP)
        is_next = clock is not None and clock.rule_version.rule.slug == duties.CORE_GROUP
        if clock is not None and is_next and london_day(clock.trigger_at) >= day:
            raise ImpossibleMeeting(
                "A later core group was recorded already: when the core group met must be after "
                f"{short_day(london_day(clock.trigger_at))}."
            )
