"""What happens when somebody's name in a case ends by itself?"""

from datetime import datetime

from django.db import transaction

from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases.kind import CaseKind, lasting
from shield.cases.services.naming import lock


def settle_ended(*, kind: CaseKind, at: datetime) -> int:
    """Take clocks and messages of cases of a kind from those whose name has ended.

    Asked often: a missed run is caught up by the next, and a second one finds nothing. Gives how
    many names were settled.
    """
    _end_what_is_void(kind, at)
    ended, number = kind.rows("grants").filter(ends_at__lte=at, settled_at=None), 0
    for record in kind.there().filter(pk__in=ended.values("record")).order_by("pk"):
        with transaction.atomic():
            kind.limit(lock(record), at=at)
            number += ended.filter(record=record).update(settled_at=at)
    return number


def _end_what_is_void(kind: CaseKind, at: datetime) -> None:
    """End the names of people who have left, or who came back after a break.

    Access passes over such a name anyway (`Access.since`); ended, it also counts nowhere else.
    """
    every = lasting(kind.rows("grants"), at)
    for person in User.objects.filter(pk__in=every.values("user")).order_by("pk"):
        void = every.filter(user=person)
        if person.access.roles:
            since = person.access.since
            void = void.filter(granted_at__lt=since) if since else void.none()
        for grant in void.select_related("record"):
            with transaction.atomic():
                if void.filter(pk=grant.pk).update(ends_at=at):
                    facts = {"person": person.pk, "why": "left"}
                    audit.record(f"{kind.verb}.grant_ended", grant.record, by=None, at=at, **facts)
