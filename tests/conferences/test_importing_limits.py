"""A long file costs little; two imports at once make each conference once."""

import threading
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from conferences import services
from conferences.models import Child, Conference, ReportRequest
from conferences.services.importing import ImportRunning, Interrupted, applying
from conferences.services.lists import load_lists
from shield.accounts.models import User
from shield.core.refusals import Refusal
from tests.conferences.files import load, row, write
from tests.personas import People, make_people
from tests.register import load_register


def many(conferences: int, children: int = 1) -> Iterator[dict[str, str]]:
    """Children of one conference stand far apart, as in a file that is sorted by name."""
    for child in range(children):
        for number in range(conferences):
            yield row(
                external_reference=f"CASE-{number}", child_reference=f"KID-{number}-{child}",
                child_nhs_number="", agencies="Northshire Police",
            )  # fmt: skip


@pytest.fixture
def ground(transactional_db: None) -> People:
    """As in every other test, but committed."""
    load_register()
    load_lists()
    return make_people()


def queries(path: Path, people: People, at: datetime) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        load(path, people.conference_chair, at, is_trial=True)
    return len(seen)


@pytest.mark.django_db
def test_a_batch_costs_the_same_however_many_are_in_it(
    tmp_path: Path, people: People, rules: None, at: datetime
) -> None:
    load_lists()
    new = [queries(write(tmp_path, *many(count, 2)), people, at) for count in (1, 3, 90)]
    assert new[0] == new[1] == new[2]
    # One query more for each further batch of new ones.
    assert queries(write(tmp_path, *many(250, 2)), people, at) == new[0] + 2
    load(write(tmp_path, *many(6, 2)), people.conference_chair, at)
    changed = [{**one, "place": "Hall", "child_gp": "Other"} for one in many(6, 2)]
    by_number = [
        queries(write(tmp_path, *[one for one in changed if one["external_reference"] in names]),
                people, at)
        for names in (("CASE-1",), ("CASE-1", "CASE-2", "CASE-3"))
    ]  # fmt: skip
    assert by_number[0] == by_number[1]


@pytest.mark.django_db
def test_memory_follows_the_file_and_not_what_is_made_of_it(
    tmp_path: Path, people: People, rules: None, at: datetime
) -> None:
    load_lists()
    path = write(tmp_path, *many(1500, 2))
    load(path, people.conference_chair, at, is_trial=True)  # what is made once is made
    tracemalloc.start()
    report = load(path, people.conference_chair, at, is_trial=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.new, report.children_added) == (1500, 3000)
    assert peak < 3 * path.stat().st_size + 2 * 1024**2


# --- Two at once ----------------------------------------------------------------------------------


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run all at the same moment, each with its own connection; results or refusals in order."""
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return task()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.mark.django_db(transaction=True)
def test_of_imports_at_once_each_conference_is_made_once(
    tmp_path: Path, ground: People, at: datetime
) -> None:
    path = write(tmp_path, *many(4, 2))
    results = at_once([lambda: load(path, ground.conference_chair, at)] * 4)
    done = [one for one in results if not isinstance(one, Refusal)]
    refused = [one for one in results if isinstance(one, Refusal)]
    assert {type(one) for one in refused} <= {ImportRunning}
    assert sum(one.new for one in done) == Conference.objects.count() == 4
    assert (Child.objects.count(), ReportRequest.objects.count()) == (8, 4)


@pytest.mark.django_db(transaction=True)
def test_while_one_import_runs_another_is_refused_and_a_dry_run_is_not(
    tmp_path: Path, ground: People, at: datetime
) -> None:
    path = write(tmp_path, row())
    with transaction.atomic():
        applying._one_at_a_time()
        [refused] = at_once([lambda: load(path, ground.conference_chair, at)])
        [tried] = at_once([lambda: load(path, ground.conference_chair, at, is_trial=True)])
    assert str(refused) == (
        "Another import is under way. Nothing was imported: run it again once that has ended."
    )
    assert tried.new == 1
    assert Conference.objects.count() == 0


@pytest.mark.django_db
def test_what_a_person_does_meanwhile_is_not_written_over(
    tmp_path: Path, people: People, rules: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_lists()
    load(write(tmp_path, row()), people.conference_chair, at)
    real = applying._follow

    def late(plan: Any, conference: Any, acting: User, at: datetime) -> None:
        if plan.conference:
            services.cancel(conference=conference, why="No harm found", by=acting, at=at)
        real(plan, conference, acting, at)

    monkeypatch.setattr(applying, "_follow", late)
    fresh = row(external_reference="CASE-0")
    with pytest.raises(Interrupted) as refused:
        load(write(tmp_path, fresh, row(place="Hall")), people.conference_chair, at)
    assert str(refused.value) == (
        "Row 3: this conference, or who may change it, changed here at the same time. "
        "Nothing was imported: run it again."
    )
    # Not the conference before it either.
    assert Conference.objects.count() == 1
