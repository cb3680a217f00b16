"""Documents that the code knows best are as it would write them today."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shield.management.commands import write_docs


def test_the_generated_documents_are_current() -> None:
    call_command("write_docs", check=True)


def test_a_planted_stale_document_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    monkeypatch.setattr(write_docs, "DOCS", tmp_path / "docs")
    call_command("write_docs")
    (tmp_path / "docs" / "access.md").write_text("old")
    (tmp_path / "docs" / "workflows" / "gone.md").write_text("old")

    with pytest.raises(CommandError, match=r"docs/access\.md, docs/workflows/gone\.md$"):
        call_command("write_docs", check=True)
