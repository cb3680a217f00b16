"""What becomes of a case that was opened in an emergency: ended, and judged."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import CaseOpening, User
from shield.audit import services as audit
from shield.cases import emails
from shield.cases.kind import kind_of, lasting
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


def end_opening(*, opening: Any, by: User, at: datetime) -> None:
    """Close it before its time: whoever opened it, or the data protection lead."""
    if opening.user_id != by.pk:
        require(by, kind_of(opening).judges, opening)
        _refuse_shut_out(opening, by, at)
    with transaction.atomic():
        _end(opening, by, at)


def _end(opening: Any, by: User, at: datetime) -> bool:
    """Whether it was open still."""
    rows = type(opening).objects.filter(pk=opening.pk, ends_at__gt=at)
    ended = bool(rows.update(ends_at=at, ended_by=by))
    if ended:
        audit.record(
            f"{kind_of(opening).verb}.opening_ended",
            opening.record,
            by=by,
            at=at,
            opening=opening.pk,
        )
    return ended


def judge(*, opening: Any, judgement: str, note: str, by: User, at: datetime) -> None:
    """Say whether breaking the glass was justified; said once, and never by who broke it.

    What was not justified ends now, if it is open still. Whoever opened it is told the judgement.
    """
    require(by, kind_of(opening).judges, opening)
    _refuse_shut_out(opening, by, at)
    if opening.user_id == by.pk:
        raise PermissionDenied(kind_of(opening).judges)
    with transaction.atomic():
        if not kind_of(opening).there().filter(pk=opening.record_id).exists():
            note = ""  # nothing is written any more of what was erased
        rows = type(opening).objects.filter(pk=opening.pk, judgement="")
        if not rows.update(judgement=judgement, note=note, reviewed_at=at, reviewed_by=by):
            raise Refusal("This has been judged already. Nothing was changed.")
        audit.record(
            f"{kind_of(opening).verb}.opening_judged",
            opening.record,
            by=by,
            at=at,
            opening=opening.pk,
        )
        justified = judgement == CaseOpening.Judgement.JUSTIFIED
        ended = not justified and _end(opening, by, at)
        message = emails.opening_judged(kind_of(opening), opening, justified=justified, ended=ended)
        key = f"{kind_of(opening).verb}.opening_judged:{opening.pk}"
        notifications.notify(recipients=[opening.user], key=key, message=message, at=at)


def _refuse_shut_out(opening: Any, by: User, at: datetime) -> None:
    """Whoever is shut out of a case hears nothing of it by its openings either."""
    if lasting(opening.record.exclusions, at).filter(user=by).exists():
        raise PermissionDenied(kind_of(opening).judges)
