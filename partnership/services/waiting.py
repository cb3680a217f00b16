"""What waits for somebody in their bodies: minutes to approve, agreements to sign?"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value

from partnership.models import (
    Agreement,
    Holding,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    Signing,
)
from partnership.models.body import chaired_by
from shield.accounts.models import User
from shield.core.links import numbered
from shield.core.london import london_day, short_day


@dataclass(frozen=True)
class Todo:
    """A page to go to, and what is to be done there; it names bodies and days, no matter."""

    url: str
    title: str
    what: str


def todos_of(user: User) -> Sequence[Todo]:
    """What somebody is to read and agree to, oldest first, in one query."""
    minutes = Minutes.objects.filter(
        status=MinutesStatus.DRAFT,
        meeting__status=MeetingStatus.HELD,
        meeting__body__in=chaired_by(user),
    )
    bodies = Holding.objects.of(user.access).values("seat__body")
    newest = Agreement.objects.filter(body=OuterRef("body")).newest_first().values("pk")[:1]
    agreements = Agreement.objects.filter(body__in=bodies, pk=Subquery(newest)).exclude(
        Exists(Signing.objects.filter(agreement=OuterRef("pk"), user=user))
    )
    rows = minutes.values_list(
        Value("minutes", CharField()), "meeting_id", "meeting__body__name", F("meeting__starts_at")
    ).union(
        agreements.values_list(
            Value("agreement", CharField()), "body_id", "body__name", F("recorded_at")
        ),
        all=True,
    )
    return [
        Todo(
            numbered("minutes_detail", pk),
            f"{body}, {short_day(london_day(moment))}",
            "draft minutes, to be approved by you once they are finished",
        )
        if kind == "minutes"
        else Todo(
            numbered("agreement_detail", pk),
            f"{body}: confidentiality agreement",
            "to be read and signed; until then restricted items stay closed to you",
        )
        for kind, pk, body, moment in sorted(rows, key=itemgetter(3))
    ]
