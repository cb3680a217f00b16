"""Who signs in to the demo? Posts rather than people, at addresses that exist nowhere."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from partnership.models import Seat
from shield.accounts.models import Agency, AgencyKind, Membership, User

DATA = Path(__file__).resolve().parent / "data"
DOMAIN = "demo.example"


def described() -> dict[str, Any]:
    """The demo's accounts and what became of its agencies, as the data file says."""
    found: dict[str, Any] = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
    return found


def address(account: str) -> str:
    return f"{account}@{DOMAIN}"


def load_people(*, today: date) -> None:
    """Make every account with its membership; agencies must be loaded before."""
    data = described()
    for row in data["successions"]:
        kind, _ = AgencyKind.objects.get_or_create(
            code=slugify(row["kind"]), defaults={"name": row["kind"].capitalize()}
        )
        ended_on = date.fromisoformat(row["ended_on"])
        successor, _ = Agency.objects.get_or_create(
            name=row["successor"],
            defaults={
                "kind": kind,
                "is_statutory_partner": True,
                "valid_from": ended_on + timedelta(days=1),
            },
        )
        ended = Agency.objects.by_name().filter(name=row["agency"])
        Seat.objects.filter(agency__in=ended).update(agency=successor)
        ended.update(valid_to=ended_on, succeeded_by=successor)
    agencies = {agency.name: agency for agency in Agency.objects.by_name()}
    password = make_password(data["password"])
    for account in data["accounts"]:
        user, is_new = User.objects.get_or_create(
            email=address(account["email"]),
            defaults={
                "full_name": account["name"],
                "post": account["post"],
                "phone": "020 7946 0000",
                "password": password,
            },
        )
        if is_new:
            Membership.objects.create(
                user=user,
                agency=agencies[account["agency"]],
                role=account["role"],
                starts_on=today - timedelta(days=365),
            )
