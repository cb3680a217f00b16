"""Who keeps a body's agenda and minutes: the operations team, and whoever chairs it."""

from datetime import date

from django.core.exceptions import PermissionDenied

from partnership.models import AgendaItem, Body, ChairHolding
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


def leaders_of(body: Body, on: date) -> list[User]:
    """Everybody who leads a body on a day: those who chair it, and the operations team."""
    chairs = ChairHolding.objects.current(on).filter(seat__body=body, user__is_active=True)
    people = [one.user for one in chairs.select_related("user").order_by("pk")]
    people += User.objects.holding("operations", on=on)
    return [one for one in dict.fromkeys(people) if leads(one, body)]
