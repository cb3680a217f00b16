"""Sets the stage for one meeting: a body of its own, and the hours that pass until it is over.

Run with the portal's own environment (`Portal.run`): without a word it makes the body; with the
number of a meeting it lets that meeting have been. Prints what was made as JSON.
"""

import json
import os
import sys
import uuid
from datetime import timedelta

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from partnership import services  # noqa: E402
from partnership.models import Meeting, day_starts  # noqa: E402
from shield.accounts.models import Membership, User  # noqa: E402
from shield.core.london import london_day  # noqa: E402
from tests.journeys.meeting import SEATS, STANDING  # noqa: E402


def user(account: str) -> User:
    return User.objects.get(email=f"{account}@demo.example")


def body() -> dict[str, object]:
    """A body with a chair, three members, a standing item and an agreement to be signed."""
    keeper, at = user("operations"), timezone.now()
    made = services.add_body(
        by=keeper,
        at=at,
        name=f"Transitions Group {uuid.uuid4().hex[:6]}",
        parent=None,
        purpose="Agrees how children move on from one service to the next.",
        chairing="Health",
        chairing_kind="named",
        frequency="",
        rhythm="none",
        around=None,
        before_days=None,
        after_days=None,
        venue="",
        usual_start=None,
        usual_end=None,
        quorum="A representative of each of the statutory partners",
        quorum_rule={"each_statutory_partner": True},
        needs_agreement=True,
        on_disagreement="",
        ended_on=None,
    )
    for account, (post, role) in SEATS.items():
        agency = Membership.objects.get(user=user(account)).agency
        seat = services.add_seat(by=keeper, body=made, agency=agency, post=post, role=role, at=at)
        services.appoint(
            by=keeper,
            seat=seat,
            person=user(account),
            starts_on=london_day(at),
            ends_on=None,
            is_deputy=False,
            at=at,
        )
    services.add_item(by=keeper, body=made, title=STANDING, purpose="note", minutes=5, at=at)
    services.record_agreement(
        by=keeper, body=made, text="What is restricted stays among its readers.", at=at
    )
    return {"body": made.pk, "name": made.name}


def over(pk: int) -> dict[str, object]:
    """The meeting was today and has just ended; nothing else of it changes."""
    now = timezone.now()
    starts_at = max(now - timedelta(hours=2), day_starts(london_day(now)))
    Meeting.objects.filter(pk=pk).update(starts_at=starts_at, ends_at=now)
    return {"meeting": pk}


print(json.dumps(over(int(sys.argv[1])) if len(sys.argv) > 1 else body()))
