"""What the tests of conferences share."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from conferences.models import Conference
from conferences.services.importing import BadFile
from conferences.services.lists import load_lists
from tests.conferences.files import CANARIES, load, write
from tests.personas import People


@pytest.fixture
def refused(tmp_path: Path, people: People, at: datetime) -> Callable[..., list[str]]:
    """The lines in which a file, or some rows, are refused; nothing was made, nothing is told."""
    load_lists()

    def refused(*rows: dict[str, str] | bytes) -> list[str]:
        before = Conference.objects.count()
        if isinstance(rows[0], bytes):
            path = tmp_path / "export.csv"
            path.write_bytes(rows[0])
        else:
            path = write(tmp_path, *rows)  # type: ignore[arg-type]
        said = set()
        for is_trial in (True, False):
            with pytest.raises(BadFile) as bad:
                load(path, people.conference_chair, at, is_trial=is_trial)
            said.add(str(bad.value))
        [words] = said
        assert Conference.objects.count() == before
        assert [canary for canary in CANARIES if canary in words] == []
        lines = words.splitlines()
        assert lines.pop() == "Nothing was imported."
        return lines

    return refused
