"""Old versions of rows that hold a case: kept by triggers, which nothing goes round."""

import pghistory

from conferences.models.conference import Conference
from conferences.models.people import Child, FamilyGuest
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
