"""The files of the repository, for the checks that read them."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
# What holds the portal's own code; a test compares them with what import-linter is told.
PACKAGES = ("shield", "conferences", "incidents", "partnership")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed: relative to ROOT, in order."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    found = (Path(name.decode()) for name in told.stdout.split(b"\0") if name)
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def text_of(root: Path, path: Path) -> str:
    """What a file says; an empty text for one that is no text."""
    try:
        return (root / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def code(*, tests: bool = False) -> Iterator[Path]:
    """The Python files of the portal."""
    tops = (*PACKAGES, "tests") if tests else PACKAGES
    return (path for path in files() if path.suffix == ".py" and path.parts[0] in tops)


def tree_of(root: Path, path: Path) -> ast.Module:
    return ast.parse(text_of(root, path), str(path))


def plant(root: Path, path: str, text: str) -> Path:
    """Write a file below `root`, for a check that must find it."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return Path(path)


@cache
def importlinter() -> dict[str, Any]:
    """What pyproject.toml says of imports."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    linter: dict[str, Any] = found["tool"]["importlinter"]
    return linter
