"""Which year of meetings is planned in the demo? By the rhythms of its bodies, as people would."""

import json
from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import Body, Invited, Meeting
from shield.accounts.models import User
from shield.demo.people import DATA, address


def load_meetings(*, now: datetime) -> None:
    """A year proposed; some bodies' meetings confirmed; some people have answered.

    One meeting was added by hand at the time of another, so that clashes are to be seen.
    """
    plan: dict[str, Any] = json.loads((DATA / "business.json").read_text(encoding="utf-8"))["plan"]
    users = {user.email: user for user in User.objects.all()}
    keeper, year = users[address("operations")], plan["year"]
    bodies = Body.objects.exclude(rhythm="none").in_order()
    services.propose_year(by=keeper, year=year, bodies=list(bodies), at=now)
    meetings = Meeting.objects.proposed().in_year(year).select_related("body")
    for body in plan["confirmed"]:
        for meeting in meetings.filter(body__name=body).by_day():
            services.confirm_meeting(by=keeper, meeting=meeting, at=now)
    extra = plan["beside"]
    first = Meeting.objects.in_year(year).filter(body__name=extra["at_the_time_of"]).by_day()[0]
    services.add_meeting(
        by=keeper,
        body=Body.objects.get(name=extra["body"]),
        title=extra["title"],
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        venue=extra["venue"],
        link="",
        at=now,
    )
    for account, answer in plan["answers"].items():
        person = users[address(account)]
        # A year that is over asks nobody.
        for mine in Invited.objects.coming_to(person, at=now, most=1):
            services.reply(by=person, invited=mine, answer=answer, deputy=None, at=now)
