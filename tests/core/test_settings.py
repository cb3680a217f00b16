"""What a portal on a server refuses to start with, and what its settings are there.

One process loads the settings anew for each case, with nothing around it but the case's variables.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from shield.local import checks, environment

LOAD = """
import json, os, runpy, sys
from django.core.exceptions import ImproperlyConfigured
found = {}
for name, given in json.load(sys.stdin).items():
    os.environ.clear()
    os.environ.update(given)
    try:
        s = runpy.run_path("shield/settings.py")
    except ImproperlyConfigured as refusal:
        found[name] = {"refused": str(refusal)}
    else:
        said = {key: s[key] for key in ("DEMO", "DEBUG", "SECURE", "SESSION_COOKIE_SECURE")}
        said["proxies"] = s["ALLAUTH_TRUSTED_PROXY_COUNT"]
        said["formatter"] = s["LOGGING"]["formatters"]["line"]["()"]
        found[name] = said
json.dump(found, sys.stdout)
"""
SOUND = {
    **checks.PRODUCTION,
    "DATABASE_URL": "postgresql://nowhere/none",
    "SHIELD_METRICS_TOKEN": environment.new_secrets()["SECRET_KEY"],
}
DEMO = {"SHIELD_DEMO": "1", "ALLOWED_HOSTS": "localhost"}
# What is set otherwise than on a sound server, and what the refusal says.
REFUSED = {
    "demo": ({"SHIELD_DEMO": "1"}, "a portal on this machine alone"),
    "debug": ({"SHIELD_DEBUG": "1"}, "SHIELD_DEBUG shows answers"),
    "debug on loopback": (
        {"SHIELD_DEBUG": "1", "ALLOWED_HOSTS": "localhost"},
        "SHIELD_DEBUG shows answers",
    ),
    "no second factor": ({"SHIELD_SECOND_FACTOR": "0"}, "SHIELD_SECOND_FACTOR=0 is for a demo"),
    "no scanner": ({"SHIELD_CLAMAV": ""}, "SHIELD_CLAMAV must say where ClamAV listens"),
    "no TLS": ({"SHIELD_SECURE": "0"}, "SHIELD_SECURE=0 is for a demo"),
    "http": ({"SHIELD_BASE_URL": "http://shield.example"}, "SHIELD_BASE_URL must be"),
    "no address": ({"SHIELD_BASE_URL": ""}, "SHIELD_BASE_URL must be"),
    "address elsewhere": (
        {"SHIELD_BASE_URL": "https://other.example"},
        "must lead to a host of ALLOWED_HOSTS",
    ),
    "any host": ({"ALLOWED_HOSTS": "shield.example,*"}, "ALLOWED_HOSTS=* answers to any name"),
    "no host": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the host"),
    "loopback": ({"ALLOWED_HOSTS": "localhost,127.0.0.1"}, "ALLOWED_HOSTS must name the host"),
    "no data key": ({"SHIELD_DATA_KEYS": ""}, "SHIELD_DATA_KEYS must be keys"),
    "a data key that is none": ({"SHIELD_DATA_KEYS": "a" * 44}, "SHIELD_DATA_KEYS must be keys"),
    "one data key of two": (
        {"SHIELD_DATA_KEYS": SOUND["SHIELD_DATA_KEYS"] + ",short"},
        "SHIELD_DATA_KEYS must be keys",
    ),
    "short token": ({"SHIELD_METRICS_TOKEN": "aB3dE6gH9"}, "SHIELD_METRICS_TOKEN must have"),
    "equal keys": ({"SHIELD_AUDIT_KEY": SOUND["SHIELD_LOOKUP_KEY"]}, "Two of the keys are equal"),
    "a data key twice": (
        {"SHIELD_DATA_KEYS": ",".join([SOUND["SHIELD_DATA_KEYS"]] * 2)},
        "Two of the keys are equal",
    ),
    "the example's password": (
        {"DATABASE_URL": "postgresql://shield:PASSWORD@db/shield"},
        "The password in DATABASE_URL",
    ),
    "the example's owner": (
        {"SHIELD_OWNER_DATABASE_URL": "postgresql://shield:PASSWORD@db/shield"},
        "The password in SHIELD_OWNER_DATABASE_URL",
    ),
}
for key in ("SECRET_KEY", "SHIELD_LOOKUP_KEY", "SHIELD_AUDIT_KEY"):
    sound = SOUND[key]
    REFUSED |= {
        f"empty {key}": ({key: ""}, f"{key} must have at least 50"),
        f"short {key}": ({key: sound[:49]}, f"{key} must have at least 50"),
        f"monotone {key}": ({key: "abc" * 20}, f"{key} is no random key"),
        f"typed {key}": ({key: f"django-insecure-{sound}"}, f"{key} is no random key"),
    }


@pytest.fixture(scope="module")
def loaded() -> dict[str, dict[str, Any]]:
    """What became of each case."""
    cases = {
        "sound": SOUND,
        "without a token": {**SOUND, "SHIELD_METRICS_TOKEN": ""},
        "demo on this machine": {**SOUND, **DEMO},
        "demo with any key": {**SOUND, **DEMO, "SECRET_KEY": "x", "SHIELD_BASE_URL": ""},
        **{name: {**SOUND, **given} for name, (given, _) in REFUSED.items()},
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=environment.ROOT,
        env={"PATH": os.environ.get("PATH", "")},
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_unsound_is_refused(loaded: dict[str, dict[str, Any]], name: str) -> None:
    assert REFUSED[name][1] in loaded[name].get("refused", "it started")


def test_a_refusal_does_not_repeat_a_key(loaded: dict[str, dict[str, Any]]) -> None:
    told = " ".join(one.get("refused", "") for one in loaded.values())
    for key in ("SECRET_KEY", "SHIELD_LOOKUP_KEY", "SHIELD_AUDIT_KEY", "SHIELD_DATA_KEYS"):
        assert SOUND[key][:20] not in told


@pytest.mark.parametrize("name", ["sound", "without a token"])
def test_a_sound_server_starts_behind_one_proxy(
    loaded: dict[str, dict[str, Any]], name: str
) -> None:
    assert loaded[name] == {
        "DEMO": False,
        "DEBUG": False,
        "SECURE": True,
        "SESSION_COOKIE_SECURE": True,
        "proxies": 1,
        "formatter": "shield.core.logs.AsJson",
    }


@pytest.mark.parametrize("name", ["demo on this machine", "demo with any key"])
def test_a_demo_on_this_machine_starts(loaded: dict[str, dict[str, Any]], name: str) -> None:
    assert loaded[name] == {
        "DEMO": True,
        "DEBUG": False,
        "SECURE": False,
        "SESSION_COOKIE_SECURE": False,
        "proxies": 0,
        "formatter": "shield.core.logs.WithoutWords",
    }
