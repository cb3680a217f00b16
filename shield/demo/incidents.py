"""Which notifications does the demo start with? Invented ones, filed through the real services."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import models

from incidents import services
from incidents.models import Incident
from incidents.sections import BY_SLUG, SECTIONS
from shield.accounts.models import Agency, User
from shield.core.london import LONDON
from shield.core.sections import Section, values_of
from shield.demo.people import DATA, address

Story = Mapping[str, Any]


class Teller:
    """Turns one story of the data file into a notification, as if its author had typed it.

    Days are counted from today, so that the demo is never out of date: `-3 10:15` is a quarter
    past ten in the morning three days ago.
    """

    def __init__(self, story: Story, base: Mapping[str, Any], *, now: datetime) -> None:
        self.story, self.base, self.now = story, base, now
        self.by = User.objects.get(email=address(story["by"]))
        self.agencies = {agency.name: agency for agency in Agency.objects.by_name()}

    def moment(self, words: str) -> datetime:
        days, _, clock = words.partition(" ")
        day = (self.now.astimezone(LONDON) + timedelta(days=int(days))).date()
        return datetime.combine(day, time.fromisoformat(clock), LONDON)

    def value(self, field: Any, given: Any) -> Any:
        """An answer of the data file as the field holds it."""
        if isinstance(given, str) and "{" in given:
            given = given.format(happened=self.story["happened"], aware=self.story["aware"])
        if isinstance(field, models.DateTimeField):
            return self.moment(given)
        if isinstance(field, models.DateField):
            return (self.now.astimezone(LONDON) + timedelta(days=int(given))).date()
        if isinstance(field, models.ForeignKey):
            return self.agencies[given]
        return given

    def answers(self, section: Section, given: Mapping[str, Any]) -> dict[str, Any]:
        """Typed values of the questions that are asked, given the other answers."""
        typed = {
            name: self.value(section.model._meta.get_field(name), value)
            for name, value in given.items()
        }
        return {name: typed[name] for name in section.asked(typed) if name in typed}

    def tell(self) -> None:
        agency_id = next(iter(self.by.access.agencies))
        started_at = self.moment(f"{self.story.get('aware', 0)} 00:05") + timedelta(days=1)
        started_at = min(started_at, self.now - timedelta(minutes=30))
        if "submitted" in self.story:
            started_at = self.moment(self.story["submitted"]) - timedelta(minutes=40)
        incident = services.start(
            agency=Agency.objects.get(pk=agency_id), token=uuid.uuid4(), by=self.by, at=started_at
        )
        self._answer(incident, started_at)
        self._end(incident, started_at)

    def _answer(self, incident: Incident, at: datetime) -> None:
        whole = "submitted" in self.story
        for section in SECTIONS:
            if section.rows:
                self._rows(incident, section, at)
                continue
            if section.slug == "criteria":
                given = {"criteria": self.story["criteria"]}
            else:
                given = {**self.base.get(section.slug, {}), **self.story.get(section.slug, {})}
            if not whole and section.slug not in ("criteria", "dates", "incident"):
                continue
            if "aware" in self.story:
                self._save(incident, section, self.answers(section, given), at)

    def _save(
        self, incident: Incident, section: Section, answers: dict[str, Any], at: datetime
    ) -> None:
        incident.refresh_from_db()
        seen = services.fingerprint(values_of(incident, section))
        services.save(
            incident=incident, section=section, answers=answers, seen=seen, by=self.by, at=at
        )

    def _rows(self, incident: Incident, section: Section, at: datetime) -> None:
        rows = self.story.get(section.slug, [])
        for row in rows:
            services.save_row(
                incident=incident,
                section=section,
                row=None,
                token=uuid.uuid4(),
                answers=self.answers(section, row),
                seen="",
                by=self.by,
                at=at,
            )
        if not rows and section.summary and "submitted" in self.story:
            self._save(incident, BY_SLUG[section.slug].summary, {section.nothing_known: True}, at)  # type: ignore[arg-type]

    def _end(self, incident: Incident, at: datetime) -> None:
        stage = self.story["stage"]
        incident.refresh_from_db()
        if stage == "discarded":
            services.discard(incident=incident, by=self.by, at=at + timedelta(hours=1))
        if "submitted" not in self.story:
            return
        services.submit(
            incident=incident,
            late_reason=self.story.get("late_reason", ""),
            by=self.by,
            at=self.moment(self.story["submitted"]),
        )
        incident.refresh_from_db()
        if stage == "panel_notified":
            lead = User.objects.get(email=address("lead.authority"))
            told_at = self.moment(self.story["panel"])
            services.record_panel(
                incident=incident,
                panel_reference=self.story["panel_reference"],
                panel_notified_at=told_at,
                by=lead,
                at=told_at + timedelta(minutes=20),
            )
        for text in self.story.get("corrections", []):
            services.correct(
                incident=incident,
                text=text,
                authority_aware_at=None,
                token=uuid.uuid4(),
                by=self.by,
                at=self.moment(self.story["submitted"]) + timedelta(days=1),
            )


def load_incidents(*, now: datetime) -> int:
    """Tell every story of the data file, oldest submission first; returns how many."""
    data = json.loads((DATA / "incidents.json").read_text(encoding="utf-8"))
    tellers = [Teller(story, data["base"], now=now) for story in data["notifications"]]
    tellers.sort(key=_when)
    for teller in tellers:
        teller.tell()
    return len(tellers)


def _when(teller: Teller) -> datetime:
    submitted = teller.story.get("submitted")
    return teller.moment(submitted) if submitted else teller.now
