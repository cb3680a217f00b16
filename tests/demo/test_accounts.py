"""The demo's accounts without the rest, and none outside demo mode."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Incident
from shield.accounts.models import User
from shield.demo.people import DATA, described


def test_people_alone_can_be_loaded(db: None) -> None:
    call_command("load_demo", "--people-only", stdout=io.StringIO())
    assert (Incident.objects.count(), User.objects.count()) == (0, len(described()["accounts"]))


@pytest.mark.parametrize("command", ["load_demo", "demo_sign_ins"])
def test_there_is_no_demo_outside_demo_mode(db: None, settings, command: str) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command(command)
    assert not User.objects.exists()


def test_people_are_posts() -> None:
    for account in json.loads((DATA / "people.json").read_text())["accounts"]:
        assert set(account) == {"email", "name", "post", "agency", "role"}
        words = set(account["name"].lower().split())
        assert words & {
            "nurse", "administrator", "standards", "worker", "inspector", "lead", "manager",
            "governance", "scrutineer", "member", "chair", "champion",
        }, account["name"]  # fmt: skip
