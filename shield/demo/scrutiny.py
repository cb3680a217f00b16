"""The scrutineer's work in the demo: questions, programme, evidence and challenges; invented."""

import json
from datetime import datetime, timedelta
from typing import Any

from partnership.models import Challenge, KeyQuestion, Priority, ReportSent
from partnership.services import scrutiny as services
from shield.accounts.models import Agency, User
from shield.core.london import london_day
from shield.demo.people import DATA, address


def load_scrutiny(*, now: datetime) -> None:
    """Questions with evidence and challenges at each stage."""
    data: dict[str, Any] = json.loads((DATA / "scrutiny.json").read_text(encoding="utf-8"))
    users = {user.email: user for user in User.objects.all()}
    by, today = users[address("scrutineer")], london_day(now)
    asked = []
    for row in data["questions"]:
        one = services.ask_question(by=by, year=today.year, text=row["text"], at=now)
        asked.append(
            services.edit_question(
                by=by,
                question=one,
                year=today.year,
                at=now,
                text=row["text"],
                status=row["status"],
                finding=row["finding"],
            )
        )
    for row in data["programme"]:
        services.add_entry(
            by=by,
            starts_on=today + timedelta(days=row["in_days"]),
            ends_on=None,
            what=row["what"],
            question=asked[row["question"]],
            came_of_it=row["came_of_it"],
            at=now,
        )
    _pin(asked[0], by, now)
    for row in data["challenges"]:
        _challenge(row, asked, users, now=now)


def _pin(question: KeyQuestion, by: User, now: datetime) -> None:
    for kind, record, note in (
        ("priority", Priority.objects.get(number=1).pk, "No measure says what children said."),
        ("duty", ReportSent.objects.latest("pk").duty_id, "The last report has a page on it."),
    ):
        services.pin_evidence(
            by=by, question=question, kind=kind, record_id=record, note=note, at=now
        )


def _challenge(
    row: dict[str, Any], asked: list[KeyQuestion], users: dict[str, User], *, now: datetime
) -> None:
    by = users[address("scrutineer")]
    one = services.challenge(
        by=by,
        agency=Agency.objects.get(name=row["agency"]),
        question=asked[row["question"]],
        text=row["text"],
        at=now - timedelta(days=row["days_ago"]),
    )
    if row["reply"]:
        services.reply_to_challenge(
            by=users[address(row["account"])],
            made=one,
            text=row["reply"],
            at=now - timedelta(days=2),
        )
    if row["verdict"]:
        one = Challenge.objects.select_related("agency", "clock").get(pk=one.pk)
        services.respond_to_reply(by=by, made=one, verdict=row["verdict"], text=row["why"], at=now)
