"""Rooms, apps and files import only downwards; a planted import upwards is caught and named."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT, code, importlinter, plant, text_of, tree_of

LINT = Path(sys.executable).with_name("lint-imports")

# Where something is planted -> what is planted there -> how the refusal names it.
PLANTS = (
    (
        "shield/core/planted_up.py",
        "from shield.accounts import models",
        "shield.core.planted_up -> shield.accounts.models",
    ),
    (
        "shield/accounts/access_planted.py",
        "from incidents import models",
        "shield.accounts.access_planted -> incidents.models",
    ),
    (
        "shield/people/services/planted.py",
        "from shield.clocks import models",
        "shield.people.services.planted -> shield.clocks.models",
    ),
    (
        "incidents/models/planted.py",
        "from incidents import services",
        "incidents.models.planted -> incidents.services",
    ),
    (
        "shield/notifications/services.py",
        "from shield.notifications import views",
        "shield.notifications.services -> shield.notifications.views",
    ),
    (
        "incidents/services/planted.py",
        "from incidents import views",
        "incidents.services.planted -> incidents.views",
    ),
    (
        "shield/reporting/home.py",
        "import incidents.views",
        "shield.reporting.home -> incidents.views",
    ),
    (
        "shield/people/services/planted_form.py",
        "from shield.people import forms",
        "shield.people.services.planted_form -> shield.people.forms",
    ),
    (
        "incidents/services/planted_task.py",
        "from shield.clocks import tasks",
        "incidents.services.planted_task -> shield.clocks.tasks",
    ),
    ("incidents/pdf.py", "import weasyprint", "incidents.pdf -> weasyprint"),
    (
        "shield/local/planted.py",
        "from shield.core import london",
        "shield.local.planted -> shield.core.london",
    ),
    (
        "incidents/planted_question.py",
        "",
        "incidents.planted_question",
    ),
)


def lint(folder: Path) -> tuple[int, str]:
    """Run the import contracts of a folder; gives the exit code and what was said, on one line."""
    done = subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, re.sub(r"\s+", " ", done.stdout + done.stderr)


def test_every_import_points_downwards() -> None:
    status, said = lint(ROOT)
    assert status == 0, said


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """What the contracts say of a copy in which every kind of bad import was planted."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for path, line, _ in PLANTS:
        before = text_of(folder, Path(path)) if (folder / path).exists() else ""
        plant(folder, path, f"{before}\n{line}\n")
    return lint(folder)


def test_a_copy_with_planted_imports_is_refused(planted: tuple[int, str]) -> None:
    assert planted[0] == 1


@pytest.mark.parametrize(("path", "line", "named"), PLANTS, ids=[path for path, _, _ in PLANTS])
def test_a_planted_import_is_named(
    planted: tuple[int, str], path: str, line: str, named: str
) -> None:
    assert named in planted[1]


def test_every_package_of_the_portal_is_under_contract() -> None:
    here = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert here == set(PACKAGES) == set(importlinter()["root_packages"])


# --- Mail: import-linter sees of a package from elsewhere only its name ---------------------------

MAY_MAIL = {
    Path("shield/notifications/delivery.py"),
    Path("shield/notifications/demo_mail.py"),
    Path("shield/notifications/smtp.py"),
}


def mailers(root: Path, paths: list[Path]) -> list[Path]:
    """The files that could send mail."""
    found = []
    for path in paths:
        for node in ast.walk(tree_of(root, path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            if any(re.match(r"(django\.core\.mail|smtplib)\b", name) for name in names):
                found.append(path)
    return sorted(set(found))


def test_only_the_outbox_sends_mail() -> None:
    assert set(mailers(ROOT, list(code()))) == MAY_MAIL


@pytest.mark.parametrize(
    "line",
    [
        "from django.core.mail import send_mail",
        "from django.core import mail",
        "import django.core.mail",
        "import smtplib",
    ],
)
def test_a_planted_mailer_is_caught(tmp_path: Path, line: str) -> None:
    path = plant(tmp_path, "incidents/planted.py", line)
    assert mailers(tmp_path, [path]) == [path]
