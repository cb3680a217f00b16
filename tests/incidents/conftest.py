"""What the tests of notifications stand on."""

import pytest
from django.db.models import Model
from django.test import Client

from incidents.services.options import load_options
from shield.clocks.models import HolidayOverride, Rule, RuleVersion
from shield.clocks.services import load_rules
from tests.incidents.browsing import as_
from tests.personas import People

REGISTER: tuple[type[Model], ...] = (Rule, RuleVersion, HolidayOverride)
# The register as it was loaded the first time: loading it anew for each test takes seconds.
_kept: dict[type[Model], list[Model]] = {}


def load_register() -> None:
    """The rule register, by its own command once, afterwards as rows."""
    if not _kept:
        load_rules()
        _kept.update({table: list(table._base_manager.order_by("pk")) for table in REGISTER})
        return
    for table, rows in _kept.items():
        table._base_manager.bulk_create(rows)


@pytest.fixture
def ground(people: People) -> People:
    """The personas, the rule register and the answers to choose from."""
    load_register()
    load_options()
    return people


@pytest.fixture
def health(ground: People) -> Client:
    """A browser in which the health practitioner is signed in."""
    return as_(ground.health_practitioner)
