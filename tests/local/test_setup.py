"""Set-up follows the lock files once each, and says what only a person can bring."""

import sys
from pathlib import Path

import pytest

from shield.local import setup


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose steps are only written down, in `steps`."""
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(setup, "find_uv", lambda: "uv")
    monkeypatch.setattr(setup, "npm", lambda: ["npm"])
    for folder in (".venv", "node_modules", "requirements"):
        (tmp_path / folder).mkdir()
    for lock in ("requirements/run.txt", "requirements/dev.txt", "package-lock.json"):
        (tmp_path / lock).write_text("first")
    return tmp_path


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What set-up did, instead of doing it."""
    done: list[str] = []
    monkeypatch.setattr(
        setup, "step", lambda title, *command: done.append(f"{title}: {Path(command[-1]).name}")
    )
    return done


def test_packages_follow_the_lock_once(machine: Path, steps: list[str]) -> None:
    setup.packages("run")
    setup.packages("run")

    assert steps == ["Python packages: run.txt"]


def test_packages_follow_a_lock_that_has_changed(machine: Path, steps: list[str]) -> None:
    setup.packages("run")
    (machine / "requirements/run.txt").write_text("second")
    setup.packages("run")

    assert steps == ["Python packages: run.txt"] * 2


def test_tests_bring_more_and_the_portal_then_takes_nothing_away(
    machine: Path, steps: list[str]
) -> None:
    for level in ("run", "dev", "run"):
        setup.packages(level)

    assert steps == ["Python packages: run.txt", "Python packages: dev.txt"]


def test_the_front_end_follows_its_lock_once(machine: Path, steps: list[str]) -> None:
    setup.front_end()
    setup.front_end()

    assert steps == ["Front-end assets: --loglevel=error"]


def test_a_failed_step_leaves_no_stamp(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "npm", lambda: ["false"])

    with pytest.raises(setup.CannotSetUp, match=r"^failed:"):
        setup.front_end()

    assert not (machine / "node_modules" / ".shield").exists()


def test_whoever_is_not_root_is_told_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)

    with pytest.raises(setup.CannotSetUp) as told:
        setup.apt_install("Chromium", "The journeys need Chromium", "chromium")

    assert str(told.value) == (
        "The journeys need Chromium. As an administrator: "
        "apt-get install -y --no-install-recommends chromium"
    )


def test_no_browser_fails_instead_of_skipping(
    monkeypatch: pytest.MonkeyPatch, steps: list[str]
) -> None:
    monkeypatch.setattr(setup, "find_browser", lambda: None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(setup.CannotSetUp, match="none could be installed"):
        setup.browser()

    assert steps == ["Chromium: list of packages: -qq", "Chromium: chromium"]


def test_options_of_run() -> None:
    assert setup.options([]).port == 8000
    assert setup.options(["--port", "8010"]).port == 8010
    assert setup.options(["--setup-only"]).setup_only
    assert setup.options(["--stop"]).stop


def test_set_up_stands_on_the_standard_library_alone() -> None:
    imported = setup.run(
        *(sys.executable, "-S", "-c"),
        f"import runpy; runpy.run_path({str(Path(setup.__file__))!r}, run_name='setup')",
    )

    assert (imported.returncode, imported.stdout) == (0, "")
