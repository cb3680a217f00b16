"""When can what happens at a conference be recorded, and what is recorded of its day so far?"""

from collections.abc import Iterable
from datetime import date, datetime

from conferences.models import (
    Attendance,
    Child,
    ChildDecision,
    Conference,
    Dissent,
    Outcome,
    QuorumRule,
)
from conferences.quorum import Quoracy, There, quorum
from conferences.services.scheduling import locked
from shield.accounts.models import User
from shield.core.london import day_words, london_day
from shield.core.refusals import Refusal


class NotToRecord(Refusal):
    """A conference that was held, ended or was cancelled stays as it was recorded."""

    def __init__(self) -> None:
        super().__init__(
            "This conference has no day, or what happened was recorded before. If it was held, "
            "add what is missing or wrong as a correction."
        )


class NotYet(Refusal):
    """What happens at a conference is recorded on its day, or later."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"The conference is on {day_words(day)}. Record this on that day or later."
        )


def day_of(conference: Conference) -> date | None:
    """The London day of a conference: what was recorded for another day counts no longer."""
    return london_day(conference.starts_at) if conference.starts_at else None


def recorded_for(conference: Conference) -> date:
    """The day for which something is recorded of a conference that has one."""
    day = day_of(conference)
    if day is None:
        raise NotToRecord
    return day


def held_to_record(conference: Conference, *, at: datetime, ahead: bool = False) -> Conference:
    """The conference as it is now, held until the transaction ends, if it can be recorded.

    `ahead` for what can be known before its day. Raises NotToRecord, NotYet.
    """
    found = locked(conference)
    day = day_of(found)
    if day is None or not found.is_scheduled:
        raise NotToRecord
    if not ahead and london_day(at) < day:
        raise NotYet(day)
    return found


def is_to_record(conference: Conference, at: datetime) -> bool:
    """Whether it is said now what happens there."""
    day = day_of(conference)
    return day is not None and conference.is_scheduled and london_day(at) >= day


def outcome_begun(conference: Conference, *, by: User, at: datetime) -> Outcome:
    """The conference's outcome, begun if nobody has yet; the conference is held still."""
    found, _ = Outcome.objects.get_or_create(
        conference=conference, defaults={"begun_at": at, "begun_by": by}
    )
    return found


def outcome_of(conference: Conference) -> Outcome | None:
    found: Outcome | None = Outcome.objects.filter(conference=conference).first()
    return found


def attendance_of(conference: Conference) -> list[Attendance]:
    """Who is recorded for the conference's day."""
    return list(conference.attendance.of_day(day_of(conference)).in_order())


def decisions_of(conference: Conference) -> dict[int, ChildDecision]:
    """Child -> what was decided of it on the conference's day."""
    rows = ChildDecision.objects.of_day(day_of(conference)).filter(child__conference=conference)
    return {one.child_id: one for one in rows.select_related("category")}


def dissents_of(decisions: Iterable[ChildDecision]) -> dict[int, list[Dissent]]:
    """Decision -> the agencies that did not agree with it."""
    found = dict[int, list[Dissent]]()
    rows = Dissent.objects.present().filter(decision__in=[one.pk for one in decisions])
    for one in rows.select_related("agency"):
        found.setdefault(one.decision_id, []).append(one)
    return found


def children_of(conference: Conference) -> list[Child]:
    return list(conference.children.present())


def quoracy_of(conference: Conference, rows: Iterable[Attendance]) -> Quoracy:
    """Whether the conference can decide with those of `rows` who came."""
    there = [
        There(one.agency.pk, one.agency.name, one.agency.kind.code)
        for one in rows
        if one.is_there and one.agency is not None
    ]
    day = day_of(conference)
    return quoracy_by(QuorumRule.objects.in_force(day) if day else None, there)


def quoracy_by(
    rule: QuorumRule | None, there: Iterable[There], *, called: str = "there"
) -> Quoracy:
    """Whether those who are there, or are expected, suffice by a rule; by none nobody does."""
    if rule is None:
        return Quoracy(False, ("No quorum rule holds for that day",))
    return quorum(
        there,
        kinds=rule.agency_kinds,
        lead_name=rule.lead_name,
        others=rule.others,
        called=called,
    )


def went_on(conference: Conference, outcome: Outcome | None) -> bool:
    """Whether the chair has said why the conference goes on, on this day, without a quorum."""
    return outcome is not None and outcome.inquorate_on == day_of(conference) is not None
