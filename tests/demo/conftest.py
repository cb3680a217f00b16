"""The demo, loaded by its own command, once for the tests of a file."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        said = io.StringIO()
        call_command("load_demo", stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: str, db: None) -> str:
    """Everything that a demo begins with; what the command said. What a test changes is undone."""
    return loaded
