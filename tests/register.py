"""The rule register of a test: checking its rules takes a second, putting in their rows none."""

from copy import deepcopy
from typing import Any

# The rows of each table, once they were loaded; by worker.
_kept: dict[Any, list[Any]] = {}


def load_register() -> None:
    """Bring the rules into a register that is empty: by their own service once, then as rows."""
    from shield.clocks.models import HolidayOverride, Rule, RuleVersion
    from shield.clocks.services import load_rules

    if not _kept:
        load_rules()
        tables: tuple[Any, ...] = (Rule, RuleVersion, HolidayOverride)
        _kept.update({table: list(table._base_manager.order_by("pk")) for table in tables})
        return
    for table, rows in _kept.items():
        table._base_manager.bulk_create(deepcopy(rows))
