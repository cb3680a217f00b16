"""What the tests of notifications stand on."""

import pytest
from django.test import Client

from incidents.services.options import load_options
from tests.incidents.browsing import as_
from tests.personas import People


@pytest.fixture
def ground(people: People, rules: None) -> People:
    """The personas, the rule register and the answers to choose from."""
    load_options()
    return people


@pytest.fixture
def health(ground: People) -> Client:
    """A browser in which the health practitioner is signed in."""
    return as_(ground.health_practitioner)
