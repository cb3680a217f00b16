"""What can happen to a wish for a new password?"""

from datetime import datetime, timedelta

from django.db import transaction

from shield.accounts.models import User
from shield.core import ciphers
from shield.core.wake import wake
from shield.people import delivery
from shield.people.models import PasswordReset

AGAIN_AFTER = timedelta(minutes=2)
# Whoever still waits after this has asked again.
GIVEN_UP_AFTER = timedelta(hours=1)
MOST_AT_ONCE = 50


@transaction.atomic
def ask_reset(*, email: str, at: datetime) -> None:
    """Note that somebody wants a link to choose a password, whether or not anybody has it.

    Needs no permission: the mail goes to the address itself.
    """
    sealed = ciphers.seal(email.strip().lower())
    made = PasswordReset.objects.create(email=sealed, asked_at=at, next_attempt_at=at)
    wake("people.resets", up_to=made.pk)


def send_resets(*, at: datetime) -> int:
    """Mail the links that wait, each once; gives how many rows were done with."""
    done = 0
    while done < MOST_AT_ONCE and _send_next(at):
        done += 1
    return done


@transaction.atomic
def _send_next(at: datetime) -> bool:
    waiting = PasswordReset.objects.filter(next_attempt_at__lte=at).order_by("pk")
    row = waiting.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    person = _whose(ciphers.unseal(row.email))
    try:
        if person is not None and row.asked_at > at - GIVEN_UP_AFTER:
            delivery.send_reset(person)
    except delivery.MailNotSent:
        row.next_attempt_at = at + AGAIN_AFTER
        row.save(update_fields=["next_attempt_at"])
    else:
        row.delete()
    return True


def _whose(email: str) -> User | None:
    """Who signs in with an address; nobody who has an invitation to answer, or is gone."""
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    return person if person and person.has_usable_password() else None
