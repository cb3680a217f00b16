"""Who keeps a body's agenda and minutes: the operations team, and whoever chairs it."""

from django.core.exceptions import PermissionDenied

from partnership.models import AgendaItem, Body
from partnership.permissions import Perm
from shield.accounts.access import access_of, require
from shield.accounts.models import User


def leads(user: User, body: Body) -> bool:
    """Whether somebody keeps the agenda and the minutes of a body."""
    access = access_of(user)
    return access.allows(Perm.KEEP, body) or access.allows(Perm.CHAIR, body)


def require_lead(user: User, body: Body) -> None:
    """The first line of a service that only they may use: PermissionDenied for anybody else."""
    require(user, Perm.KEEP if access_of(user).allows(Perm.KEEP, body) else Perm.CHAIR, body)


def require_item(user: User, item: AgendaItem) -> None:
    """The same for whoever reads an item."""
    require(user, Perm.OPEN)
    if not AgendaItem.objects.visible_to(user).filter(pk=item.pk).exists():
        raise PermissionDenied(Perm.OPEN)


def require_item_lead(user: User, item: AgendaItem) -> None:
    """The same for whoever keeps the agenda and reads the item: a role alone opens none."""
    require(user, Perm.OPEN)
    require_lead(user, item.meeting.body)
    require_item(user, item)
