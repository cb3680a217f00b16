"""What happens when a notification is submitted?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from incidents import clocks as duties
from incidents import emails, pdf
from incidents.answers import rows_of
from incidents.completeness import QUESTIONS
from incidents.models import Incident, Option
from incidents.permissions import Perm
from incidents.services.limits import limit
from incidents.workflow import NOTIFICATION
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.london import london_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.notifications.services import notify

LEAD = "safeguarding-lead"
OPERATIONS = "operations"


class Incomplete(Refusal):
    """Something that must be answered is not; `sections` are the slugs of those pages."""

    def __init__(self, sections: list[str]) -> None:
        super().__init__(
            "Some answers are missing or contradict each other. Nothing was submitted and "
            "everything is kept: open the sections marked as incomplete."
        )
        self.sections = sections


class ImpossibleMoment(Refusal):
    """A moment that has not come yet, or that was before the incident itself."""


class LateReasonNeeded(Refusal):
    """The notification is past its due date, and no reason was given."""


def incomplete_sections(
    incident: Incident, rows: Mapping[str, list[Any]], *, at: datetime
) -> list[str]:
    """The slugs of the pages that keep a notification from being submitted."""
    return [section.slug for section in QUESTIONS.unfinished(incident, rows, at=at)]


def refuse_impossible(incident: Incident, moment: datetime, *, what: str, at: datetime) -> None:
    """Raises ImpossibleMoment for a moment after `at`, or before the incident happened."""
    if moment > at:
        raise ImpossibleMoment(f"{what} must be in the past")
    if incident.happened_at and moment < incident.happened_at:
        raise ImpossibleMoment(f"{what} must be the same as or after when the incident happened")


def is_late(incident: Incident, *, at: datetime) -> bool:
    """Whether submitting now is later than the rule allows."""
    clock = incident.partnership_clock
    return clock is not None and london_day(at) > clock.due_on


def submit(*, incident: Incident, late_reason: str, by: User, at: datetime) -> None:
    """Submit a draft: number it, freeze it, start its clocks, tell who must know.

    Raises Incomplete, LateReasonNeeded, MoveNotAllowed or PermissionDenied; the draft is then
    unchanged. Of two submissions of one draft at the same moment exactly one happens.
    """
    require(by, Perm.READ, incident)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if incident.is_draft:
            require(by, Perm.EDIT, incident)
            rows = rows_of(incident)
            if missing := incomplete_sections(incident, rows, at=at):
                raise Incomplete(missing)
        late = is_late(incident, at=at)
        if late and not late_reason:
            raise LateReasonNeeded("Enter why the notification is late")
        NOTIFICATION.advance(
            incident,
            "submit",
            reference=next_reference(
                Incident.objects.all(), prefix="SIN", year=london_day(at).year
            ),
            submitted_at=at,
            submitted_by=by,
            is_late=late,
            late_reason=late_reason if late else "",
        )
        _start_clocks(incident, by=by, at=at)
        incident.document = documents.request(
            template=pdf.TEMPLATE,
            content=pdf.frozen(incident, rows),
            title=f"Serious incident notification {incident.reference}",
            reference=str(incident.reference),
            marking=pdf.MARKING,
            at=at,
        )
        incident.save(update_fields=["partnership_clock", "panel_clock", "duty_agency", "document"])
        audit.record("incident.submitted", incident, by=by, at=at, late=late)
        _tell(incident, at=at)
        limit(incident, at=at)


def _start_clocks(incident: Incident, *, by: User, at: datetime) -> None:
    """Meet the agency's own clock, and start the local authority's where the law has one."""
    label = f"Serious incident notification {incident.reference}"
    url = incident.get_absolute_url()
    if clock := incident.partnership_clock:
        clocks.rename(clock=clock, subject=label, reference=str(incident.reference), url=url)
        clocks.complete(clock=clock, met_at=at, by=by, at=at)
    duty_agency = (
        Agency.objects.on(london_day(at)).filter(notifies_panel=True).order_by("pk").first()
    )
    trigger = duties.for_panel(
        criteria=set(incident.criteria),
        statutory=Option.objects.statutory_codes(),
        authority_aware_at=incident.authority_aware_at,
        own_aware_at=incident.agency_aware_at if incident.agency == duty_agency else None,
        submitted_at=at,
    )
    if trigger:
        incident.duty_agency = duty_agency
        incident.panel_clock = clocks.start(
            rule=trigger.rule,
            trigger=trigger.moment,
            subject=label,
            reference=str(incident.reference),
            url=url,
            holder=None,
            agency=duty_agency,
            holder_role=LEAD,
            origin=incident.agency,
            by=by,
            at=at,
        )


def _tell(incident: Incident, *, at: datetime) -> None:
    """Each person once: whoever must act is told that, the notifier that it arrived."""
    key = f"incident:{incident.pk}:submitted"
    if incident.panel_clock and incident.duty_agency:
        leads = User.objects.holding(LEAD, on=london_day(at), agency=incident.duty_agency)
        must_act = [one for one in leads if one.access.allows(Perm.READ, incident)]
        told = emails.panel_must_be_told(incident, due_on=incident.panel_clock.due_on)
        notify(recipients=must_act, key=key, message=told, at=at)
    notify(recipients=notifier(incident), key=key, message=emails.submitted_by_you(incident), at=at)
    notify(recipients=audience(incident, at=at), key=key, message=emails.submitted(incident), at=at)


def notifier(incident: Incident) -> list[User]:
    """Who began the notification, unless they have left its agency since."""
    return [incident.notifier] if incident.notifier.has_perm(Perm.READ, incident) else []


def audience(incident: Incident, *, at: datetime) -> list[User]:
    """The agency's leads, those of the agency that must tell the Panel, and the operations team."""
    day = london_day(at)
    people = User.objects.holding(LEAD, on=day, agency=incident.agency)
    if incident.duty_agency:
        people = people | User.objects.holding(LEAD, on=day, agency=incident.duty_agency)
    people = people | User.objects.holding(OPERATIONS, on=day)
    # Need to know beats role: whoever is shut out is not told either.
    told = people.order_by("pk").distinct()
    return [person for person in told if person.access.allows(Perm.READ, incident)]


