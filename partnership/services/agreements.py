"""What can happen to a body's confidentiality agreement?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from partnership import emails
from partnership.models import AgendaItem, Agreement, Body, Holding, Signing
from partnership.permissions import Perm
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class NotCurrent(Refusal):
    """An edition that is no longer in force cannot be signed."""


@transaction.atomic
def record_agreement(*, by: User, body: Body, text: str, at: datetime) -> Agreement:
    """Put a new edition into force and ask everybody who sits there to sign it."""
    require(by, Perm.KEEP, body)
    Body.objects.select_for_update().get(pk=body.pk)  # one edition at a time
    agreement = Agreement.objects.create(
        body=body,
        number=(body.agreements.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=text,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "agreement.recorded", agreement, by=by, at=at, body=body.pk, number=agreement.number
    )
    held = Holding.objects.current(london_day(at)).filter(seat__body=body)
    notifications.notify(
        recipients=User.objects.filter(is_active=True, pk__in=held.values("user_id")),
        key=f"agreement.recorded:{agreement.pk}",
        message=emails.agreement_to_sign(body),
        at=at,
    )
    return agreement


def is_asked_to_sign(user: User, body: Body) -> bool:
    """Whether a restricted item of the body names a person, who reads it once they have signed."""
    items = AgendaItem.objects.filter(meeting__body=body, is_restricted=True)
    return bool(items.to_sign_for(user).exists() or items.visible_to(user).exists())


@transaction.atomic
def sign(*, by: User, agreement: Agreement, at: datetime) -> Signing:
    """Sign the edition in force, for oneself; a second time changes nothing. Raises NotCurrent.

    Whoever sits in the body signs, and whoever is named as the reader of a restricted item and
    would read it by that: nobody can do it for another.
    """
    require(by, Perm.OPEN) if is_asked_to_sign(by, agreement.body) else require(
        by, Perm.OPEN, agreement.body
    )
    Body.objects.select_for_update().get(pk=agreement.body_id)
    current = Agreement.objects.current_of(agreement.body)
    if current is None or current.pk != agreement.pk:
        raise NotCurrent("There is a newer edition of this agreement. Please read and sign that.")
    signing, is_new = Signing.objects.get_or_create(
        agreement=agreement, user=by, defaults={"signed_at": at}
    )
    if is_new:
        audit.record("agreement.signed", signing, by=by, at=at, number=agreement.number)
    return signing
