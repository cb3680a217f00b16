"""Tables are emptied after tests that commit; triggers that forbid it are out of the way then."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest


@pytest.fixture(scope="session", autouse=True)
def tables_that_only_grow_are_emptied_too() -> Iterator[None]:
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def without_triggers(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = plain(self, *args, **kwargs)
        role = "SET session_replication_role = {};".format
        return [role("replica"), *statements, role("origin")] if statements else statements

    with patch.object(DatabaseOperations, "sql_flush", without_triggers):
        yield
