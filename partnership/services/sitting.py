"""May somebody sit in a body?"""

from datetime import date

from django.db.models import QuerySet

from partnership.permissions import Perm
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.core.refusals import Refusal


class CannotSit(Refusal):
    """The person has no role that lets anybody sit in a body."""


def may_sit(person: User, on: date) -> bool:
    """Whether a person has a role, now or from a later day, that lets its holder sit in a body."""
    sitting = [role.id for role in roles().values() if Perm.OPEN in role.perms]
    held = Membership.objects.current_or_later(on).filter(user=person, role__in=sitting)
    return bool(person.is_active and held.exists())


def able_to_sit(on: date) -> QuerySet[Membership]:
    """The roles held on a day with which somebody opens the partnership's business."""
    sitting = [role.id for role in roles().values() if Perm.OPEN in role.perms]
    rows: QuerySet[Membership] = Membership.objects.current(on).filter(role__in=sitting)
    return rows


def works_in(person: User, on: date) -> list[Agency]:
    """The agencies in which somebody has a role, now or from a later day, by name."""
    held = Membership.objects.current_or_later(on).filter(user=person)
    return list(Agency.objects.filter(pk__in=held.values("agency")).by_name())
