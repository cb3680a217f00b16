"""Documents that the code knows best are as it would write them today."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shield.management.commands import write_docs
from tests.architecture.tree import ROOT


def test_the_generated_documents_are_current() -> None:
    call_command("write_docs", check=True)


def test_a_planted_stale_document_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(write_docs, "DOCS", tmp_path / "docs")
    call_command("write_docs")
    (tmp_path / "docs" / "access.md").write_text("old")
    (tmp_path / "docs" / "workflows" / "gone.md").write_text("old")

    with pytest.raises(CommandError, match=r"docs/access\.md, docs/workflows/gone\.md$"):
        call_command("write_docs", check=True)


def unlisted(root: Path) -> list[str]:
    """The decisions that the index does not name."""
    index = (root / "README.md").read_text()
    return sorted(one.name for one in root.glob("0*.md") if f"({one.name})" not in index)


def test_every_decision_is_in_the_index() -> None:
    assert unlisted(ROOT / "docs" / "adr") == []


def test_a_planted_decision_that_is_not_in_the_index_is_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("- [0001](0001-known.md) Known")
    for name in ("0001-known.md", "0002-planted.md"):
        (tmp_path / name).write_text("# 1. A decision")
    assert unlisted(tmp_path) == ["0002-planted.md"]
