"""What happens to a notification's limits by themselves: a name ends, and its last keeper is gone.

A restricted notification is kept by people who are named in it and whose role lets them decide who
sees it. While somebody decides, no change may leave it without one (`access.py`). But people leave,
and roles end: then the operations team names a new keeper, without seeing what it says.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from incidents import emails
from incidents.models import Incident, IncidentGrant
from incidents.permissions import Perm
from incidents.services.access import NOTIFICATION
from incidents.services.limits import limit
from incidents.services.panel import keepers_by_role, tell_named, tell_of_lost
from incidents.services.submission import OPERATIONS
from shield.accounts import kept
from shield.accounts.access import require
from shield.accounts.models import User
from shield.cases import services as cases
from shield.cases.kind import lasting
from shield.cases.services import lock, name
from shield.cases.services.glass import DATA_PROTECTION, KEEPS_ROLES
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class NoOrphan(Refusal):
    """Somebody decides who sees it: they are asked, and nobody beside them."""

    def __init__(self) -> None:
        super().__init__("Somebody keeps this notification. Nothing was changed: ask them.")


def orphans(*, by: User, at: datetime) -> QuerySet[Incident]:
    """The restricted notifications that nobody keeps, but those from which `by` is shut out."""
    require(by, Perm.MANAGE_ACCESS)
    rows = Incident.objects.orphaned(at)
    if Perm.MANAGE_ACCESS not in by.access.partnership:
        return rows.none()
    return rows.exclude(pk__in=kept.shut_out(Incident, by).values("pk"))


def name_keeper(
    *, incident: Incident, person: User, reason: str, by: User, at: datetime
) -> IncidentGrant:
    """Name somebody who keeps a restricted notification that nobody keeps: never oneself."""
    require(by, Perm.MANAGE_ACCESS)
    with transaction.atomic():
        incident = lock(incident)
        if not orphans(by=by, at=at).filter(pk=incident.pk).exists():
            raise NoOrphan
        if person == by:
            raise Refusal("Name somebody else: nobody lets themselves in.")
        shut_out = lasting(incident.exclusions, at).filter(user=person).exists()
        if shut_out or person not in keepers_by_role(incident, at):
            raise Refusal(
                f"{person} cannot keep it. Name a safeguarding lead of {incident.agency}, or "
                "somebody of the operations team, who is not shut out of it."
            )
        made: IncidentGrant = name(incident, person, reason=reason, ends_at=None, by=by, at=at)
        # Who tells the Panel is for the keeper to see to: they can name those who must.
        limit(incident, at=at)
        tell_named(made, at=at, keeps=True)
        _tell_of_keeper(made, at)
    return made


def _tell_of_keeper(made: IncidentGrant, at: datetime) -> None:
    """Whoever answers for data protection; where there is none, who can give somebody that role."""
    day, others = london_day(at), User.objects.exclude(pk=made.granted_by_id)
    told = others.holding(DATA_PROTECTION, on=day) or others.holding(KEEPS_ROLES, on=day)
    key, message = f"incident.keeper_named:{made.pk}", emails.keeper_named()
    notifications.notify(recipients=told, key=key, message=message, at=at)


def settle_ended(*, at: datetime) -> int:
    """Follow names that have ended; tell of what nobody keeps, and of what nobody can tell the
    Panel. Gives how many names were settled.
    """
    number = cases.settle_ended(kind=NOTIFICATION, at=at)
    for incident in Incident.objects.orphaned(at):
        _tell_of_orphan(incident, at)
    tell_of_lost(at=at)
    return number


def _tell_of_orphan(incident: Incident, at: datetime) -> None:
    """Once for each time: the last name is another when somebody has kept it meanwhile."""
    day = london_day(at)
    shut_out = lasting(incident.exclusions, at).values("user")
    last = incident.grants.order_by("-pk").values_list("pk", flat=True).first()
    key = f"incident.orphaned:{incident.pk}:{last}"
    for role in (OPERATIONS, DATA_PROTECTION):
        told = User.objects.holding(role, on=day).exclude(pk__in=shut_out)
        message = emails.nobody_keeps(finds_keeper=role == OPERATIONS)
        notifications.notify(recipients=told, key=key, message=message, at=at)
