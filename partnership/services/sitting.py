"""May somebody sit in a body, and for which agencies?"""

from datetime import date

from django.db.models import QuerySet

from partnership.models import sitting_roles
from shield.accounts.models import Agency, Membership, User
from shield.core.refusals import Refusal


class CannotSit(Refusal):
    """The person has no role that lets anybody sit in a body."""


def may_sit(person: User, on: date) -> bool:
    """Whether a person has a role, now or from a later day, that lets its holder sit in a body."""
    return bool(person.is_active and _held(person, on).exists())


def works_in(person: User, on: date) -> list[Agency]:
    """The agencies in which they have such a role, by name."""
    return list(Agency.objects.filter(pk__in=_held(person, on).values("agency")).by_name())


def _held(person: User, on: date) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.current_or_later(on)
    return rows.filter(user=person, role__in=sitting_roles())
