"""Old versions of rows that hold a case: kept by triggers, which nothing goes round."""

import pghistory

from conferences.models.conference import Conference
from conferences.models.files import ReportFile
from conferences.models.outcome import Attendance, ChildDecision, Dissent, Outcome, PlanStep
from conferences.models.pack import Pack, PackShare
from conferences.models.people import Child, FamilyGuest
from conferences.models.plans import CoreGroupMeeting, CoreGroupMember, Plan
from conferences.models.report import (
    ChronologyEntry,
    Report,
    ReportAddition,
    ReportAdult,
    ReportChild,
)
from conferences.models.requests import ReportRequest
from shield.core.history import KEPT


class ConferenceEvent(pghistory.create_event_model(Conference, **KEPT)):  # type: ignore[misc]
    """One version of a conference."""

    append_only = True


class ChildEvent(pghistory.create_event_model(Child, **KEPT)):  # type: ignore[misc]
    """One version of a child."""

    append_only = True


class FamilyGuestEvent(pghistory.create_event_model(FamilyGuest, **KEPT)):  # type: ignore[misc]
    """One version of somebody of the family who is expected."""

    append_only = True


class ReportRequestEvent(pghistory.create_event_model(ReportRequest, **KEPT)):  # type: ignore[misc]
    """One version of what an agency was asked."""

    append_only = True


class ReportEvent(pghistory.create_event_model(Report, **KEPT)):  # type: ignore[misc]
    """One version of a report's own answers."""

    append_only = True


class ReportChildEvent(pghistory.create_event_model(ReportChild, **KEPT)):  # type: ignore[misc]
    """One version of what a report says of a child."""

    append_only = True


class ReportAdultEvent(pghistory.create_event_model(ReportAdult, **KEPT)):  # type: ignore[misc]
    """One version of an adult in a report."""

    append_only = True


class ChronologyEntryEvent(pghistory.create_event_model(ChronologyEntry, **KEPT)):  # type: ignore[misc]
    """One version of an event in a chronology."""

    append_only = True


class ReportAdditionEvent(pghistory.create_event_model(ReportAddition, **KEPT)):  # type: ignore[misc]
    """One version of an addition, of which there is never to be a second."""

    append_only = True


class ReportFileEvent(pghistory.create_event_model(ReportFile, **KEPT)):  # type: ignore[misc]
    """One version of a file of a report."""

    append_only = True


class AttendanceEvent(pghistory.create_event_model(Attendance, **KEPT)):  # type: ignore[misc]
    """One version of who was at a conference."""

    append_only = True


class OutcomeEvent(pghistory.create_event_model(Outcome, **KEPT)):  # type: ignore[misc]
    """One version of what a conference came to."""

    append_only = True


class PlanStepEvent(pghistory.create_event_model(PlanStep, **KEPT)):  # type: ignore[misc]
    """One version of a step of an outline plan."""

    append_only = True


class ChildDecisionEvent(pghistory.create_event_model(ChildDecision, **KEPT)):  # type: ignore[misc]
    """One version of what was decided of a child."""

    append_only = True


class DissentEvent(pghistory.create_event_model(Dissent, **KEPT)):  # type: ignore[misc]
    """One version of an agency's dissent."""

    append_only = True


class PlanEvent(pghistory.create_event_model(Plan, **KEPT)):  # type: ignore[misc]
    """One version of a child protection plan."""

    append_only = True


class CoreGroupMemberEvent(pghistory.create_event_model(CoreGroupMember, **KEPT)):  # type: ignore[misc]
    """One version of a member of a core group."""

    append_only = True


class CoreGroupMeetingEvent(pghistory.create_event_model(CoreGroupMeeting, **KEPT)):  # type: ignore[misc]
    """One version of a core group's meeting."""

    append_only = True


class PackEvent(pghistory.create_event_model(Pack, **KEPT)):  # type: ignore[misc]
    """One version of a pack, of which there is never to be a second."""

    append_only = True


class PackShareEvent(pghistory.create_event_model(PackShare, **KEPT)):  # type: ignore[misc]
    """One version of who reads a pack."""

    append_only = True
