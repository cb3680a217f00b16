"""The documents that the code writes: complete, and stale ones are found."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shield.management.commands import write_docs
from shield.roles import ROLES


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(write_docs, "DOCS", tmp_path / "docs")
    call_command("write_docs", stdout=StringIO())
    return tmp_path / "docs"


def test_what_was_just_written_is_fresh(docs):
    call_command("write_docs", check=True)


@pytest.mark.parametrize("name", ["access.md", "rules.md", "workflows/incidents-notification.md"])
def test_a_stale_file_is_named(docs, name):
    with (docs / name).open("a") as file:
        file.write("by hand\n")
    with pytest.raises(CommandError, match=name):
        call_command("write_docs", check=True)


def test_a_workflow_that_is_gone_is_named(docs):
    (docs / "workflows" / "old.md").write_text("# Old\n")
    with pytest.raises(CommandError, match=r"old\.md"):
        call_command("write_docs", check=True)


def test_every_role_is_told_with_its_prose(docs):
    text = (docs / "access.md").read_text()
    assert [role.id for role in ROLES if f"`{role.id}`" in text and role.prose in text] == [
        role.id for role in ROLES
    ]
