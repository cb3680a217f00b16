"""One world for all cells: each cell is undone, and the world itself at the end."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.trust.matrix import Knocker
from tests.trust.world import make_world


@pytest.fixture(scope="package")
def knocker(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Knocker]:
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        transaction.atomic(),
        # What a request writes is undone, that somebody was seen just now as well; and all cells
        # take longer than a person may sit idle.
        override_settings(SHIELD_IDLE_SECONDS=24 * 60 * 60),
    ):
        yield Knocker(make_world())
        transaction.set_rollback(True)
