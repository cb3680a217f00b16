"""The published arrangements: loaded whole or not at all, twice without a change, and back out."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from partnership.models import (
    Body,
    Budget,
    Chairing,
    Priority,
    ReportingDuty,
    Rhythm,
    Seat,
    SeatRole,
    TimetableRow,
)
from shield.audit.models import Entry
from shield.demo.people import DATA

pytestmark = pytest.mark.django_db
PUBLISHED = DATA / "partnership"
COUNTS = {
    "agencies": 21,
    "groups": 8,
    "seats": 96,
    "reporting duties": 10,
    "timetable": 21,
    "meetings": 9,
    "priorities": 5,
    "policies": 30,
    "training activities": 6,
    "budgets": 1,
}


def run(command: str, folder: Path) -> str:
    said = io.StringIO()
    call_command(command, str(folder), stdout=said)
    return said.getvalue()


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows of the app, by model."""
    models = [*apps.get_app_config("partnership").get_models()]
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@pytest.fixture
def published() -> str:
    return run("load_partnership", PUBLISHED)


def test_every_table_is_loaded_and_counted(published: str) -> None:
    assert published == "".join(
        f"{title}: {count} added, 0 changed, 0 as before\n" for title, count in COUNTS.items()
    )


def test_no_published_file_is_left_aside(published: str) -> None:
    # Meetings have no file: they are lines of the timetable.
    assert len(list(PUBLISHED.glob("*.csv"))) == len(COUNTS) - 1
    assert "not loaded" not in published


def test_a_second_run_changes_nothing_and_says_so(published: str) -> None:
    before, entries = everything(), Entry.objects.count()
    said = run("load_partnership", PUBLISHED)
    assert said == "".join(
        f"{title}: 0 added, 0 changed, {count} as before\n" for title, count in COUNTS.items()
    ) + ("Nothing was changed.\n")
    assert everything() == before
    assert Entry.objects.count() == entries


def test_what_comes_out_is_what_went_in(published: str, tmp_path: Path) -> None:
    said = run("export_partnership", tmp_path / "out")
    names = sorted(path.name for path in PUBLISHED.glob("*.csv"))
    assert said.split() == names
    for name in names:
        assert rows(tmp_path / "out" / name) == rows(PUBLISHED / name), name


def test_loading_what_came_out_changes_nothing(published: str, tmp_path: Path) -> None:
    run("export_partnership", tmp_path / "out")
    before = everything()
    assert run("load_partnership", tmp_path / "out").endswith("Nothing was changed.\n")
    assert everything() == before


