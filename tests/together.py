"""Which tests stay in one worker: those that share a portal, a browser, a server of their own
or a demo.

xdist's own groups (`--dist loadgroup`) write themselves into the id of a test, which pytest 9 no
longer reads: every worker then starts every portal.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# The start of a test's id -> what it shares. Anything else goes to whoever is free.
TOGETHER = (
    "tests/journeys/",
    "tests/fault/test_restore.py",
    "tests/fault/",
    "tests/local/test_first_start.py",
    "tests/demo/test_load_demo.py",
    "tests/demo/test_content_free.py",
)


def shared(nodeid: str) -> str:
    """What a test shares with others; itself where it shares nothing."""
    return next((start for start in TOGETHER if nodeid.startswith(start)), nodeid)


class Together(LoadScopeScheduling):
    """One test at a time to whoever is free; the largest groups first."""

    def _split_scope(self, nodeid: str) -> str:
        return shared(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)
