"""What do the demo's bodies have done, by whom, and how far is it? Invented."""

import json
from datetime import datetime, timedelta
from typing import Any

from partnership import services
from partnership.models import Action, Body, Priority
from shield.accounts.models import Agency, User
from shield.core.london import london_day
from shield.demo.people import DATA, address


def load_actions(*, now: datetime) -> int:
    """Raise each action of the data file and take its steps; returns how many."""
    data: dict[str, Any] = json.loads((DATA / "business.json").read_text(encoding="utf-8"))
    for row in data["actions"]:
        raised_at = now - timedelta(days=row["raised"])
        action = services.raise_action(
            by=_user(row["by"]),
            body=Body.objects.get(name=row["body"]),
            what=row["what"],
            evidence_required=row["evidence"],
            due_on=london_day(now) + timedelta(days=row["due"]),
            priority=Priority.objects.filter(number=row.get("priority")).first(),
            at=raised_at,
            **_holder(row),
        )
        for step in row.get("steps", ()):
            _step(action, step, now=now, raised_at=raised_at)
    return len(data["actions"])


def _step(action: Action, step: dict[str, Any], *, now: datetime, raised_at: datetime) -> None:
    more: dict[str, Any] = {"text": step["text"], **_holder(step)}
    if "link" in step:
        more["link"] = step["link"]
    if "due" in step:
        more["due_on"] = london_day(now) + timedelta(days=step["due"])
    verb = getattr(services, step["verb"])
    at = raised_at + timedelta(days=step["days"])
    verb(action=Action.objects.get(pk=action.pk), by=_user(step["by"]), at=at, **more)


def _holder(row: dict[str, Any]) -> dict[str, Any]:
    if "agency" in row:
        agency = Agency.objects.get(name=row["agency"])
        return {"holder_agency": agency, "holder_role": row["role"]}
    return {"holder": _user(row["account"])} if "account" in row else {}


def _user(account: str) -> User:
    return User.objects.get(email=address(account))
