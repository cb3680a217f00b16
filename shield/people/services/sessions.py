"""What can happen to sessions?"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.people.models import Session
from shield.people.services.memberships import require_charge


def sessions_of(person: User, at: datetime) -> QuerySet[Session]:
    """Where a person is signed in, the newest first."""
    found = Session.objects.filter(user=person, expire_date__gt=at)
    return found.order_by("-seen_at", "session_key")


def end_all(person: User, *, keep: str | None = None) -> int:
    """End a person's sessions but one; gives how many there were."""
    rows = Session.objects.filter(user=person)
    return (rows if keep is None else rows.exclude(session_key=keep)).delete()[0]


@transaction.atomic
def sign_out_elsewhere(*, by: User, keep: str | None, at: datetime) -> int:
    """End one's own sessions on every other device; with `keep=None` on this one too."""
    count = end_all(by, keep=keep)
    audit.record("sessions.ended", by, by=by, at=at, sessions=count, this_too=keep is None)
    return count


def clear_sessions(*, at: datetime) -> int:
    """Forget the sessions that nobody can go on with; says how many there were."""
    return Session.objects.filter(expire_date__lte=at).delete()[0]


@transaction.atomic
def end_sessions(*, by: User, person: User, at: datetime) -> int:
    """End all sessions of somebody in one's charge, such as whose laptop was stolen."""
    require_charge(by, person, london_day(at))
    count = end_all(person)
    audit.record("sessions.ended", person, by=by, at=at, sessions=count)
    return count
