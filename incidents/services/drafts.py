"""What can happen to a draft: start it, answer, add and remove rows, discard it, bring it back?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from incidents import clocks as duties
from incidents.models import Incident, Option
from incidents.permissions import Perm
from incidents.sections import CRITERIA, DATES, SECTIONS
from incidents.services.limits import limit
from incidents.workflow import NOTIFICATION
from shield.accounts.access import require
from shield.accounts.models import Agency, Row, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core import drafting
from shield.core.drafting import NoLongerDraft
from shield.core.refusals import Refusal
from shield.core.sections import Section, fingerprint, values_of


class PageUsedUp(Refusal):
    """The page that starts a notification was sent before, by somebody else or otherwise."""

    def __init__(self) -> None:
        super().__init__("This page was used before. Open it again to start a notification.")


def start(*, agency: Agency, token: UUID, by: User, at: datetime) -> Incident:
    """Start a draft for an agency; the same token again gives the same draft."""
    if agency.pk not in by.access.agencies_with(Perm.FILE):
        require(by, Perm.FILE, Incident(agency=agency))
    try:
        with transaction.atomic():
            incident = Incident.objects.create(
                agency=agency,
                notifier=by,
                form_token=token,
                created_at=at,
                saved_at=at,
                saved_by=by,
                notifier_name=by.full_name,
                notifier_role=by.post,
                notifier_phone=by.phone,
                notifier_email=by.email,
            )
            audit.record("incident.started", incident, by=by, at=at)
    except IntegrityError:
        started = Incident.objects.filter(form_token=token, notifier=by, agency=agency).first()
        if started is None:
            raise PageUsedUp from None
        return started
    return incident


def _lock(incident: Incident, by: User) -> Incident:
    """The draft, held until the transaction ends; refuses what is no longer a draft."""
    require(by, Perm.READ, incident)
    locked = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not locked.is_draft:
        raise NoLongerDraft(
            "This notification is no longer a draft, so your answers were not saved. "
            "They are still shown below, to copy into a correction if they are needed."
        )
    require(by, Perm.EDIT, locked)
    return locked


def save(
    *,
    incident: Incident,
    section: Section,
    answers: Mapping[str, Any],
    seen: str,
    by: User,
    at: datetime,
) -> str:
    """Save one page's answers; returns the fingerprint of what is stored now.

    `answers` may be some of the page's fields. `seen` is the fingerprint that the page was shown
    with. Raises ChangedMeanwhile, NoLongerDraft or PermissionDenied; nothing is then written.
    """
    require(by, Perm.EDIT, incident) if incident.is_draft else require(by, Perm.READ, incident)
    with transaction.atomic():
        locked = _lock(incident, by)
        drafting.refuse_none_beside_rows(SECTIONS, locked, answers)
        if drafting.save_answers(locked, section, answers, seen=seen, by=by, at=at):
            if section in (DATES, CRITERIA):
                _follow_duty(locked, by=by, at=at)
            audit.record("incident.answered", locked, by=by, at=at, section=section.slug)
    return fingerprint(values_of(locked, section))


def _follow_duty(incident: Incident, *, by: User, at: datetime) -> None:
    """Keep the draft's clock in step with the answers that start it."""
    trigger = duties.for_draft(
        criteria=set(incident.criteria),
        statutory=Option.objects.statutory_codes(),
        agency_aware_at=incident.agency_aware_at,
    )
    clock = incident.partnership_clock
    if clock and trigger:
        why = "When the agency became aware was answered anew"
        clocks.correct_trigger(clock=clock, trigger=trigger.moment, why=why, by=by, at=at)
        return
    if clock:
        clocks.cancel(clock=clock, reason="The answers that start it were changed", by=by, at=at)
        incident.partnership_clock = None
    if trigger:
        incident.partnership_clock = clocks.start(
            rule=trigger.rule,
            trigger=trigger.moment,
            subject="Serious incident notification (draft)",
            reference=incident.label,
            url=incident.get_absolute_url(),
            holder=incident.notifier,
            agency=incident.agency,
            by=by,
            at=at,
        )
    incident.save(update_fields=["partnership_clock"])
    limit(incident, at=at)


def save_row(
    *,
    incident: Incident,
    section: Section,
    row: Any | None,
    token: UUID,
    answers: Mapping[str, Any],
    seen: str,
    by: User,
    at: datetime,
) -> Any:
    """Save one child, family member or agency: `row`, or a new one where it is None.

    A new row carries the page's `token`, so that a page sent twice adds one row. A row that
    somebody else removed meanwhile comes back when it is saved again.
    """
    require(by, Perm.READ, incident)
    with transaction.atomic():
        locked = _lock(incident, by)
        kept, changed = drafting.save_row(
            locked, section, row, answers, token=token, seen=seen, by=by, at=at
        )
        if changed:
            audit.record(
                "incident.row_saved", locked, by=by, at=at, section=section.slug, row=kept.pk
            )
    return kept


def set_row_removed(
    *, incident: Incident, section: Section, row: Row, removed: bool, by: User, at: datetime
) -> None:
    """Take a row off the draft, or bring it back."""
    require(by, Perm.READ, incident)
    with transaction.atomic():
        locked = _lock(incident, by)
        if drafting.set_row_removed(locked, section, row, removed=removed, by=by, at=at):
            verb = "incident.row_removed" if removed else "incident.row_restored"
            audit.record(verb, locked, by=by, at=at, section=section.slug, row=row.pk)


def discard(*, incident: Incident, by: User, at: datetime) -> None:
    """Put a draft away; it can be brought back. Its clock stops."""
    require(by, Perm.EDIT, incident)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        NOTIFICATION.advance(incident, "discard", discarded_at=at, discarded_by=by)
        if clock := incident.partnership_clock:
            clocks.cancel(clock=clock, reason="The draft was discarded", by=by, at=at)
            incident.partnership_clock = None
            incident.save(update_fields=["partnership_clock"])
        audit.record("incident.discarded", incident, by=by, at=at)


def restore(*, incident: Incident, by: User, at: datetime) -> None:
    """Bring a discarded draft back, with its clock."""
    require(by, Perm.EDIT, incident)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        NOTIFICATION.advance(incident, "restore", discarded_at=None, discarded_by=None)
        _follow_duty(incident, by=by, at=at)
        audit.record("incident.restored", incident, by=by, at=at)
