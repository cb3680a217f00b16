"""What can be added to a notification after it was submitted?"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from incidents import emails
from incidents.models import Correction, Incident, Status
from incidents.permissions import Perm
from incidents.services.limits import limit
from incidents.services.submission import audience, notifier, refuse_impossible
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

    A corrected moment at which the local authority became aware moves the clock towards the
    Panel, if that is still running; when it was due before stays known. The same token again adds
    nothing.
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
        clock, due_was = incident.panel_clock, None
        if authority_aware_at and clock and incident.status == Status.SUBMITTED:
            due_was = clock.due_on
            clocks.correct_trigger(
                clock=clock,
                trigger=authority_aware_at,
                why="When the local authority became aware was recorded wrongly",
                by=by,
                at=at,
            )
        audit.record("incident.corrected", incident, by=by, at=at, correction=correction.pk)
        notify(
            recipients=[*notifier(incident), *audience(incident, at=at)],
            key=f"incident:{incident.pk}:correction:{correction.pk}",
            message=emails.corrected(
                incident, due_was=due_was, due_now=clock.due_on if clock else None
            ),
            at=at,
        )
        limit(incident, at=at)
    return correction
