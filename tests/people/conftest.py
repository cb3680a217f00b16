"""What the tests of people stand on."""

import pytest


@pytest.fixture
def five_minutes(settings):
    settings.SHIELD_STEP_UP_SECONDS = 300
