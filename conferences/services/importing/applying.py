"""How are conferences scheduled in bulk? From a case-management system's export, whole or not."""

import csv
import io
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from conferences.models import Conference
from conferences.permissions import Perm
from conferences.services.family import add_child, edit_child
from conferences.services.handing_on import hand_on
from conferences.services.importing.cells import known_at
from conferences.services.importing.planning import WHY, Plan, gone, plans
from conferences.services.importing.reading import group
from conferences.services.importing.report import Report
from conferences.services.importing.table import COLUMNS, Wrongs, table_of
from conferences.services.requests import ask
from conferences.services.scheduling import FACTS, edit, move, schedule
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal

LOCK = "conferences.import"
# Invented: nobody has this NHS number, this address or these names.
EXAMPLE = (
    "CONF-1001", "initial", "FAM-2002", "2026-12-01T10:00", "120", "Room 4, Northshire House",
    "https://meet.example/conference", "2026-11-20T15:30", "chair@council.example",
    "administrator@council.example", "Somali", "Step-free way in", "CHILD-3003", "Alexandra",
    "Sample", "2019-03-04", "", "Female", "943 476 5919", "Hillside School",
    "Riverside Surgery", "1 Example Street", "no", "Northshire Police; Riverside Health Trust",
)  # fmt: skip


class ImportRunning(Refusal):
    """One import at a time, or two would schedule the same conference."""

    def __init__(self) -> None:
        super().__init__(
            "Another import is under way. Nothing was imported: run it again once that has ended."
        )


class Interrupted(Refusal):
    """Somebody changed a conference here while the file was being imported."""

    def __init__(self, row: int) -> None:
        super().__init__(
            f"Row {row}: this conference, or who may change it, changed here at the same time. "
            "Nothing was imported: run it again."
        )


@transaction.atomic
def import_conferences(*, path: Path, is_trial: bool, by: User, at: datetime) -> Report:
    """Schedule and change the conferences that a file names, all or none; none on trial.

    A file of a case-management system speaks for whoever runs each conference. So a conference
    that stands here, and what hangs on a new one, is changed in the name of its administrator (of
    its chair where the administrator may not change it any more), also where `by` does not see it:
    `by` must be somebody who may schedule conferences, schedules the new ones, and stands in the
    audit as who ran the import. Nothing of any conference is handed out but its reference.

    Raises BadFile with every bad cell, ImportRunning, Interrupted.
    """
    require(by, Perm.CHAIR)
    if not is_trial:
        _one_at_a_time()
    wrongs, report = Wrongs(), Report(is_trial)
    table, known = table_of(path), known_at(at)
    groups = group(table, known, wrongs)
    # The whole file is compared before anything is done: what is wrong at its end costs nothing.
    for plan in plans(groups, table, known, wrongs):
        if is_trial:
            report.count(plan)
    wrongs.refuse()
    report.gone = gone(groups)
    if not is_trial:
        for plan in plans(groups, table, known, wrongs):
            report.count(plan)
            _carry_out(plan, by, at)
        wrongs.refuse()  # what people did here in between may stand against it
        audit.record("conferences.imported", by, by=by, at=at, **report.counts)
    return report


def template() -> str:
    """The header line, and one row that is invented."""
    found = io.StringIO(newline="")
    csv.writer(found, lineterminator="\n").writerows((COLUMNS, EXAMPLE))
    return found.getvalue()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning


def _carry_out(plan: Plan, by: User, at: datetime) -> None:
    try:
        conference = plan.conference or _schedule(plan, by, at)
        if plan.acting is not None:
            _follow(plan, conference, plan.acting, at)
    except (Refusal, PermissionDenied) as refusal:
        raise Interrupted(plan.row) from refusal


def _schedule(plan: Plan, by: User, at: datetime) -> Conference:
    said = plan.said
    return schedule(
        kind=said["kind"],
        family_reference=said["family_reference"],
        external_reference=said["external_reference"],
        chair=said["chair_email"],
        administrator=said["administrator_email"],
        starts_at=said["starts_at"],
        token=uuid4(),
        by=by,
        at=at,
        **{name: said[name] for name in FACTS if name in said},
    )


def _follow(plan: Plan, conference: Conference, acting: User, at: datetime) -> None:
    """What hangs on a conference; who runs it changes last, since until then they may change it."""
    if plan.changed:
        edit(conference=conference, by=acting, at=at, **plan.changed)
    if plan.starts_at:
        move(conference=conference, starts_at=plan.starts_at, why=WHY, by=acting, at=at)
    for facts in plan.added:
        add_child(conference=conference, token=uuid4(), facts=facts, by=acting, at=at)
    for one in plan.edited:
        edit_child(child=one.child, facts=one.facts, seen=one.seen, by=acting, at=at)
    for agency in plan.asked:
        ask(conference=conference, agency=agency, practitioner=None, note="", by=acting, at=at)
    if plan.runs:
        chair, administrator = plan.runs
        hand_on(conference=conference, chair=chair, administrator=administrator, by=acting, at=at)
