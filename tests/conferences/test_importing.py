"""Conferences come from a case-management system, again and again, without a double."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.models import Born, Child, Conference, RelativeFlag, ReportRequest, Status
from conferences.services.importing import Report
from conferences.services.lists import load_lists
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.core import csv
from shield.core.london import LONDON
from shield.notifications.models import Notification
from tests.conferences.files import load, row, sibling, write
from tests.conferences.test_scheduling import told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules", "kinds")]


@pytest.fixture
def kinds(db: None) -> None:
    load_lists()


@pytest.fixture
def run(tmp_path: Path, people: People, at: datetime) -> Callable[..., Report]:
    """Import some rows as the chair; `is_trial` tries it first."""

    def run(*rows: dict[str, str], is_trial: bool = False) -> Report:
        return load(write(tmp_path, *rows), people.conference_chair, at, is_trial=is_trial)

    return run


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows that an import could touch but the audit, by model."""
    models: list[Any] = [*apps.get_app_config("conferences").get_models(), Notification]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


def done(report: Report) -> dict[str, int]:
    """What an import did, of which there was any."""
    return {name: number for name, number in report.counts.items() if number}


def test_a_conference_with_its_children_and_who_is_asked(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    report = run(row(administrator_email="OTHER.CHAIR@example.test"), sibling(
        administrator_email="other.chair@example.test",
        child_birth_date="", child_expected_date="2027-02-01", child_address_confidential="YES",
    ))  # fmt: skip
    assert done(report) == {"new": 1, "children_added": 2, "agencies_asked": 2}
    made = Conference.objects.get()
    assert (made.chair, made.administrator) == (people.conference_chair, people.other_chair)
    assert (made.external_reference, made.family_reference, made.kind.code, made.minutes) == (
        "CASE-1", "FAM-7731", "initial", 90,
    )  # fmt: skip
    assert made.starts_at == datetime(2026, 12, 15, 10, tzinfo=LONDON)
    assert made.clock is not None
    assert made.clock.due_on == date(2026, 12, 11)
    assert [
        (one.external_reference, one.first_names, one.born, one.birth_date, one.expected_on,
         one.nhs_number, one.address_confidential)
        for one in made.children.present()
    ] == [
        ("KID-1", "Zebulonia", Born.BORN, date(2019, 3, 4), None, "9434765919", False),
        ("KID-2", "Zoltan", Born.UNBORN, None, date(2027, 2, 1), "", True),
    ]  # fmt: skip
    assert [one.agency for one in made.requests.by_agency()] == [
        people.agencies.police, people.agencies.health,
    ]  # fmt: skip
    # Who is to run it is told, but for who ran the import.
    assert told(people.other_chair, made) == ["CPC-2026-0001: you run this conference"]
    assert told(people.conference_chair, made) == []
    assert len(told(people.health_lead, made)) == len(told(people.police_lead, made)) == 1


def test_a_relative_of_staff_is_flagged(run: Callable[..., Report], people: People) -> None:
    staff, other = people.health_practitioner, people.police_lead
    first, last = staff.full_name.upper().split()
    rows = row(child_first_names=first, child_last_name=last), sibling()
    run(*rows, is_trial=True)
    assert not RelativeFlag.objects.exists()
    run(*rows)
    flag = RelativeFlag.objects.get()
    assert (flag.user, flag.by, flag.decision) == (staff, RelativeFlag.By.NAME, "")
    assert flag.conference == Conference.objects.get()
    assert flag.child is not None
    assert flag.child.external_reference == "KID-1"
    # The same file flags nobody twice; a name that it changes is looked at too.
    run(*rows)
    assert RelativeFlag.objects.get() == flag
    first, last = other.full_name.split()
    run(rows[0], sibling(child_first_names=first, child_last_name=last))
    assert RelativeFlag.objects.exclude(pk=flag.pk).get().user == other


def test_a_dry_run_says_the_same_and_does_nothing(run: Callable[..., Report]) -> None:
    before, entries = everything(), Entry.objects.count()
    trial = run(row(), sibling(), is_trial=True)
    assert (everything(), Entry.objects.count()) == (before, entries)
    assert trial.counts == run(row(), sibling()).counts


def test_the_same_file_again_changes_nothing_and_tells_nobody(run: Callable[..., Report]) -> None:
    rows = row(), sibling(), row(external_reference="CASE-2", child_reference="KID-9", agencies="")
    run(*rows)
    before, entries = everything(), Entry.objects.count()
    assert done(run(*rows)) == {"unchanged": 2}
    assert everything() == before
    # That it ran is all that was written down.
    assert Entry.objects.count() == entries + 1


def test_references_are_the_same_whatever_their_spaces_and_capitals(
    run: Callable[..., Report],
) -> None:
    run(row())
    again = row(external_reference="case -1", child_reference="kid-1", family_reference="fam-7731")
    assert done(run(again)) == {"unchanged": 1}


def test_what_is_said_otherwise_is_changed_and_named_by_its_column(
    run: Callable[..., Report],
) -> None:
    run(row())
    changed = row(place="Hall", triggered_at="2026-11-19T09:00", child_school="Hillside")
    report = run(changed)
    assert done(report) == {"changed": 1, "children_changed": 1}
    assert report.details == [
        "CPC-2026-0001 (row 2): changed: place, triggered_at, child_school"
    ]  # fmt: skip
    found, child = Conference.objects.get(), Child.objects.get()
    assert (found.place, child.school, child.last_name) == ("Hall", "Hillside", "Quillfeathery")
    assert found.clock is not None
    assert found.clock.due_on == date(2026, 12, 10)


def test_an_empty_cell_leaves_what_stands_here(run: Callable[..., Report]) -> None:
    run(row())
    before = everything()
    empty = row(
        minutes="", place="", link="", triggered_at="", interpreter="", access_needs="",
        child_first_names="", child_sex="", child_nhs_number="", child_school="", child_gp="",
        child_address="", agencies="",
    )  # fmt: skip
    assert done(run(empty)) == {"unchanged": 1}
    assert everything() == before


def test_another_day_moves_it_and_tells_who_was_asked(
    run: Callable[..., Report], people: People
) -> None:
    run(row())
    assert done(run(row(starts_at="2026-12-16T10:00"))) == {"moved": 1}
    moved = Conference.objects.get()
    assert moved.starts_at == datetime(2026, 12, 16, 10, tzinfo=LONDON)
    assert moved.moves.get().why == "Moved in the case-management system"
    assert told(people.health_lead, moved)[-1] == "CPC-2026-0001: the conference moved"
    # And back: the last move was the file's own.
    assert done(run(row())) == {"moved": 1}


@pytest.mark.parametrize("days", [None, 30])
def test_moved_here_by_hand_it_stays_until_the_file_gives_another_day(
    run: Callable[..., Report], people: People, at: datetime, days: int | None
) -> None:
    run(row())
    day = at + timedelta(days=days) if days else None
    services.move(
        conference=Conference.objects.get(), starts_at=day, why="No interpreter",
        by=people.conference_chair, at=at,
    )  # fmt: skip
    report = run(row())
    assert done(report) == {"unchanged": 1}
    assert list(report.left.values()) == [["CPC-2026-0001"]]
    assert Conference.objects.get().starts_at == day
    assert done(run(row(starts_at="2026-12-18T10:00"))) == {"moved": 1}
    assert Conference.objects.get().status == Status.SCHEDULED


def test_others_run_it_from_now_on(run: Callable[..., Report], people: People) -> None:
    run(row())
    other = "other.chair@example.test"
    report = run(row(chair_email=other, administrator_email=other, place="Hall"))
    assert report.details == [
        "CPC-2026-0001 (row 2): changed: place, chair_email, administrator_email"
    ]  # fmt: skip
    found = Conference.objects.get()
    assert (found.chair, found.administrator, found.place) == (
        people.other_chair, people.other_chair, "Hall",
    )  # fmt: skip
    # The first chair imports, and reads it no more; the file speaks for who runs it.
    assert (
        list(Conference.objects.visible_to(User.objects.get(pk=people.conference_chair.pk))) == []
    )
    third = row(chair_email=other, administrator_email=other, place="Room 2")
    assert done(run(third)) == {"changed": 1}


def test_an_unborn_child_is_born_and_stays_so(run: Callable[..., Report]) -> None:
    unborn = row(child_birth_date="", child_expected_date="2026-12-01", child_first_names="")
    run(unborn)
    report = run(row(child_birth_date="2026-11-22"))
    assert done(report) == {"changed": 1, "children_born": 1}
    child = Child.objects.get()
    assert (child.born, child.birth_date, child.expected_on, child.first_names) == (
        Born.BORN, date(2026, 11, 22), None, "Zebulonia",
    )  # fmt: skip
    report = run(unborn)
    assert done(report) == {"unchanged": 1}
    assert list(report.left) == [
        "A child was born here, whom the file still expects: left as born"
    ]  # fmt: skip


def test_a_child_can_come_late_and_one_who_vanished_is_only_reported(
    run: Callable[..., Report],
) -> None:
    run(row())
    assert done(run(row(), sibling())) == {"changed": 1, "children_added": 1}
    before = everything()
    report = run(sibling())
    assert done(report) == {"unchanged": 1}
    assert report.left == {"A child here is not in the file: left as it is": ["CPC-2026-0001"]}
    assert everything() == before


def test_a_child_added_by_hand_is_known_by_the_nhs_number(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row())
    Child.objects.update(external_reference="", external_fingerprint="")
    report = run(row())
    assert report.details == ["CPC-2026-0001 (row 2): changed: child_reference"]
    assert Child.objects.get().external_reference == "KID-1"


def test_a_child_taken_off_here_stays_off_and_a_confidential_address_stays_so(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row(), sibling(child_address_confidential="yes"))
    first, second = Child.objects.order_by("pk")
    services.set_removed(person=first, removed=True, by=people.conference_chair, at=at)
    report = run(row(child_school="Hillside"), sibling())
    assert done(report) == {"unchanged": 1}
    assert list(report.left) == [
        "A child of the file was taken off here: left off",
        "An address is confidential here and not in the file: kept confidential",
    ]
    second.refresh_from_db()
    assert second.address_confidential


def test_only_who_was_not_asked_yet_is_asked(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row())
    police, health = ReportRequest.objects.order_by("agency__name")
    services.withdraw(request=police, by=people.conference_chair, at=at)
    services.decline(
        request=health, reason="not-known", details="", by=people.health_lead, at=at
    )  # fmt: skip
    names = "Northshire Police;Riverside Health Trust;hillside  school;"
    assert done(run(row(agencies=names))) == {"changed": 1, "agencies_asked": 1}
    assert sorted(ReportRequest.objects.values_list("agency__name", "status")) == [
        ("Hillside School", "asked"),
        ("Northshire Police", "withdrawn"),
        ("Riverside Health Trust", "declined"),
    ]


def test_what_was_cancelled_here_is_never_changed(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row())
    services.cancel(
        conference=Conference.objects.get(), why="No harm found", by=people.conference_chair, at=at
    )
    before = everything()
    later = row(starts_at="2026-12-20T10:00", place="Hall", family_reference="FAM-1")
    report = run(later, {**later, "child_reference": "KID-5", "child_nhs_number": ""})
    assert done(report) == {"left": 1}
    assert report.left == {"Held or cancelled here: nothing was changed": ["CPC-2026-0001"]}
    assert everything() == before


def test_what_is_to_come_and_not_in_the_file_is_only_reported(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row(), row(external_reference="CASE-2"), row(external_reference="CASE-3"))
    services.cancel(
        conference=Conference.objects.from_case_system("CASE-3").get(), why="No harm found",
        by=people.conference_chair, at=at,
    )  # fmt: skip
    before = everything()
    report = run(row())
    assert report.gone == ["CPC-2026-0002"]
    assert everything() == before


def test_one_that_nobody_may_change_any_more_is_reported(
    run: Callable[..., Report], people: People, at: datetime
) -> None:
    run(row())
    Conference.objects.update(chair=people.operations, administrator=people.operations)
    report = run(row(place="Hall"))
    assert done(report) == {"left": 1}
    assert Conference.objects.get().place == "Wobblestone House"


def test_what_looks_like_a_formula_is_text_and_leaves_as_text(run: Callable[..., Report]) -> None:
    run(row(place="=1+1", child_last_name="@Quill", child_school="-2", child_gp="+44 1632"))
    place, child = Conference.objects.get().place, Child.objects.get()
    assert [place, child.last_name, child.school, child.gp] == ["=1+1", "@Quill", "-2", "+44 1632"]
    assert [csv.cell(one) for one in (place, child.last_name, child.school, child.gp)] == [
        "'=1+1", "'@Quill", "'-2", "'+44 1632",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["operations", "authority_lead", "health_lead", "board_member"])
def test_only_who_may_schedule_imports(
    tmp_path: Path, people: People, at: datetime, who: str
) -> None:
    for is_trial in (True, False):
        with pytest.raises(PermissionDenied):
            load(write(tmp_path, row()), getattr(people, who), at, is_trial=is_trial)
    assert Conference.objects.count() == 0


def test_the_audit_says_who_ran_it_with_counts_alone(
    run: Callable[..., Report], people: People
) -> None:
    report = run(row(), sibling())
    entry = Entry.objects.get(verb="conferences.imported")
    assert (entry.actor_id, entry.subject_id) == (people.conference_chair.pk,) * 2
    assert entry.facts == report.counts
    assert all(isinstance(number, int) for number in entry.facts.values())


def test_whoever_tries_a_long_file_is_told_that_it_keeps_others_waiting(
    run: Callable[..., Report],
) -> None:
    rows = [row(external_reference=f"CASE-{number}") for number in range(51)]
    words = "Meanwhile nobody else's work can be written down: apply it when few people work, or "
    assert [
        sum(line.startswith(words) for line in run(*some, is_trial=True).lines())
        for some in (rows[:50], rows)
    ] == [0, 1]
