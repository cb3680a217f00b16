"""No byte of the family's copy holds what is kept from them; the whole report does hold it."""

import io
from collections.abc import Callable
from datetime import datetime

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from conferences.models import Report
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.packing import made
from tests.conferences.writing import sent
from tests.documents.searching import found_in
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

# What is kept: plain, with letters that fonts join, in a script that is read from the right, so
# long that its line breaks within it, with a place to hyphenate it, and as nobody types it.
KEPT = {
    "plain": "Keptcanaryword",
    "joined": "Officefishflowcanary",
    "from the right": "كناريمحجوب",
    "broken": "Brokenoverlinescanary" * 8,
    "hyphenated": "Hyphen\u00adated\u00adcanary",
    "composed": "Żółćcanary",
}
AGREED, DETAILS, ADDRESS = "Agreedbycanary", "Detailscanary", "Confidentialcanary Lane"
OTHERS = ("Otherfamilycanary", "عائلةأخرى", "Otherfishofficecanary")
ALL_KEPT = (*KEPT.values(), AGREED, DETAILS, ADDRESS)


@pytest.fixture
def report(people: People, at: datetime) -> Report:
    conference = a_conference(people, at, children=0)
    a_child(conference, at, address=ADDRESS, address_confidential=True)
    by = people.health_practitioner
    return sent(
        asked(conference, people, at, "health", by), by, at,
        restricted={
            "restricted": "\n".join((*KEPT.values(), ADDRESS)),
            "restricted_details": DETAILS,
            "restricted_agreed_by": AGREED,
        },
    )  # fmt: skip


@pytest.fixture
def other(people: People, at: datetime) -> Report:
    """Of another family, by the same practitioner on the same day."""
    conference = a_conference(people, at, children=0, family_reference=OTHERS[0])
    a_child(conference, at, first_names=OTHERS[0], last_name=OTHERS[1])
    by = people.health_practitioner
    return sent(
        asked(conference, people, at, "health", by), by, at, signs={"working_well": OTHERS[2]}
    )


def test_what_is_kept_is_in_no_byte_of_it(other: Report, report: Report, at: datetime) -> None:
    assert report.family_document_id is not None
    data = made(report.family_document_id, at)
    assert [word for word in (*ALL_KEPT, *OTHERS) if found_in(data, word)] == []
    for also in ("hinder the investigation", "Information not to be shared"):
        assert not found_in(data, also)
    # It is a copy of the report, and the search reads it.
    assert found_in(data, "Grandmother helps")
    assert found_in(data, "Zebulonia Quillfeathery")


def test_the_same_search_finds_each_of_it_in_the_whole_report(
    other: Report, report: Report, at: datetime
) -> None:
    assert report.document_id is not None
    assert other.document_id is not None
    data, of_other = made(report.document_id, at), made(other.document_id, at)
    assert [word for word in ALL_KEPT if not found_in(data, word)] == []
    assert [word for word in OTHERS if found_in(data, word)] == []
    assert [word for word in OTHERS if not found_in(of_other, word)] == []


# --- Negative controls: wherever a file can hide a word, it is found ------------------------------

WORD = KEPT["from the right"]


def _in_xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = WORD


def _in_an_outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(WORD, 0))


def _in_an_element(key: str) -> Callable[[pikepdf.Pdf], None]:
    def changed(pdf: pikepdf.Pdf) -> None:
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure))
        element[key] = String(WORD)
        pdf.Root.StructTreeRoot["/Hidden"] = element

    return changed


HIDDEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "docinfo": lambda pdf: pdf.docinfo.__setitem__("/Subject", WORD),
    "XMP": _in_xmp,
    "bookmark": _in_an_outline,
    "attachment": lambda pdf: pdf.attachments.__setitem__("a.txt", WORD.encode()),
    "attachment's name": lambda pdf: pdf.attachments.__setitem__(f"{WORD}.txt", b""),
    "alternative text": _in_an_element("/Alt"),
    "actual text": _in_an_element("/ActualText"),
    "packed stream": lambda pdf: pdf.Root.__setitem__(
        "/Hidden", pdf.make_stream(WORD.encode("utf-16-be"))
    ),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_wherever_it_were_hidden_it_would_be_found(
    place: str, report: Report, at: datetime
) -> None:
    assert report.family_document_id is not None
    with pikepdf.open(io.BytesIO(made(report.family_document_id, at))) as pdf:
        HIDDEN[place](pdf)
        out = io.BytesIO()
        pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert found_in(out.getvalue(), WORD)
