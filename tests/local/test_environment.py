"""Two data folders, secrets, and what a set variable wins over."""

import os
import stat
from pathlib import Path

import pytest

from shield.local import environment


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment that sets nothing but a fresh data folder."""
    for name in ("DATABASE_URL", "REDIS_URL", *environment.SECRETS, "SHIELD_DEMO"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SHIELD_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_database_url_is_left_alone_and_nothing_is_made_or_invented(
    unset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/shield")

    environment.prepare()

    assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/shield"
    assert [os.environ[name] for name in ("SECRET_KEY", "REDIS_URL", "SHIELD_DEMO")] == [""] * 3
    assert not unset.exists()


def test_the_secrets_are_made_once_and_are_their_owners_alone(tmp_path: Path) -> None:
    first = environment.keys_of(tmp_path)

    assert environment.keys_of(tmp_path) == first
    assert set(first) == {*environment.SECRETS, *environment.PASSWORDS}
    assert stat.S_IMODE((tmp_path / "env").stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"env", "env.lock"}


def test_a_folder_of_an_older_version_keeps_its_secrets_and_gets_those_that_it_lacks(
    tmp_path: Path,
) -> None:
    (tmp_path / "env").write_text("SECRET_KEY=old\nPOSTGRES_PASSWORD=older\n")

    now = environment.keys_of(tmp_path)

    assert (now["SECRET_KEY"], now["POSTGRES_PASSWORD"]) == ("old", "older")
    assert environment.keys_of(tmp_path) == now
    assert set(now) == {*environment.SECRETS, *environment.PASSWORDS}


def test_each_data_folder_has_its_own_secrets(tmp_path: Path) -> None:
    assert environment.keys_of(tmp_path / "a") != environment.keys_of(tmp_path / "b")


def test_a_set_variable_wins_and_an_empty_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELD_SET", "mine")
    monkeypatch.setenv("SHIELD_EMPTY", "")

    environment.set_unset({"SHIELD_SET": "other", "SHIELD_EMPTY": "given"})

    assert (os.environ["SHIELD_SET"], os.environ["SHIELD_EMPTY"]) == ("mine", "given")
