"""Who keeps a body's agenda and minutes: the operations team, and whoever chairs it."""

from partnership.models import Body
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
