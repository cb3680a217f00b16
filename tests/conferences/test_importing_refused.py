"""A file with anything wrong is refused whole; every wrong cell is named, and no content."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from conferences.models import ConferenceKind
from conferences.services.importing import reading
from shield.accounts.models import Agency
from tests.conferences.files import load, row, sibling, write
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
Refused = Callable[..., list[str]]
NO_ROLE = "nobody of this email address holds a role in which conferences are run"
NOT_A_MOMENT = "it must be a day and a London time, like 2026-12-01T10:00"
NOT_A_DAY = "it must be a day, like 2026-01-31"
NOT_A_LINK = "it must be an address that begins with https://"


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("external_reference", "", "it is empty"),
        ("external_reference", "C" * 61, "it is longer than 60 characters"),
        ("kind", "", "it is empty"),
        ("kind", "Initial", "it must be one of initial, pre-birth, review, transfer-in"),
        ("family_reference", "", "it is empty"),
        ("starts_at", "", "it is empty"),
        ("starts_at", "2026-12-15 10:00", NOT_A_MOMENT),
        ("starts_at", "2026-12-15T10:00Z", NOT_A_MOMENT),
        ("starts_at", "2026-02-30T10:00", NOT_A_MOMENT),
        ("starts_at", "2026-12-15T24:00", NOT_A_MOMENT),
        ("starts_at", "15/12/2026", NOT_A_MOMENT),
        ("starts_at", "9999-12-31T10:00", "it is years away from today"),
        (
            "starts_at",
            "2027-03-28T01:30",
            "the clocks go forward then, so there is no such time: choose another",
        ),
        (
            "starts_at",
            "2027-10-31T01:30",
            "the clocks go back then, so there are two such times: choose another",
        ),
        (
            "starts_at",
            "2026-11-23T23:59",
            "it is past, and no conference of this reference is here",
        ),
        ("minutes", "0", "it must be a whole number from 1 to 720"),
        ("minutes", "721", "it must be a whole number from 1 to 720"),
        ("minutes", "1.5", "it must be a whole number from 1 to 720"),
        ("minutes", "١٢", "it must be a whole number from 1 to 720"),
        ("place", "P" * 201, "it is longer than 200 characters"),
        ("place", "Hall\x00", "it holds a character that is not text"),
        ("place", "\u200b", "it holds nothing that can be seen"),
        ("link", "http://meet.example/x", NOT_A_LINK),
        ("link", "javascript:alert(1)", NOT_A_LINK),
        ("link", "https://", NOT_A_LINK),
        ("link", "https://[x", NOT_A_LINK),
        ("link", "https://meet.example/a b", NOT_A_LINK),
        ("triggered_at", "yesterday", NOT_A_MOMENT),
        (
            "triggered_at",
            "2026-11-24T14:31",
            "it must be in the past: from then on the time runs",
        ),
        (
            "triggered_at",
            "2026-10-25T01:30",
            "the clocks go back then, so there are two such times: choose another",
        ),
        ("triggered_at", "0202-11-20T09:00", "it is years away from today"),
        ("chair_email", "", "it is empty"),
        ("chair_email", "nobody@example.test", NO_ROLE),
        ("chair_email", "operations@example.test", NO_ROLE),
        ("chair_email", "health.lead@example.test", NO_ROLE),
        ("administrator_email", "leaver@example.test", NO_ROLE),
        ("child_reference", "", "it is empty"),
        ("child_last_name", "", "it is empty"),
        ("child_birth_date", "2026-11-25", "Date of birth must be today or in the past"),
        ("child_birth_date", "2026-02-30", NOT_A_DAY),
        ("child_birth_date", "04/03/2019", NOT_A_DAY),
        ("child_birth_date", "0019-03-04", "it is too long ago for a child"),
        ("child_expected_date", "2026-12-30", "a child is born or expected, not both"),
        (
            "child_birth_date",
            "",
            "it is empty, and so is the expected date: one of both is needed",
        ),
        (
            "child_nhs_number",
            "943 476 5918",
            "it must be a valid NHS number, ten digits of which the last one checks",
        ),
        (
            "child_nhs_number",
            "none",
            "it must be a valid NHS number, ten digits of which the last one checks",
        ),
        ("child_address_confidential", "", "it is empty"),
        ("child_address_confidential", "perhaps", "it must be “yes” or “no”"),
        ("agencies", "Quillfeathery Trust", "agency 1 in it is not known here by this name"),
        (
            "agencies",
            "Northshire Police; Northshire PCT",
            "agency 2 in it is not known here by this name",
        ),
        (
            "agencies",
            "Northshire Police; Northshire CCG",
            "Northshire CCG is no longer part of the partnership. Ask Northshire ICB instead",
        ),
        ("agencies", "Northshire Trust", "Northshire Trust is not part of the partnership yet"),
    ],
)
def test_a_cell_that_is_wrong_is_named_with_its_row(
    refused: Refused, people: People, column: str, cell: str, reason: str
) -> None:
    kind = people.agencies.icb.kind
    Agency.objects.create(
        name="Northshire CCG", kind=kind, valid_to=date(2022, 6, 30),
        succeeded_by=people.agencies.icb,
    )  # fmt: skip
    Agency.objects.create(name="Northshire Trust", kind=kind, valid_from=date(2027, 4, 1))
    good = row(external_reference="CASE-2")
    assert refused(good, row(**{column: cell})) == [f"Row 3, column “{column}”: {reason}."]


def test_an_expected_day_is_within_a_year(refused: Refused) -> None:
    unborn = row(child_birth_date="", child_expected_date="2028-01-01")
    assert refused(unborn) == [
        "Row 2, column “child_expected_date”: Expected date of delivery must be within a year of "
        "today."
    ]


def test_all_that_is_wrong_is_named_and_not_only_the_first(refused: Refused) -> None:
    assert refused(
        row(kind="", minutes="many", starts_at="2026-01-01T10:00"),
        row(external_reference="CASE-2", child_nhs_number="1", agencies="Nobody;Neither"),
    ) == [
        "Row 2, column “kind”: it is empty.",
        "Row 2, column “starts_at”: it is past, and no conference of this reference is here.",
        "Row 2, column “minutes”: it must be a whole number from 1 to 720.",
        "Row 3, column “child_nhs_number”: it must be a valid NHS number, ten digits of which the "
        "last one checks.",
        "Row 3, column “agencies”: agency 1 in it is not known here by this name; agency 2 in it "
        "is not known here by this name.",
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("kind", "review"),
        ("family_reference", "FAM-1"),
        ("starts_at", "2026-12-15T10:30"),
        ("minutes", ""),
        ("place", "Hall"),
        ("link", ""),
        ("triggered_at", "2026-11-20T09:01"),
        ("chair_email", "other.chair@example.test"),
        ("administrator_email", "other.chair@example.test"),
        ("interpreter", "None"),
        ("access_needs", ""),
        ("agencies", "Northshire Police"),
    ],
)
def test_rows_of_one_conference_that_contradict_each_other(
    refused: Refused, column: str, cell: str
) -> None:
    other = row(external_reference="CASE-2")
    assert refused(row(), other, sibling(**{column: cell})) == [
        f"Row 4, column “{column}”: it is not what row 2 says of the same conference."
    ]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"child_reference": "kid -1", "child_nhs_number": ""}, "child_reference"),
        ({"child_nhs_number": "9434765919"}, "child_nhs_number"),
    ],
)
def test_the_same_child_twice(refused: Refused, cells: dict[str, str], column: str) -> None:
    assert refused(row(), sibling(**cells)) == [
        f"Row 3, column “{column}”: the same child of this conference is in row 2."
    ]


def test_more_children_than_a_family_has(refused: Refused) -> None:
    rows = [sibling(child_reference=f"K-{number}") for number in range(reading.MOST_CHILDREN + 1)]
    assert refused(*rows) == [
        "Row 32, column “external_reference”: more than 30 rows are of the same conference."
    ]


# --- What stands here already ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            {"kind": "review"},
            "Row 2, column “kind”: it was scheduled here as another kind, which stays.",
        ),
        (
            {"family_reference": "FAM-1"},
            "Row 2, column “family_reference”: it was scheduled here for another family, which "
            "stays.",
        ),
        (
            {"starts_at": "2026-11-23T10:00"},
            "Row 2, column “starts_at”: a conference to come cannot move to a day that is past.",
        ),
        (
            {"child_reference": "KID-7"},
            "Row 2, column “child_nhs_number”: another child of this conference, with another "
            "reference, has it here.",
        ),
    ],
)
def test_what_contradicts_what_stands_here(
    refused: Refused, tmp_path: Path, people: People, at: datetime, cells: dict[str, str], line: str
) -> None:
    load(write(tmp_path, row()), people.conference_chair, at)
    assert refused(row(**cells)) == [line]


def test_a_day_that_has_passed_here_is_no_fault_of_the_file(
    refused: Refused, tmp_path: Path, people: People, at: datetime
) -> None:
    path = write(tmp_path, row())
    load(path, people.conference_chair, at)
    report = load(path, people.conference_chair, at + timedelta(days=40))
    assert (report.unchanged, report.moved) == (1, 0)


def test_a_kind_that_is_no_longer_offered_is_scheduled_no_more_and_stays_where_it_is(
    refused: Refused, tmp_path: Path, people: People, at: datetime
) -> None:
    path = write(tmp_path, row())
    load(path, people.conference_chair, at)
    ConferenceKind.objects.filter(code="initial").update(is_offered=False)
    assert load(path, people.conference_chair, at).unchanged == 1
    assert refused(row(external_reference="CASE-2")) == [
        "Row 2, column “kind”: no more conferences of this kind are scheduled."
    ]