def test_an_export_overwrites_nothing(published: str, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("kept")
    with pytest.raises(CommandError, match=r"^groups.csv: there already in this folder"):
        run("export_partnership", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["groups.csv"]
    assert (tmp_path / "groups.csv").read_text() == "kept"


def test_an_empty_portal_exports_tables_that_load(tmp_path: Path) -> None:
    run("export_partnership", tmp_path / "out")
    assert run("load_partnership", tmp_path / "out").endswith("Nothing was changed.\n")


# --- What the words mean --------------------------------------------------------------------------


def test_a_group_keeps_its_words_and_gets_data_beside_them(published: str) -> None:
    executive = Body.objects.get(name="S.H.I.E.L.D. Executive")
    board = Body.objects.get(name="Partnership Board")
    assert executive.frequency == "8 a year: 1 week before and 2 weeks after each Partnership Board"
    assert (executive.rhythm, executive.around, executive.before_days, executive.after_days) == (
        Rhythm.AROUND,
        board,
        7,
        14,
    )
    assert (executive.parent, executive.chairing_kind) == (board, Chairing.JOINT)
    assert executive.quorum_rule == {"each_statutory_partner": True}
    assert (board.rhythm, board.quorum_rule, board.parent) == (Rhythm.QUARTERLY, {}, None)


def test_what_is_not_said_of_confidentiality_stays_unsaid(copied: Path, tmp_path: Path) -> None:
    replaced(copied, "groups.csv", "termly,,,no,", "termly,,,,")
    run("load_partnership", copied)
    said = dict(Body.objects.values_list("name", "needs_agreement"))
    assert said["Learning from Practice Group"] is True
    assert said["Partnership Board"] is False
    assert said["Designated Safeguarding Leads Network"] is None
    run("export_partnership", tmp_path / "out")
    assert rows(tmp_path / "out" / "groups.csv") == rows(copied / "groups.csv")


def test_seats_are_posts_of_agencies(published: str) -> None:
    chairs = Seat.objects.filter(body__name="Partnership Board", role=SeatRole.JOINT_CHAIR)
    assert sorted(seat.agency.name for seat in chairs) == [
        "London Borough of Bexley",
        "Metropolitan Police Service",
        "NHS Bexley CCG",
    ]


def test_a_duty_is_owed_to_a_body_here_or_outside(published: str) -> None:
    duties = {duty.to_words: duty for duty in ReportingDuty.objects.all()}
    inside = duties["Partnership Board (impact of training and learning)"]
    assert (str(inside.to_body), inside.about) == (
        "Partnership Board",
        "impact of training and learning",
    )
    outside = duties["CCG Quality and Safety Group"]
    assert (outside.to_body, outside.times_a_year) == (None, 2)


def test_a_priority_keeps_the_order_of_its_leads(published: str) -> None:
    priority = Priority.objects.get(year=2, number=4)
    assert [lead.agency.name for lead in priority.leads.order_by("order")] == [
        "Metropolitan Police Service",
        "London Borough of Bexley",
    ]


def test_a_whole_month_has_no_hours(published: str) -> None:
    row = TimetableRow.objects.get(title="Members consult (whole month)")
    assert (row.year, row.starts_at, row.ends_at, row.stage) == ("2019-20", None, None, "auditing")


def test_the_board_at_the_top_answers_for_the_budget(published: str) -> None:
    assert str(Budget.objects.get(year="2019-20").body) == "Partnership Board"


# --- Changes --------------------------------------------------------------------------------------


@pytest.fixture
def copied(published: str, tmp_path: Path) -> Path:
    """The published files, to be changed."""
    for path in PUBLISHED.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def replaced(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("groups.csv", "every 6 weeks", "monthly", "groups: 0 added, 1 changed, 7 as before"),
        ("groups.csv", ",quarterly,Civic", ",quarterly,Library", "groups: 0 added, 2 changed"),
        ("group_members.csv", "Law,member", "Law,chair", "seats: 0 added, 1 changed"),
        ("reporting_duties.csv", "Committee,1", "Committee,2", "reporting duties: 0 added, 1 ch"),
        ("priorities.csv", "; NHS Bexley CCG", "", "priorities: 0 added, 1 changed, 4 as before"),
        ("budget_2019_20.csv", "276550", "276550.50", "budgets: 0 added, 1 changed, 0 as before"),
        ("training_offer.csv", ",1,on", ",2,on", "training activities: 0 added, 1 changed"),
        ("timetable_2019_20.csv", "feedback", "listening", "timetable: 0 added, 1 changed"),
        ("policy_library.csv", "Neglect,,page", "Neglect,,form", "policies: 0 added, 1 changed"),
    ],
)  # fmt: skip
def test_a_changed_row_changes_its_record(
    copied: Path, name: str, old: str, new: str, said: str
) -> None:
    replaced(copied, name, old, new)
    assert said in run("load_partnership", copied)


def test_a_rhythm_follows_the_words_and_not_the_other_way(copied: Path) -> None:
    Body.objects.filter(name="Partnership Board").update(rhythm=Rhythm.MONTHLY)
    replaced(copied, "groups.csv", "every 6 weeks", "termly")
    run("load_partnership", copied)
    rhythms = dict(Body.objects.values_list("name", "rhythm"))
    assert rhythms["Learning from Practice Group"] == Rhythm.TERMLY
    assert rhythms["Partnership Board"] == Rhythm.MONTHLY


def test_groups_may_change_places(copied: Path) -> None:
    replaced(copied, "groups.csv", "Partnership Board,,the", "Partnership Board,Learning Hub,the")
    replaced(copied, "groups.csv", "Learning Hub,Partnership Board", "Learning Hub,")
    run("load_partnership", copied)
    parents = dict(Body.objects.values_list("name", "parent__name"))
    assert (parents["Partnership Board"], parents["Learning Hub"]) == ("Learning Hub", None)


def test_a_seat_that_was_ended_here_is_not_made_anew(copied: Path) -> None:
    Seat.objects.filter(post="Borough Commander").update(ends_on=date(2026, 1, 31))
    assert "Nothing was changed." in run("load_partnership", copied)


# --- Bad rows -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "reason"),
    [
        ("groups.csv", "no,plans", "perhaps,plans", 3, "confidentiality_agreement",
         "it must be “yes”, “no” or empty"),
        ("groups.csv", "Hub,Partnership Board", "Hub,The Moon", 4, "parent",
         "there is no group of this name"),
        ("groups.csv", "Partnership Board,,the", "Partnership Board,Learning Hub,the", 2, "parent",
         "the group would stand below itself"),
        ("groups.csv", "Learning Hub,", "Partnership Board,", 4, "group",
         "the group stands there twice"),
        ("groups.csv", ",,no,examines", f",{'q' * 301},no,examines", 4, "quorum",
         "it is longer than 300 characters"),
        ("group_members.csv", "Partnership Board,Cafcass", "The Moon,Cafcass", 10, "group",
         "there is no group of this name"),
        ("group_members.csv", "Partnership Board,Cafcass", "Partnership Board,NASA", 10, "agency",
         "there is no agency of this name"),
        ("group_members.csv", "Public Law,member", "Public Law,king", 10, "role",
         "it must be one of joint chair, chair, deputy chair, member, operations, scrutineer"),
        ("group_members.csv", "Secondary Lead,", "Primary Lead,", 9, "position",
         "it stands on line 8 of group_members.csv too"),
        ("reporting_duties.csv", "Strategic MASE,P", "The Moon,P", 8, "from_group",
         "there is no group of this name"),
        ("reporting_duties.csv", "Hub,Partnership Board,4", "Hub,Partnership Board,none", 10,
         "times_a_year", "it must be a whole number from 1 to 366"),
        ("timetable_2019_20.csv", "2020-02-01", "2020-02-30", 12, "date",
         "it must be a day, like 2026-01-31"),
        ("timetable_2019_20.csv", "2020-01-22,14:00,16:00", "2020-01-22,14:00,2pm", 8, "end",
         "it must be a time of day, like 09:30"),
        ("timetable_2019_20.csv", "2020-01-22,14:00,16:00", "2020-01-22,14:00,13:00", 8, "end",
         "it must be later than the start"),
        ("priorities.csv", "; NHS Bexley CCG", "; NASA", 6, "lead_agencies",
         "there is no agency “NASA”"),
        ("priorities.csv", "; NHS Bexley CCG", "; London Borough of Bexley", 6, "lead_agencies",
         "“London Borough of Bexley” stands there twice"),
        ("priorities.csv", "2,5,", "2,4,", 6, "number",
         "it stands on line 5 of priorities.csv too"),
        ("policy_library.csv", "Neglect,Neglect", ",Neglect", 11, "section", "it is empty"),
        ("training_offer.csv", ",1,on", ",5,on", 2, "audience_level",
         "it must be a whole number from 1 to 4"),
        ("budget_2019_20.csv", "276550", "lots", 2, "budgeted_expenditure_gbp",
         "it must be an amount in pounds, like 276550 or 276550.50"),
        ("budget_2019_20.csv", "2019-20,", "2018-19,", 2, "year",
         "it must be 2019-20, as the file is called"),
    ],
)  # fmt: skip
def test_a_bad_row_refuses_the_whole_load(
    copied: Path, name: str, old: str, new: str, line: int, column: str, reason: str
) -> None:
    replaced(copied, "agencies.csv", "Oxleas NHS Foundation Trust,health", "New Trust,health")
    replaced(copied, name, old, new)
    before, entries = everything(), Entry.objects.count()
    with pytest.raises(CommandError) as refused:
        run("load_partnership", copied)
    assert str(refused.value) == (
        f"{name}, line {line}, column “{column}”: {reason}. Nothing was loaded."
    )
    assert everything() == before
    assert Entry.objects.count() == entries
