"""Who may see one case beside roles: people named, people shut out, and the list of all?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases.kind import kind_of, lasting
from shield.cases.services.naming import lock, name, settle, tell_named
from shield.core.refusals import Refusal


def exclude(*, record: Any, person: User, reason: str, by: User, at: datetime) -> Any:
    """Shut one person out of a case, whatever their roles and grants say."""
    require(by, kind_of(record).manages, record)
    with transaction.atomic():
        record = lock(record)
        if lasting(record.exclusions, at).filter(user=person).exists():
            raise Refusal(f"{person} is shut out already.")
        made = record.exclusions.create(user=person, reason=reason, excluded_by=by, excluded_at=at)
        settle(record, at)
        verb = f"{kind_of(record).verb}.person_excluded"
        audit.record(verb, record, by=by, at=at, person=person.pk)
    return made


def end_exclusion(*, exclusion: Any, by: User, at: datetime) -> None:
    """Let somebody in again, as far as roles and grants go."""
    require(by, kind_of(exclusion).manages, exclusion.record)
    with transaction.atomic():
        record = lock(exclusion.record)
        rows = lasting(record.exclusions, at).filter(pk=exclusion.pk)
        if rows.update(ends_at=at):
            settle(record, at)
            verb = f"{kind_of(record).verb}.exclusion_ended"
            audit.record(verb, record, by=by, at=at, person=exclusion.user_id)


def restrict(*, record: Any, people: Iterable[User], reason: str, by: User, at: datetime) -> None:
    """Keep a case to the people named: these, whoever restricts it, and who was before."""
    require(by, kind_of(record).manages, record)
    kind = kind_of(record)
    with transaction.atomic():
        record = lock(record)
        before = kind.before(record, at)
        if why := kind.why_open(record):
            raise Refusal(why)
        if record.is_restricted:
            raise Refusal(f"This {kind.noun} is restricted already.")
        # Each once, in the order given.
        for person in dict.fromkeys((by, *kind.stay(record), *people)):
            _name_for_good(record, person, reason=reason, by=by, at=at)
        record.restrictions.create(reason=reason, restricted_by=by, restricted_at=at)
        _mark(record, restricted=True)
        settle(record, at, before=before)
        audit.record(f"{kind.verb}.restricted", record, by=by, at=at)
        for grant in record.grants.filter(granted_at=at, granted_by=by).order_by("pk"):
            tell_named(grant, at=at)


def _mark(record: Any, *, restricted: bool) -> None:
    type(record).objects.filter(pk=record.pk).update(is_restricted=restricted)
    record.is_restricted = restricted


def _name_for_good(record: Any, person: User, *, reason: str, by: User, at: datetime) -> None:
    """Name somebody without an end; why they were named before stays said."""
    kind = kind_of(record)
    rows = lasting(record.grants, at).filter(user=person, perm__in=kind.given)
    if person.access.since:  # a name from before a break lets nobody in (`Access.since`)
        rows = rows.filter(granted_at__gte=person.access.since)
    before = rows.order_by("pk").last()
    if before is None:
        name(record, person, perm=kind.lists, reason=reason, ends_at=None, by=by, at=at)
    elif before.ends_at is not None:
        both = f"{before.reason}\nAs it was restricted: {reason}"
        name(record, person, perm=before.perm, reason=both, ends_at=None, by=by, at=at)


def lift_restriction(*, record: Any, reason: str, by: User, at: datetime) -> None:
    """Let roles count again. Who was named stays named."""
    require(by, kind_of(record).manages, record)
    kind = kind_of(record)
    with transaction.atomic():
        record = lock(record)
        if not record.is_restricted:
            raise Refusal(f"This {kind.noun} is not restricted.")
        said = {"lifted_at": at, "lifted_by": by, "lift_reason": reason}
        if not record.restrictions.filter(lifted_at=None).update(**said):
            record.restrictions.create(**said)
        _mark(record, restricted=False)
        settle(record, at)
        audit.record(f"{kind.verb}.restriction_lifted", record, by=by, at=at)


def name_person(
    *,
    record: Any,
    person: User,
    reason: str,
    ends_at: datetime | None,
    by: User,
    at: datetime,
    perm: str = "",
) -> Any:
    """Let one person read a case by name, or no more than let them in where it is restricted."""
    require(by, kind_of(record).manages, record)
    kind = kind_of(record)
    if perm and perm not in kind.given:
        raise Refusal("A name cannot give this.")
    if ends_at is not None and ends_at <= at:
        raise Refusal("The day on which it ends must be in the future.")
    with transaction.atomic():
        record = lock(record)
        before = kind.before(record, at)
        made = name(record, person, perm=perm, reason=reason, ends_at=ends_at, by=by, at=at)
        settle(record, at, before=before)
        tell_named(made, at=at)
    return made


def end_grant(*, grant: Any, by: User, at: datetime) -> None:
    """Take somebody's name off."""
    require(by, kind_of(grant).manages, grant.record)
    kind = kind_of(grant)
    with transaction.atomic():
        record = lock(grant.record)
        before = kind.before(record, at)
        if lasting(record.grants, at).filter(pk=grant.pk).update(ends_at=at):
            settle(record, at, before=before)
            verb = f"{kind.verb}.grant_ended"
            audit.record(verb, record, by=by, at=at, person=grant.user_id)
