"""Differences between agencies in the demo: invented, and about no child."""

import json
from datetime import datetime, timedelta
from typing import Any

from partnership.clocks import quarter_ended
from partnership.models import EscalationReturn, EscalationTheme
from partnership.services import differences as services
from shield.accounts.models import Agency, User
from shield.core.london import london_day
from shield.demo.people import DATA, address


def load_differences(*, now: datetime) -> None:
    """Themes, differences at several stages, and the returns of the quarter that ended last."""
    data: dict[str, Any] = json.loads((DATA / "differences.json").read_text(encoding="utf-8"))
    users = {user.email: user for user in User.objects.all()}
    agencies = {agency.name: agency for agency in Agency.objects.by_name()}
    keeper = users[address("operations")]
    themes = {name: services.add_theme(by=keeper, name=name, at=now) for name in data["themes"]}
    for row in data["differences"]:
        _raise(row, users, agencies, themes, now=now)
    _, last = quarter_ended(london_day(now))
    services.open_returns(at=max(now - timedelta(days=80), _morning_after(last, now)))
    for row in data["returns"]:
        record = EscalationReturn.objects.get(agency=agencies[row["agency"]])
        services.make_return(
            by=users[address(row["account"])],
            record=record,
            is_nil=not row["elsewhere"],
            elsewhere={themes[name]: number for name, number in row["elsewhere"].items()},
            learning=row["learning"],
            at=now,
        )


def _morning_after(last: Any, now: datetime) -> datetime:
    """A moment just after the quarter: returns are asked for then, however late the demo begins."""
    return now - timedelta(days=(london_day(now) - last).days - 1)


def _raise(
    row: dict[str, Any],
    users: dict[str, User],
    agencies: dict[str, Agency],
    themes: dict[str, EscalationTheme],
    *,
    now: datetime,
) -> None:
    by = users[address(row["account"])]
    one = services.start_escalation(
        by=by,
        agency=agencies[row["agency"]],
        others=[agencies[name] for name in row["others"]],
        theme=themes[row["theme"]],
        what=row["what"],
        tried=row["tried"],
        at=now - timedelta(days=row["days_ago"]),
    )
    for answer in row["answers"]:
        services.answer_escalation(
            by=users[address(answer["account"])],
            escalation=one,
            agency=agencies[answer["agency"]],
            text=answer["text"],
            at=now - timedelta(days=answer["days_ago"]),
        )
    for step in row["onward"]:
        one = services.go_on(
            by=by,
            escalation=one,
            stage=one.stage,
            why=step["why"],
            at=now - timedelta(days=step["days_ago"]),
        )
    if row["outcome"]:
        services.resolve_escalation(by=by, escalation=one, outcome=row["outcome"], at=now)
