"""What can be added to a notification after it was submitted?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from incidents import clocks as duties
from incidents import emails
from incidents.models import Correction, Incident, Status
from incidents.permissions import Perm
from incidents.services.submission import LEAD, audience, notifier, refuse_impossible
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.refusals import Refusal
from shield.notifications.services import notify


def correct(
    *,
    incident: Incident,
    text: str,
    authority_aware_at: datetime | None,
    token: UUID,
    by: User,
    at: datetime,
) -> Correction:
    """Add a dated correction; what was submitted stays as it was.

    A corrected moment at which the local authority became aware restarts the clock towards the
    Panel, if that is still running. The same token again adds nothing.
    """
    require(by, Perm.CORRECT, incident)
    if not incident.is_filed:
        raise Refusal("A draft can still be changed; corrections are for what was submitted.")
    if authority_aware_at:
        refuse_impossible(
            incident, authority_aware_at, what="When the local authority became aware", at=at
        )
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        correction, is_new = Correction.objects.get_or_create(
            incident=incident,
            form_token=token,
            defaults={
                "text": text,
                "authority_aware_at": authority_aware_at,
                "added_at": at,
                "added_by": by,
            },
        )
        if not is_new:
            return correction
        if authority_aware_at and incident.panel_clock and incident.status == Status.SUBMITTED:
            _restart_panel_clock(incident, authority_aware_at, by=by, at=at)
        audit.record("incident.corrected", incident, by=by, at=at, correction=correction.pk)
        notify(
            recipients=[*notifier(incident), *audience(incident, at=at)],
            key=f"incident:{incident.pk}:correction:{correction.pk}",
            message=emails.corrected(incident),
            at=at,
        )
    return correction


def _restart_panel_clock(incident: Incident, aware_at: datetime, *, by: User, at: datetime) -> None:
    old = incident.panel_clock
    assert old is not None
    if old.trigger_at == aware_at:
        return
    clocks.cancel(
        clock=old, reason="A correction says when the authority became aware", by=by, at=at
    )
    incident.panel_clock = clocks.start(
        rule=duties.NOTIFY_PANEL,
        trigger=aware_at,
        subject=old.subject,
        reference=old.reference,
        url=old.url,
        holder=None,
        agency=incident.duty_agency,
        holder_role=LEAD,
        origin=incident.agency,
        by=by,
        at=at,
    )
    incident.save(update_fields=["panel_clock"])
