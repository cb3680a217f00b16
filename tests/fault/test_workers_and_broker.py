"""Many submissions while the worker is killed and the broker is down: all of it arrives, once.

60 of them in `./test`; SHIELD_SUBMISSIONS=200 for the longer run that a release is tried with.
"""

import json
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from shield.local import environment
from shield.local.valkey import Server
from tests.fault.submitting import Submitter
from tests.journeys.portal import Portal, command, wait_for

COUNT = int(os.environ.get("SHIELD_SUBMISSIONS", "60"))
KILL_AT, STOP_AT, START_AT = COUNT // 3, COUNT // 2, COUNT * 3 // 4
LEADS = ("lead.health", "lead.authority", "lead.police", "lead.icb", "lead.school")
# Bounded: whatever has not arrived after this never will.
PATIENCE = 600
WAITING = (
    "SELECT (SELECT count(*) FROM notifications_notification "
    "WHERE state IN ('waiting', 'sending')) "
    "+ (SELECT count(*) FROM documents_document WHERE status = 'waiting')"
)


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A broker that is ours to stop: a portal's own is started again within seconds."""
    server = Server(tmp_path_factory.mktemp("broker"))
    server.ensure()
    yield server
    server.stop()


@contextmanager
def submitting(portal: Portal, drafts: dict[str, list[int]]) -> Iterator[list[Submitter]]:
    people = [Submitter(portal.url, account, mine) for account, mine in drafts.items()]
    for person in people:
        person.signs_in()
    for person in people:
        person.start()
    yield people
    for person in people:
        person.join(timeout=PATIENCE)
        assert not person.is_alive()


def worker_of(portal: Portal) -> psutil.Process:
    """The worker's main process, which has the others under it."""
    workers = [one for one in portal.processes() if "worker@portal-" in command(one)]
    inner = {one.pid for one in workers}
    return next(one for one in workers if one.ppid() not in inner)


def recipients(account: str) -> set[str]:
    """Who must be told of a notification: read from the demo's data, apart from the code."""
    file = environment.ROOT / "shield/demo/data/people.json"
    rows: list[dict[str, str]] = json.loads(file.read_text())["accounts"]
    told = {row["email"] for row in rows if row["role"] == "operations"}
    told |= {"lead.authority", account}
    agency = next(row["agency"] for row in rows if row["email"] == account)
    leads = {r["email"] for r in rows if r["role"] == "safeguarding-lead" and r["agency"] == agency}
    return {f"{one}@demo.example" for one in told | leads}


def waiting(portal: Portal) -> int:
    """How many mails and documents wait: asked of the database itself, which costs next to nothing.

    On a small machine a process of the portal for each look would take half of what it waits for.
    """
    with psycopg.connect(environment.cluster_of(portal.folder).url) as database:
        found = database.execute(WAITING).fetchone()
    assert found
    return int(found[0])


def test_nothing_is_lost_and_nothing_comes_twice(broker: Server) -> None:
    with Portal({"REDIS_URL": broker.url}) as portal:
        # Given finished drafts of five agencies, and nothing else that waits: of a mail that is
        # under way when its worker is killed nobody knows whether it arrived
        drafts = portal.run("tests.fault.prepare", str(COUNT), *LEADS)
        wait_for(
            lambda: waiting(portal) == 0,
            seconds=PATIENCE,
            what=lambda: f"{waiting(portal)} mails and documents of the demo to leave",
        )

        # When all are submitted, while the worker is killed and the broker goes away and returns
        with submitting(portal, drafts) as people:

            def until(number: int) -> None:
                wait_for(
                    lambda: sum(len(p.done) + len(p.failed) for p in people) >= number,
                    seconds=PATIENCE,
                    what=lambda: f"{number} submissions",
                    pause=0.02,
                )

            until(KILL_AT)
            worker_of(portal).send_signal(signal.SIGKILL)
            until(STOP_AT)
            broker.stop()
            until(START_AT)
            broker.ensure()
        assert [failure for person in people for failure in person.failed] == []

        # Then everything has arrived after a while
        wait_for(
            lambda: waiting(portal) == 0,
            seconds=PATIENCE,
            what=lambda: f"{waiting(portal)} mails and documents to arrive",
        )
        found = portal.run("tests.fault.verdict")

    # And each notification is there once, numbered without a gap, with the PDF that was hashed
    ours = {pk: account for account, mine in drafts.items() for pk in mine}
    assert len(ours) == COUNT
    assert {found["filed"][str(pk)][1] for pk in ours} == {"ready"}
    numbers = Counter(
        (year, int(number))
        for year, number in (
            re.fullmatch(r"SIN-(\d+)-(\d+)", reference).groups()  # type: ignore[union-attr]
            for reference, _ in found["filed"].values()
        )
    )
    for year in {year for year, _ in numbers}:
        taken = sorted(number for (other, number) in numbers if other == year)
        assert taken == list(range(1, len(taken) + 1))
    assert set(numbers.values()) == {1}

    # And everybody who must be told has exactly one mail about each
    references = {found["filed"][str(pk)][0]: account for pk, account in ours.items()}
    expected = Counter(
        (email, reference)
        for reference, account in references.items()
        for email in recipients(account)
    )
    told = Counter(
        (recipient, word)
        for recipient, subject in found["mails"]
        for word in re.findall(r"SIN-\d+-\d+", subject)
        if word in references
    )
    assert told == expected
    assert found["states"] == {"mails": ["sent"], "documents": ["ready"]}
