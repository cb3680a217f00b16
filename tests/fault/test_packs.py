"""Packs of many families while workers are killed: each is made once, of its own family alone.

12 of them in `./test`; SHIELD_PACKS=100 for the longer run that a release is tried with.
"""

import os
import random
import signal
from collections import Counter
from typing import Any

import psutil
import psycopg
import pytest

from shield.local import environment
from tests.journeys.portal import Portal, command, wait_for

COUNT = int(os.environ.get("SHIELD_PACKS", "12"))
# How often a process is killed: of the worker's, now its first, now one of those that render.
KILLS = max(4, COUNT // 8)
PATIENCE = 300 + 20 * COUNT
MADE = (
    "SELECT count(*) FROM documents_document AS document JOIN conferences_pack AS pack "
    "ON document.id IN (pack.document_id, pack.annex_id) WHERE status = %s"
)


def number(portal: Portal, status: str) -> int:
    """How many parts of packs are in a state, asked of the database itself."""
    with psycopg.connect(environment.cluster_of(portal.folder).url) as database:
        found = database.execute(MADE, (status,)).fetchone()
    assert found
    return int(found[0])


def workers(portal: Portal) -> list[psutil.Process]:
    """The worker's processes, the first among them."""
    return [one for one in portal.processes() if "worker@portal-" in command(one)]


def kill_one(portal: Portal, chance: random.Random) -> bool:
    """SIGKILL to one of the worker's processes, by its id; whether there was one."""
    if not (found := workers(portal)):
        return False
    victim = chance.choice(sorted(found, key=lambda one: one.pid))
    try:
        victim.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return False
    return True


def wrong_in(parts: list[list[Any]], families: dict[str, int]) -> list[str]:
    """What is not as it should be: each part there once, the file that was hashed, with the words
    of its own family alone and its pages counted right.
    """
    whose = {pack: word for word, pack in families.items()}
    wrong = []
    for pack, part, state, words, pages in parts:
        if state != "ready":
            wrong.append(f"{part} of {pack} is {state}")
        elif words != [whose.get(pack)]:
            wrong.append(f"{part} of {pack} holds {words}")
        elif pages != [f"Page {place} of {len(pages)}" for place in range(1, len(pages) + 1)]:
            wrong.append(f"{part} of {pack} has pages {pages}")
    found = Counter((pack, part) for pack, part, *_ in parts)
    wanted = Counter((pack, part) for pack in whose for part in ("pack", "annex"))
    wrong += [f"{part} of {pack} is lost" for pack, part in wanted - found]
    return wrong + [f"{part} of {pack} is there too often" for pack, part in found - wanted]


WORDS = {"Qzaaaazq": 1}
WHOLE = [[1, "pack", "ready", ["Qzaaaazq"], ["Page 1 of 2", "Page 2 of 2"]],
         [1, "annex", "ready", ["Qzaaaazq"], ["Page 1 of 1"]]]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (WHOLE, []),
        ([WHOLE[0]], ["annex of 1 is lost"]),
        ([*WHOLE, WHOLE[0]], ["pack of 1 is there too often"]),
        (
            [[1, "pack", "ready", ["Qzaaaazq", "Qzaaabzq"], ["Page 1 of 1"]], WHOLE[1]],
            ["pack of 1 holds ['Qzaaaazq', 'Qzaaabzq']"],
        ),
        ([[1, "pack", "ready", [], ["Page 1 of 1"]], WHOLE[1]], ["pack of 1 holds []"]),
        (
            [[1, "pack", "ready", ["Qzaaaazq"], ["Page 1 of 2", "Page 1 of 2"]], WHOLE[1]],
            ["pack of 1 has pages ['Page 1 of 2', 'Page 1 of 2']"],
        ),
        ([[1, "pack", "waiting", [], []], WHOLE[1]], ["pack of 1 is waiting"]),
    ],
)
def test_what_is_wrong_with_a_pack_is_found(parts: list[list[Any]], said: list[str]) -> None:
    assert wrong_in(parts, WORDS) == said


def test_each_pack_is_made_once_and_holds_its_own_family_alone() -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # shown where it fails
    chance, parts = random.Random(seed), 2 * COUNT
    with Portal() as portal:
        # When all the packs are asked for at once, and the worker's processes are killed meanwhile
        families = portal.run("tests.fault.packs", "make", str(COUNT), seconds=PATIENCE)
        assert len(families) == COUNT
        killed = 0
        while killed < KILLS and number(portal, "waiting"):
            before = number(portal, "ready")
            killed += kill_one(portal, chance)
            # Another dies once there was some work, or nothing was left to do.
            wait_for(
                lambda: number(portal, "ready") > before or not number(portal, "waiting"),  # noqa: B023
                seconds=PATIENCE,
                what=lambda: f"more than {before} parts",  # noqa: B023
            )
        assert killed

        # Then all of them are there after a while
        wait_for(
            lambda: number(portal, "ready") == parts,
            seconds=PATIENCE,
            what=lambda: f"{parts} parts; {number(portal, 'ready')} are ready",
        )
        found = portal.run("tests.fault.packs", "verdict", seconds=PATIENCE)

    assert wrong_in(found["parts"], families) == []
    # No file is left of what was being made when somebody died, and none is missing.
    assert (found["astray"], found["gone"]) == ([], [])
