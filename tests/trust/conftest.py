"""One world for all cells: each cell is undone, and the world itself at the end."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.trust.matrix import Knocker
from tests.trust.world import make_world


@pytest.fixture(scope="package")
def knocker(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Knocker]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield Knocker(make_world())
        transaction.set_rollback(True)
