"""Old versions of rows that hold a case: kept by triggers, which nothing goes round."""

import pghistory

from conferences.models.conference import Conference
from conferences.models.people import Child, FamilyGuest
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
