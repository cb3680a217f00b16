"""Which conferences does the demo start with? Invented ones, run through the real services."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from conferences import services
from conferences.models import Conference, ConferenceKind
from shield.accounts.models import Agency, User
from shield.clocks.models import overrides
from shield.core.london import LONDON
from shield.core.working_days import judge
from shield.demo.people import DATA, address

Story = Mapping[str, Any]
FACTS = ("minutes", "place", "link", "interpreter", "access_needs")
DAYS = ("birth_date", "expected_on")


class Arranger:
    """Turns one story of the data file into a conference, as if its chair had arranged it.

    Days are counted from today, as those of the notifications are.
    """

    def __init__(self, story: Story, *, now: datetime) -> None:
        self.story, self.now = story, now
        self.by = self.user(story["chair"])
        # What is arranged was arranged before now, however early in the day the demo begins.
        self.at = min(self.moment(story["scheduled"]), now)

    def user(self, account: str) -> User:
        return User.objects.get(email=address(account))

    def moment(self, words: str, *, works: bool = False) -> datetime:
        """A moment so many days from today; where `works`, on the next working day from then."""
        days, _, clock = words.partition(" ")
        day = (self.now.astimezone(LONDON) + timedelta(days=int(days))).date()
        known = overrides()
        while works and not judge(day, known)[0]:
            day += timedelta(days=1)
        return datetime.combine(day, time.fromisoformat(clock), LONDON)

    def arrange(self) -> Conference:
        story = self.story
        facts = {name: story[name] for name in FACTS if name in story}
        if "triggered" in story:
            facts["triggered_at"] = self.moment(story["triggered"])
        made = services.schedule(
            kind=ConferenceKind.objects.get(code=story["kind"]),
            family_reference=story["family"],
            chair=self.by,
            administrator=self.user(story["administrator"]),
            starts_at=self.moment(story["starts"], works=True),
            token=uuid.uuid4(),
            by=self.by,
            at=self.at,
            **facts,
        )
        for child in story["children"]:
            services.add_child(
                conference=made, token=uuid.uuid4(), facts=self.typed(child), by=self.by, at=self.at
            )
        for guest in story["guests"]:
            services.add_guest(
                conference=made, token=uuid.uuid4(), facts=guest, by=self.by, at=self.at
            )
        for row in story["asked"]:
            self.ask(made, row)
        if "postponed" in story:
            services.move(
                conference=made, starts_at=None, why=story["postponed"], by=self.by, at=self.now
            )
        return made

    def typed(self, child: Story) -> dict[str, Any]:
        """What is said of a child, with days instead of how many lie between."""
        today = self.now.astimezone(LONDON).date()
        return {
            name: today + timedelta(days=int(value)) if name in DAYS else value
            for name, value in child.items()
        }

    def ask(self, conference: Conference, row: Story) -> None:
        request = services.ask(
            conference=conference,
            agency=Agency.objects.get(name=row["agency"]),
            practitioner=self.user(row["practitioner"]) if "practitioner" in row else None,
            note=row.get("note", ""),
            by=self.by,
            at=self.at,
        )
        if "nil" in row:
            services.decline(
                request=request,
                reason="not-known",
                details=row["details"],
                by=self.user(row["nil"]),
                at=self.now,
            )
        if row.get("withdrawn"):
            services.withdraw(request=request, by=self.by, at=self.now)


def load_conferences(*, now: datetime) -> int:
    """Arrange every conference of the data file; returns how many."""
    data = json.loads((DATA / "conferences.json").read_text(encoding="utf-8"))
    for story in data["conferences"]:
        Arranger(story, now=now).arrange()
    return len(data["conferences"])
