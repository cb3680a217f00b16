"""Lets a conference of the journey have begun today: what was due two days before it is past.

Run with the portal's own environment (`Portal.run`) and the number of the conference. Its day is
brought forward through the portal's own service; only the hour is set behind, since nothing moves
to a moment that has passed. Prints what became due as JSON.
"""

import json
import os
import sys
from datetime import timedelta

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.utils import timezone  # noqa: E402

from conferences import services  # noqa: E402
from conferences.models import Conference  # noqa: E402
from partnership.models import day_starts  # noqa: E402
from shield.core.london import london_day  # noqa: E402


def has_begun(pk: int) -> dict[str, object]:
    now = timezone.now()
    conference = Conference.objects.select_related("chair").get(pk=pk)
    services.move(
        conference=conference,
        starts_at=now + timedelta(minutes=5),
        why="The children are in more danger than was thought.",
        by=conference.chair,
        at=now,
    )
    starts_at = max(now - timedelta(hours=2), day_starts(london_day(now)))
    Conference.objects.filter(pk=pk).update(starts_at=starts_at)
    due = conference.requests.values_list("agency__name", "clock__due_on")
    return {name: str(day) for name, day in due}


print(json.dumps(has_begun(int(sys.argv[1]))))
