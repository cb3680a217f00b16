"""The files that put a portal on a server agree with the settings, and leave nothing open."""

import re
from copy import deepcopy
from typing import Any

import pytest

from shield.local.environment import ROOT as CHECKOUT
from tests.architecture import deployment
from tests.architecture.deployment import DEVELOPERS, MACHINES, OTHERS, OWNERS
from tests.architecture.tree import ROOT, code, text_of

DOCKERFILE, COMPOSE, EXAMPLE = deployment.files_of(ROOT)
SERVICES = deployment.compose(COMPOSE)
OURS = sorted(name for name, one in SERVICES.items() if "build" in one)


def read() -> set[str]:
    """Every variable that the portal reads; the launcher only makes them up."""
    paths = (path for path in code() if path.parts[:2] != ("shield", "local"))
    names = set().union(*(deployment.read_by(text_of(ROOT, path)) for path in paths))
    return names - MACHINES


# --- Variables ------------------------------------------------------------------------------------


def test_the_example_has_what_the_settings_read_and_nothing_else() -> None:
    assert set(deployment.explained(EXAMPLE)) == (read() - DEVELOPERS) | OTHERS


def test_what_only_developers_set_is_read_at_all() -> None:
    assert DEVELOPERS - read() == set()


def test_each_variable_is_explained() -> None:
    known = deployment.explained(EXAMPLE)
    assert [name for name, (_, has_comment) in known.items() if not has_comment] == []


def test_the_page_on_operations_names_each() -> None:
    page = (CHECKOUT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", page))
    assert (read() | OTHERS) - {"SHIELD_AS_OWNER"} - named == set()


def test_compose_asks_for_nothing_that_the_example_lacks() -> None:
    asked = deployment.asked_for(COMPOSE, SERVICES)
    assert len(asked) > 30
    assert asked - set(deployment.explained(EXAMPLE)) == set()


@pytest.mark.parametrize("name", OURS)
def test_each_process_is_told_every_setting(name: str) -> None:
    told = set(deployment.environment(SERVICES[name]))
    owners = OWNERS if name == "migrate" else set()
    wanted = (read() - DEVELOPERS - OWNERS) | {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert told == wanted | (owners & {"SHIELD_OWNER_DATABASE_URL"})


# What the containers themselves decide: where they reach each other, and where their volume lies.
FIXED = {
    *("DATABASE_URL", "REDIS_URL", "SHIELD_CLAMAV", "SHIELD_DATA_DIR", "SHIELD_DEV_TOOLS"),
    "SHIELD_OWNER_DATABASE_URL",
}


@pytest.mark.parametrize("name", OURS)
def test_what_is_set_in_the_example_has_effect(name: str) -> None:
    told = deployment.environment(SERVICES[name])
    deaf = {key for key, value in told.items() if value is not None and f"${{{key}" not in value}
    assert deaf - FIXED == set()


def test_no_secret_of_the_example_could_be_used() -> None:
    values = {name: value for name, (value, _) in deployment.explained(EXAMPLE).items()}
    secret = {name for name in values if re.search(r"SECRET|KEYS?$|PASSWORD|TOKEN", name)}
    assert len(secret) >= 9
    assert {name: values[name] for name in secret if values[name]} == {}
    addresses = [values[name] for name in values if name.endswith("DATABASE_URL")]
    assert [one for one in addresses if ":PASSWORD@" not in one] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('A = env.str("SHIELD_NEW", default="")', {"SHIELD_NEW"}),
        ('A = Env().bool("SHIELD_NEW")', {"SHIELD_NEW"}),
        ('A = os.environ["SHIELD_NEW"]', {"SHIELD_NEW"}),
        ('A = os.environ.get("SHIELD_NEW")', {"SHIELD_NEW"}),
        ('A = "SHIELD_NEW" in os.environ', {"SHIELD_NEW"}),
        ('A = known.get("SHIELD_NEW")', set()),
    ],
)
def test_a_planted_variable_is_named(source: str, found: set[str]) -> None:
    assert deployment.read_by(f"import os\n{source}\n") == found


