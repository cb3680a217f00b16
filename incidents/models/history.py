"""What did a notification and its rows say before? Every version, written by the database itself.

A trigger copies the row at each insert and update, whatever wrote it; who did it comes along in
the version (`pgh_context`: `{"user": id}` of a request, `{"task": name}` of a task, both where a
person set the task going). Nothing is altered here and nothing removed: the portal's database role
may only add.
"""

import pghistory

from incidents.models.attachments import Attachment
from incidents.models.corrections import Correction
from incidents.models.incident import Incident
from incidents.models.people import Child, FamilyMember, InvolvedAgency
from shield.core.history import KEPT


class IncidentEvent(pghistory.create_event_model(Incident, **KEPT)):  # type: ignore[misc]
    """One version of a notification's own answers and state."""

    append_only = True


class ChildEvent(pghistory.create_event_model(Child, **KEPT)):  # type: ignore[misc]
    """One version of a child."""

    append_only = True


class FamilyMemberEvent(pghistory.create_event_model(FamilyMember, **KEPT)):  # type: ignore[misc]
    """One version of a member of the family or household."""

    append_only = True


class CorrectionEvent(pghistory.create_event_model(Correction, **KEPT)):  # type: ignore[misc]
    """One version of a correction, of which there is never to be a second."""

    append_only = True


class AttachmentEvent(pghistory.create_event_model(Attachment, **KEPT)):  # type: ignore[misc]
    """One version of which file belongs to a notification."""

    append_only = True


class InvolvedAgencyEvent(pghistory.create_event_model(InvolvedAgency, **KEPT)):  # type: ignore[misc]
    """One version of an agency that is involved."""

    append_only = True
