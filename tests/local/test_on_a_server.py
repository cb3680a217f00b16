"""What a portal on a server refuses, and what its settings are there."""

import json
import os
import subprocess
import sys

import pytest

from shield.local import checks, environment

SAY = (
    "import json; from shield import settings as s; "
    "print(json.dumps([s.DEMO, s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SESSION_COOKIE_SECURE]))"
)


def settings_of(**given: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, as a server would."""
    production = {**checks.PRODUCTION, "DATABASE_URL": "postgresql://nowhere/none"}
    return subprocess.run(
        [sys.executable, "-c", SAY],
        cwd=environment.ROOT,
        env={**os.environ, **production, **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_server_is_no_demo_and_stands_behind_one_proxy() -> None:
    done = settings_of()
    assert (done.returncode, json.loads(done.stdout)) == (0, [False, 1, True])


@pytest.mark.parametrize("mode", ["SHIELD_DEMO", "SHIELD_DEBUG"])
def test_a_server_refuses_to_be_a_demo(mode: str) -> None:
    done = settings_of(**{mode: "1"})
    assert done.returncode != 0
    assert "for a portal on this machine alone" in done.stderr


def test_a_demo_on_this_machine_starts() -> None:
    done = settings_of(SHIELD_DEMO="1", ALLOWED_HOSTS="localhost")
    assert (done.returncode, json.loads(done.stdout)[0]) == (0, True)