def test_a_variable_that_the_example_lacks_is_named() -> None:
    planted = COMPOSE.replace("EMAIL_HOST:\n", "EMAIL_HOST:\n  SHIELD_NEW:\n  B: ${SHIELD_B:-1}\n")
    assert planted != COMPOSE
    asked = deployment.asked_for(planted, deployment.compose(planted))
    assert asked - set(deployment.explained(EXAMPLE)) == {"SHIELD_NEW", "SHIELD_B"}


def test_a_variable_without_a_word_is_named() -> None:
    known = deployment.explained("# Why.\nA=1\nB=\n\nC=2\n")
    assert [name for name, (_, has_comment) in known.items() if not has_comment] == ["C"]


# --- Images and containers ------------------------------------------------------------------------


def test_every_image_is_pinned() -> None:
    assert deployment.unpinned(deployment.images(DOCKERFILE, SERVICES)) == []


def test_nothing_is_open() -> None:
    assert deployment.faults(SERVICES) == []


def test_all_of_a_portal_is_there() -> None:
    assert set(SERVICES) == {
        *("postgres", "valkey", "clamav", "migrate", "check", "web", "worker", "beat"),
        "mail-catcher",
    }
    assert [name for name, one in SERVICES.items() if "profiles" in one] == ["mail-catcher"]
    assert OURS == ["beat", "check", "migrate", "web", "worker"]


def test_the_image_runs_as_a_number_and_is_asked_whether_it_is_well() -> None:
    orders = re.findall(r"^([A-Z]+) (.*)$", DOCKERFILE, re.MULTILINE)
    user = [words for order, words in orders if order == "USER"]
    after = [order for order, _ in orders[[order for order, _ in orders].index("USER") :]]
    assert user == [SERVICES["web"]["user"]]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user[0])
    assert not {"RUN", "COPY", "ADD"} & set(after)
    assert "HEALTHCHECK" in after
    assert "ADD" not in dict(orders)


def test_workers_take_from_all_queues() -> None:
    assert " -Q" not in SERVICES["worker"]["command"]


def spoilt(**changes: Any) -> dict[str, dict[str, Any]]:
    """The services, with one changed; None takes away."""
    services = deepcopy(SERVICES)
    for key, value in changes.items():
        services["web"][key] = value
        if value is None:
            del services["web"][key]
    return services


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"read_only": False}, "its file system can be written to"),
        ({"cap_drop": None}, "it keeps capabilities"),
        ({"cap_add": ["NET_ADMIN"]}, "it keeps capabilities"),
        ({"security_opt": []}, "it may gain privileges"),
        ({"user": "0:0"}, "it runs as root"),
        ({"user": None}, "it runs as root"),
        ({"user": "shield"}, "it runs as no number"),
        ({"tmpfs": []}, "it has no place for passing files"),
        ({"healthcheck": None}, "nobody asks whether it is well"),
        ({"env_file": ".env"}, "it is told all of .env"),
        ({"ports": ["8000:8000"]}, "port 8000:8000 is open to everybody"),
        ({"environment": {"SECRET_KEY": "written"}}, "SECRET_KEY is written in"),
        (
            {"environment": {"DATABASE_URL": "postgresql://shield:" + "written@db/shield"}},
            "DATABASE_URL is written in",
        ),
        (
            {"environment": {"SHIELD_OWNER_DATABASE_URL": None}},
            "it knows the owner of the database",
        ),
        (
            {"environment": {"A": "postgresql://shield:${POSTGRES_PASSWORD}@db/shield"}},
            "it knows the owner of the database",
        ),
    ],
)
def test_a_planted_opening_is_found(changes: dict[str, Any], found: str) -> None:
    assert f"web: {found}" in deployment.faults(spoilt(**changes))


@pytest.mark.parametrize(
    "image", ["postgres:latest", "postgres", "postgres:17", "postgres:bookworm"]
)
def test_a_planted_loose_image_is_found(image: str) -> None:
    planted = deployment.images(
        f"FROM {image} AS base\nFROM a:1.2\n", {"web": {"image": "b:1.2.3"}}
    )
    assert deployment.unpinned(planted) == [image]
    assert deployment.unpinned(deployment.images("", spoilt(image=image))) == [image]