def record_panel(
    *, incident: Incident, panel_reference: str, panel_notified_at: datetime, by: User, at: datetime
) -> None:
    """Record when the national Panel was told: meets that clock and starts the rapid review's."""
    require(by, Perm.RECORD_PANEL, incident)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if incident.is_filed and incident.panel_clock is None:
            raise Refusal("This notification does not have to go to the Panel.")
        refuse_impossible(incident, panel_notified_at, what="When the Panel was told", at=at)
        NOTIFICATION.advance(
            incident,
            "record_panel",
            panel_reference=panel_reference,
            panel_notified_at=panel_notified_at,
            panel_notified_by=by,
        )
        assert incident.panel_clock is not None  # refused above
        clocks.complete(clock=incident.panel_clock, met_at=panel_notified_at, by=by, at=at)
        incident.rapid_review_clock = clocks.start(
            rule=duties.RAPID_REVIEW,
            trigger=panel_notified_at,
            subject=f"Rapid review of {incident.reference}",
            reference=str(incident.reference),
            url=incident.get_absolute_url(),
            holder=None,
            agency=incident.duty_agency,
            holder_role=LEAD,
            origin=incident.agency,
            by=by,
            at=at,
        )
        incident.save(update_fields=["rapid_review_clock"])
        audit.record("incident.panel_notified", incident, by=by, at=at)
        notify(
            recipients=[*notifier(incident), *audience(incident, at=at)],
            key=f"incident:{incident.pk}:panel",
            message=emails.panel_notified(incident),
            at=at,
        )
        limit(incident, at=at)
