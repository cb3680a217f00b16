"""What can happen to a draft: start it, answer, add and remove rows, discard it, bring it back?"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from incidents import clocks as duties
from incidents.completeness import values_of
from incidents.models import Incident, Option, Row
from incidents.permissions import Perm
from incidents.sections import CRITERIA, DATES, SECTIONS, Section
from incidents.services.limits import limit
from incidents.workflow import NOTIFICATION
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.london import moment_words
from shield.core.refusals import Conflict, Refusal


class NoLongerDraft(Refusal):
    """The notification was submitted or discarded while somebody was still typing."""


class PageUsedUp(Refusal):
    """The page that starts a notification was sent before, by somebody else or otherwise."""

    def __init__(self) -> None:
        super().__init__("This page was used before. Open it again to start a notification.")


class ChangedMeanwhile(Conflict):
    """Somebody else saved other answers to the same page first; `theirs` are those answers."""

    def __init__(self, message: str, *, theirs: Mapping[str, Any], fingerprint: str) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.fingerprint = fingerprint


def fingerprint(values: Mapping[str, Any]) -> str:
    """A short mark of stored answers: a page knows by it whether they are still those it showed."""
    text = json.dumps(values, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    """What JSON has no word for; the same whether it was just typed or read from the database."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} is no answer")


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


def _refuse_overwriting(
    record: Any, section: Section, answers: Mapping[str, Any], seen: str, by: User
) -> bool:
    """Whether anything is to be saved; ChangedMeanwhile when the page shown is out of date."""
    stored = values_of(record, section)
    theirs = {name: stored[name] for name in answers}
    if theirs == dict(answers):
        return False
    current = fingerprint(stored)
    if seen != current:
        who = "In another window you" if record.saved_by == by else str(record.saved_by)
        raise ChangedMeanwhile(
            f"{who} changed this page on {moment_words(record.saved_at)}, after you "
            "opened it. Nothing you typed is lost: compare the answers below, then save again to "
            "keep yours.",
            theirs=theirs,
            fingerprint=current,
        )
    return True


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
        _refuse_nothing_known_beside_rows(locked, answers)
        if _refuse_overwriting(locked, section, answers, seen, by):
            for name, value in answers.items():
                setattr(locked, name, value)
            _touch(locked, by, at, *answers)
            if section in (DATES, CRITERIA):
                _follow_duty(locked, by=by, at=at)
            audit.record("incident.answered", locked, by=by, at=at, section=section.slug)
    return fingerprint(values_of(locked, section))


def _refuse_nothing_known_beside_rows(incident: Incident, answers: Mapping[str, Any]) -> None:
    for section in SECTIONS:
        if (
            answers.get(section.nothing_known)
            and getattr(incident, section.rows).present().exists()
        ):
            raise Refusal(f"Remove each {section.row_noun} first, or leave the box unticked.")


def _touch(incident: Incident, by: User, at: datetime, *fields: str) -> None:
    incident.saved_at, incident.saved_by = at, by
    incident.save(update_fields=[*fields, "saved_at", "saved_by"])


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
    model: Any = section.model
    with transaction.atomic():
        locked = _lock(incident, by)
        if row is None:
            row = model.objects.filter(incident=locked, form_token=token).first()
        else:
            row = model.objects.get(pk=row.pk, incident=locked)
        if row is None:
            row = model(incident=locked, form_token=token, saved_at=at, saved_by=by)
        elif row.removed_at and seen != "removed":
            raise ChangedMeanwhile(
                f"{row.removed_by} removed this {section.row_noun} on "
                f"{moment_words(row.removed_at)}. Nothing you typed is lost: save again to bring "
                f"the {section.row_noun} back with your answers.",
                theirs={},
                fingerprint="removed",
            )
        elif not row.removed_at and not _refuse_overwriting(row, section, answers, seen, by):
            return row
        for name, value in answers.items():
            setattr(row, name, value)
        row.removed_at = row.removed_by = None
        row.saved_at, row.saved_by = at, by
        row.save()
        told = [section.nothing_known] if section.nothing_known else []
        for name in told:
            setattr(locked, name, False)
        _touch(locked, by, at, *told)
        audit.record("incident.row_saved", locked, by=by, at=at, section=section.slug, row=row.pk)
    return row


def set_row_removed(
    *, incident: Incident, section: Section, row: Row, removed: bool, by: User, at: datetime
) -> None:
    """Take a row off the draft, or bring it back."""
    require(by, Perm.READ, incident)
    with transaction.atomic():
        locked = _lock(incident, by)
        changed = section.model._base_manager.filter(
            pk=row.pk, incident=locked, removed_at__isnull=removed
        ).update(removed_at=at if removed else None, removed_by=by if removed else None)
        if changed:
            told = [section.nothing_known] if section.nothing_known and not removed else []
            for name in told:
                setattr(locked, name, False)
            _touch(locked, by, at, *told)
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
