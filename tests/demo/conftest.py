"""The demo, loaded by its own command."""

import io

import pytest
from django.core.management import call_command


@pytest.fixture
def demo(db: None) -> str:
    """Everything that a demo begins with; what the command said."""
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()
