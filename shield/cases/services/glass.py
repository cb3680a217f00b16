"""What happens when somebody breaks the glass: who may, what it opens, and who hears of it?"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases import emails
from shield.cases.kind import CaseKind, kind_of, lasting
from shield.cases.services.naming import lock
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications

DATA_PROTECTION = "data-protection"
KEEPS_ROLES = "system-administrator"  # gives somebody the role above


class NobodyToTell(Refusal):
    """Whoever opens answers for it to somebody; there is nobody."""

    def __init__(self, kind: CaseKind) -> None:
        super().__init__(
            "Nothing was opened: nobody in the portal answers for data protection, so nobody would "
            f"be told. Ring somebody who may see the {kind.noun}, or whoever keeps the portal."
        )


class NothingToOpen(Refusal):
    """The same words whether there is no such case or this person may never see it."""

    def __init__(self, kind: CaseKind) -> None:
        super().__init__(
            f"No {kind.noun} can be opened for you under this reference. Check it, or ask whoever "
            "gave it to you."
        )


def open_by_glass(*, kind: CaseKind, reference: str, reason: str, by: User, at: datetime) -> Any:
    """Let somebody read what they may not, for some hours; the data protection lead is told now.

    Where there is none but the person themselves, or somebody shut out of it, those are told who
    can give somebody that role. Raises NothingToOpen, and NobodyToTell where nobody at all answers
    for it: neither says whether there is such a case, and both are written down. For what they may
    read anyway no glass is broken.
    """
    require(by, kind.breaks)
    record = kind.filed().filter(reference=reference).first()
    if record is not None and by.access.allows(kind.reads, record):
        return record
    with transaction.atomic():
        refusal = _why_not(kind, record, by, at)
        if record is not None and refusal is None:
            # Who presses twice opens once, and answers for it once.
            record = lock(record)
            if by_them := lasting(record.openings, at).filter(user=by).first():
                return by_them.record
            hours = timedelta(hours=settings.SHIELD_BREAK_GLASS_HOURS)
            opening = record.openings.create(
                user=by, reason=reason, opened_at=at, ends_at=at + hours
            )
            audit.record(f"{kind.verb}.glass_broken", record, by=by, at=at, opening=opening.pk)
            told, judge_it = _hearing_of(by, _shut_out_of(record, at), at)
            message = emails.glass_broken(kind, opening) if judge_it else emails.nobody_judges(kind)
            key = f"{kind.verb}.glass_broken:{opening.pk}"
            notifications.notify(recipients=told, key=key, message=message, at=at)
            _tell_keepers(opening, at)
            return record
        audit.record(f"{kind.verb}.glass_refused", by, by=by, at=at)
    raise refusal or NothingToOpen(kind)


def _tell_keepers(opening: Any, at: datetime) -> None:
    """Those who decide who sees the case learn that it was opened beside them."""
    kind, record = kind_of(opening), opening.record
    told = [
        one
        for one in kind.keepers(record, at)
        if one.pk != opening.user_id and one.access.allows(kind.manages, record)
    ]
    message, key = emails.opened_beside_you(kind, record), f"{kind.verb}.opened:{opening.pk}"
    notifications.notify(recipients=told, key=key, message=message, at=at)


def _why_not(kind: CaseKind, record: Any, by: User, at: datetime) -> Refusal | None:
    """Why no glass is broken. That nobody answers for it is said of every reference, or of none."""
    if not _hearing_of(by, set(), at)[0]:
        return NobodyToTell(kind)
    if record is None:
        return NothingToOpen(kind)
    shut_out = _shut_out_of(record, at)
    if by.pk in shut_out or not _hearing_of(by, shut_out, at)[0]:
        return NothingToOpen(kind)
    return None


def _shut_out_of(record: Any, at: datetime) -> set[int]:
    return set(lasting(record.exclusions, at).values_list("user", flat=True))


def _hearing_of(by: User, shut_out: set[int], at: datetime) -> tuple[QuerySet[User], bool]:
    """Who hears that somebody broke the glass, and whether they judge it."""
    others, day = User.objects.exclude(pk=by.pk), london_day(at)
    judges = others.holding(DATA_PROTECTION, on=day).exclude(pk__in=shut_out)
    return (judges, True) if judges else (others.holding(KEEPS_ROLES, on=day), False)
