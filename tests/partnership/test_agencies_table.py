"""Agencies are loaded from their CSV file, whole or not at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shield.accounts.models import Agency, AgencyKind
from shield.audit.models import Entry

HEAD = "agency,kind,statutory_partner\n"
GOOD = HEAD + "Eastshire Council,local authority,yes\nEastshire Police,police,yes\n"
pytestmark = pytest.mark.django_db


def load(folder: Path, text: str | bytes | None = None) -> str:
    """Load a folder; what the command says."""
    import io

    if text is not None:
        data = text.encode() if isinstance(text, str) else text
        (folder / "agencies.csv").write_bytes(data)
    said = io.StringIO()
    call_command("load_partnership", str(folder), stdout=said)
    return said.getvalue()


def agencies() -> dict[str, tuple[str, bool, bool]]:
    return {
        one.name: (one.kind.name, one.is_statutory_partner, one.notifies_panel)
        for one in Agency.objects.select_related("kind")
    }


def test_agencies_are_loaded_with_kind_and_duty(tmp_path: Path) -> None:
    said = load(tmp_path, GOOD + "The Hill School,education,no\n")
    assert agencies() == {
        "Eastshire Council": ("Local authority", True, True),
        "Eastshire Police": ("Police", True, False),
        "The Hill School": ("Education", False, False),
    }
    assert said == "agencies: 3 added, 0 changed, 0 as before\n"


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    before = list(Agency.objects.values())
    assert load(tmp_path) == "agencies: 0 added, 0 changed, 2 as before\nNothing was changed.\n"
    assert list(Agency.objects.values()) == before


def test_a_changed_row_changes_that_agency(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    said = load(tmp_path, GOOD.replace("Police,police,yes", "Police,police,no"))
    assert said == "agencies: 0 added, 1 changed, 1 as before\n"
    assert agencies()["Eastshire Police"] == ("Police", False, False)


def test_loading_is_written_down_as_the_systems_work(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, GOOD.replace("Police,police,yes", "Police,police,no"))
    found = Entry.objects.order_by("pk").values_list("verb", "actor")
    assert list(found) == [
        ("agency.added", "system"),
        ("agency.added", "system"),
        ("agency.changed", "system"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        (GOOD + ",police,no\n", 4, "agency", "it is empty"),
        (GOOD + "Fire Brigade,,no\n", 4, "kind", "it is empty"),
        (GOOD + "Fire Brigade,!!!,no\n", 4, "kind", "it needs letters from a to z"),
        (GOOD + "Fire Brigade,fire,maybe\n", 4, "statutory_partner", "it must be “yes” or “no”"),
        (GOOD + "Fire Brigade,fire\n", 4, "statutory_partner", "the line has too few cells"),
        (GOOD + "Fire,fire,no,more\n", 4, "statutory_partner", "the line has too many cells"),
        (GOOD + "eastshire police,police,no\n", 4, "agency", "the agency stands on line 3 too"),
        (GOOD + f"{'x' * 201},police,no\n", 4, "agency", "it is longer than 200 characters"),
        (GOOD + f"Fire,{'x' * 61},no\n", 4, "kind", "it is longer than 60 characters"),
        (GOOD + "Fire\x07Brigade,fire,no\n", 4, "agency", "it holds a character that is not text"),
        (GOOD + '"Fire\nBrigade",fire,no\n', 4, "agency", "it holds a character that is not text"),
        ("\n\n" + GOOD, 1, "agency", "the column is missing"),
        ("agency,kind\n", 1, "statutory_partner", "the column is missing"),
        ("agency,kind,kind,statutory_partner\n", 1, "kind", "the column stands there twice"),
        (HEAD.strip() + ",notes\n", 1, "notes", "nothing is known of such a column"),
        ("", 1, "agency", "the column is missing"),
        (b"\xff\xfe\x00", 1, "agency", "the file is not UTF-8 text"),
        (None, 1, "agency", "there is no such file"),
    ],
)
def test_a_bad_row_refuses_the_whole_load(
    tmp_path: Path, text: str | bytes | None, line: int, column: str, reason: str
) -> None:
    with pytest.raises(CommandError) as refused:
        load(tmp_path, text)
    assert str(refused.value) == (
        f"agencies.csv, line {line}, column “{column}”: {reason}. Nothing was loaded."
    )
    assert (Agency.objects.count(), AgencyKind.objects.count()) == (0, 0)


def test_a_quote_that_never_closes_is_no_csv(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"agencies.csv, line \d, column “agency”: it is no CSV"):
        load(tmp_path, GOOD + '"Fire Brigade,fire,no\n')


def test_a_file_from_a_spreadsheet_is_read_alike(tmp_path: Path) -> None:
    load(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(agencies()) == 2


def test_names_with_commas_and_other_letters_are_kept(tmp_path: Path) -> None:
    load(tmp_path, HEAD + '"Kent, Surrey & Łódź Trust",health provider,no\n')
    assert list(agencies()) == ["Kent, Surrey & Łódź Trust"]


def test_files_of_which_nothing_is_known_are_named(tmp_path: Path) -> None:
    (tmp_path / "timetable_soon.csv").write_text("date\n")
    said = load(tmp_path, GOOD)
    assert "timetable_soon.csv: not loaded, nothing is known of such a file\n" in said
