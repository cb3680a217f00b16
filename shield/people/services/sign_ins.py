"""What is written down of signing in?"""

from datetime import datetime

from django.db import transaction

from shield.accounts.models import User
from shield.audit import services as audit
from shield.notifications import services as notifications
from shield.people import emails
from shield.people.services.sessions import end_all


def note_sign_in(*, by: User, used: list[str], at: datetime) -> None:
    """Somebody signed in, and by what."""
    audit.record("person.signed_in", by, by=by, at=at, used=used)


def note_limit(*, email: str, at: datetime) -> None:
    """Too many tries to sign in at one address; nobody is named for an address that nobody has."""
    person = User.objects.filter(email__iexact=email).first()
    audit.record("person.sign_in_limited", person or User(), by=None, at=at)


@transaction.atomic
def note_password(*, person: User, keep: str | None, at: datetime) -> None:
    """A new password: every session but the one that it was typed in ends, and the person knows."""
    count = end_all(person, keep=keep)
    audit.record("person.password_changed", person, by=person, at=at, sessions=count)
    notifications.notify(
        recipients=[person],
        key=f"password.changed:{person.pk}:{at.timestamp():.0f}",
        message=emails.password_changed(),
        at=at,
    )
