"""A short run of the fault harness, and its negative control; 20 runs are made by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shield.local.postgres import Cluster
from tests import tally
from tests.fault.harness import EVENTS, Run, cluster

Ground = tuple[Cluster, Path]
SEED = 3  # one with two beats


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with cluster() as made:
        yield made


def test_nothing_is_lost_and_nothing_is_doubled_unsaid(ground: Ground) -> None:
    found = Run(*ground, SEED, unlocked=False).run()
    tally.add(
        "fault harness",
        mails=found.mails,
        files=found.files,
        faults=found.faults,
        lost=found.lost + found.documents_lost + found.files_lost,
        doubled=found.doubled + found.documents_doubled,
        uncertain=found.uncertain,
    )
    assert (found.lost, found.documents_lost) == (0, 0)
    assert (found.doubled, found.documents_doubled) == (0, 0)
    assert (found.files, found.files_lost, found.files_wrong) == (EVENTS // 2, 0, 0)
    assert found.uncertain > 0  # the mail that the letterbox took and did not confirm
    assert found.reminders_wrong == 0
    assert found.faults > 3


def test_without_the_guards_mails_come_twice_and_viruses_through(ground: Ground) -> None:
    """The negative control: with the guards taken away the same judgement finds both."""
    found = Run(*ground, SEED, unlocked=True).run()
    assert found.doubled > 0
    assert found.files_wrong > 0
