"""What waits for somebody who has just signed in? Read across the apps; no rule is made here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferences.models import ReportRequest
from conferences.permissions import Perm as Conferences
from incidents.models import Incident
from incidents.permissions import Perm as Incidents
from partnership import services as partnership
from partnership.models import Action, DecisionRequest, Invited
from partnership.permissions import Perm as Partnership
from shield.accounts.access import roles
from shield.accounts.models import Invitation
from shield.accounts.permissions import Perm as Accounts
from shield.audit.permissions import Perm as Audit
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.documents.permissions import Perm as Documents
from shield.notifications.models import Notification
from shield.notifications.permissions import Perm as Notifications
from shield.people import services as people
from shield.reporting.permissions import Perm as Reporting

SHOWN = 5


@dataclass(frozen=True)
class Door:
    """A place to go: the name of its page, what it is called, what for."""

    url_name: str
    title: str
    text: str


@dataclass(frozen=True)
class Waiting:
    """The parts of a home page; a list has one more row than is shown if there are more."""

    roles: Sequence[str]
    offers: Sequence[Invitation]
    asked: Sequence[DecisionRequest]
    todos: Sequence[partnership.Todo]
    actions: Sequence[Action]
    due: Sequence[Clock]
    meetings: Sequence[Invited]
    reports: Sequence[ReportRequest]
    drafts: Sequence[Incident]
    recent: Sequence[Incident]
    unread: Sequence[Notification]
    doors: Sequence[Door]
    shown: int = SHOWN


DOORS = (
    (
        Incidents.FILE,
        Door(
            "notification_start",
            "Notify a serious incident",
            "A child has died or been seriously harmed, or there is other learning to share.",
        ),
    ),
    (
        Accounts.MANAGE,
        Door("people_list", "People", "Invite people, give roles, end access when people leave."),
    ),
    (
        Accounts.MANAGE_ALL,
        Door("agency_list", "Agencies", "The partner agencies, and what follows on what."),
    ),
    (
        Accounts.PREVIEW,
        Door("preview_list", "What somebody may see", "What a person's roles open, as numbers."),
    ),
    (Audit.READ, Door("audit_search", "Audit", "Who did what, and who read what, when.")),
    (
        Notifications.READ_FAILED,
        Door("failed_list", "Undelivered mail", "Messages that could not be delivered."),
    ),
    (Reporting.READ_STATUS, Door("status", "What runs", "Whether mail, PDFs and checks run.")),
    (
        Incidents.REVIEW_OPENINGS,
        Door("opening_list", "Opened in an emergency", "Who broke the glass, and whether rightly."),
    ),
    (
        Conferences.READ_FIGURES,
        Door(
            "timeliness",
            "Timeliness of conference reports",
            "How many came in time, by agency and by month.",
        ),
    ),
    (
        Conferences.REVIEW_OPENINGS,
        Door(
            "conference_opening_list",
            "Conferences opened in an emergency",
            "Who broke the glass of a conference, and whether rightly.",
        ),
    ),
    (
        Conferences.HOLD,
        Door("legal_hold_list", "Legal holds", "Of which conferences nothing may be erased."),
    ),
    (
        Documents.READ_FAILED,
        Door("quarantine_list", "Unchecked files", "Files that could not be checked yet."),
    ),
    (
        Documents.READ_FAILED,
        Door("document_failed_list", "Unmade PDFs", "Documents that could not be made."),
    ),
)


def offers_to(user: Any, at: datetime) -> list[Invitation]:
    """The roles that wait for a person's answer; nearly nobody has any."""
    if not Invitation.objects.any_waits(user.pk, at):
        return []
    return list(people.offered_to(user, at)[: SHOWN + 1])


def waiting_for(user: Any, *, at: datetime) -> Waiting:
    """Everything the home page shows, in a fixed number of queries."""
    opens_cases = user.has_perm(Incidents.OPEN)
    mine = Incident.objects.visible_to(user).newest_first().for_lines()
    return Waiting(
        roles=sorted(roles()[role].name for role in user.access.roles),
        offers=offers_to(user, at),
        asked=partnership.waiting_for(user, london_day(at))
        if user.has_perm(Partnership.OPEN)
        else [],
        todos=partnership.todos_of(user) if user.has_perm(Partnership.OPEN) else [],
        actions=Action.objects.open()
        .select_related("item")
        .defer("evidence_required")
        .soonest_of(user, SHOWN + 1)
        if user.has_perm(Partnership.OPEN)
        else [],
        due=list(Clock.objects.visible_to(user).running().for_lines().due_first()[: SHOWN + 1]),
        meetings=Invited.objects.coming_to(user, at=at, most=SHOWN + 1)
        if user.has_perm(Partnership.OPEN)
        else [],
        reports=list(ReportRequest.objects.waiting_for(user)[: SHOWN + 1])
        if user.has_perm(Conferences.REPORT)
        else [],
        drafts=list(mine.drafts()[: SHOWN + 1]) if opens_cases else [],
        recent=list(mine.filed()[: SHOWN + 1]) if opens_cases else [],
        unread=list(
            Notification.objects.of(user)
            .unread()
            .only("subject")
            .order_by("-created_at")[: SHOWN + 1]
        ),
        doors=[door for perm, door in DOORS if user.has_perm(perm)],
    )
