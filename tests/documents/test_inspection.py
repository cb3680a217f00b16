"""The process that looks into a file: what it writes, and what it stands on."""

import io
import json
import subprocess
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from shield.documents import checking, inspection, scanning
from shield.documents.allowed import REFUSALS, NotAllowed
from shield.documents.inspection import pdfs
from shield.documents.inspection.addresses import Place, place_of
from tests.documents.made_files import HOSTILE, INNOCENT
from tests.documents.made_parts import Made, photographed


def found(made: Made, folder: Path) -> dict[str, str]:
    """What becomes of a file: scanned first, as in the portal, then looked into."""
    source = folder / "source"
    source.write_bytes(made())
    if not scanning.scan(source).is_clean:
        return {"refused": "virus"}
    return checking.inspect(source, folder / "copy")


def test_a_picture_loses_place_and_time_and_stands_upright(tmp_path: Path) -> None:
    source = Image.open(io.BytesIO(photographed()))
    assert source.getexif().get_ifd(0x8825)
    found(photographed, tmp_path)
    with Image.open(tmp_path / "copy") as copy:
        assert (copy.size, dict(copy.getexif())) == (source.size[::-1], {})


def test_what_follows_a_picture_is_cut_off(tmp_path: Path) -> None:
    found(lambda: INNOCENT["drawing.png"]() + b"<script>alert(1)</script>PK\x03\x04", tmp_path)
    assert b"script" not in (tmp_path / "copy").read_bytes()


def test_a_pdf_is_written_anew_from_what_was_looked_at(tmp_path: Path) -> None:
    hidden = b"9 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"
    found(lambda: INNOCENT["plain.pdf"]() + hidden, tmp_path)
    assert b"JavaScript" not in (tmp_path / "copy").read_bytes()
    with pikepdf.open(tmp_path / "copy") as copy:
        assert len(copy.pages) == 1


def test_the_process_has_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        seen.update(options)
        return subprocess.CompletedProcess(command, 0, json.dumps({"kind": "txt"}), "")

    monkeypatch.setattr(checking.subprocess, "run", run)
    checking.inspect(tmp_path / "a", tmp_path / "b")
    assert set(seen["env"]) == {"PATH", "PYTHONPATH"}  # type: ignore[call-overload]


def test_a_link_to_a_share_is_taken_out_of_the_copy(tmp_path: Path) -> None:
    for name in ("with a link to a share.pdf", "with a bookmark to a share.pdf"):
        source, copy = tmp_path / "source", tmp_path / "copy"
        source.write_bytes(INNOCENT[name]())
        assert b"evil.example" in source.read_bytes()
        assert inspection.main(source, copy) == {"kind": "pdf"}
        assert b"evil.example" not in copy.read_bytes()
        assert sorted(tmp_path.iterdir()) == [copy, source]


def test_a_field_for_a_date_stays_and_loses_its_script(tmp_path: Path) -> None:
    found(INNOCENT["with a date field.pdf"], tmp_path)
    assert b"AFDate" not in (tmp_path / "copy").read_bytes()
    with pikepdf.open(tmp_path / "copy") as copy:
        [field] = copy.Root.AcroForm.Fields
        assert (str(field.T), "/AA" in field) == ("date", False)


def test_a_link_to_a_page_stays(tmp_path: Path) -> None:
    found(INNOCENT["linked.pdf"], tmp_path)
    with pikepdf.open(tmp_path / "copy") as copy:
        assert str(copy.pages[0].Annots[0].A.URI) == "https://www.gov.uk"


@pytest.mark.parametrize(
    ("group", "name", "code"),
    [
        ("commands and links", "to a share.docx", "link"),
        ("commands and links", "by pointing.pptx", "link"),
        ("programs within office", "binary.docx", "part"),
        ("programs within office", "film.pptx", "part"),
        ("programs within office", "b.docx", "part"),
        ("programs within office", "by pointing.pptx", "macros"),
        ("fetched from outside", "template on a share.docx", "outside"),
        ("fetched from outside", "template in sixteen.docx", "outside"),
        ("commands and links", "e.docx", "macros"),
    ],
)
def test_a_refusal_names_what_can_be_done_about_it(
    tmp_path: Path, group: str, name: str, code: str
) -> None:
    source = tmp_path / "source"
    source.write_bytes(HOSTILE[group][name]())
    with pytest.raises(NotAllowed) as refusal:
        inspection.main(source, tmp_path / "copy")
    assert refusal.value.code == code
    assert "and add that" in REFUSALS[code]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://www.gov.uk", Place.WEB),
        ("HTTP://www.gov.uk", Place.WEB),
        ("mailto:a@example.org", Place.PERSON),
        ("#heading", Place.HERE),
        ("minutes.docx", Place.HERE),
        ("file:///C:\\a.dotx", Place.DRIVE),
        ("C:/a.dotx", Place.DRIVE),
        ("file://host/a", Place.ELSEWHERE),
        ("file:\\\\host\\a", Place.ELSEWHERE),
        ("file:///\\\\host\\a", Place.ELSEWHERE),
        ("%5c%5chost/a", Place.ELSEWHERE),
        ("\t/\\host/a", Place.ELSEWHERE),
        ("ms-msdt:/id", Place.ELSEWHERE),
        ("javascript:a()", Place.ELSEWHERE),
    ],
)
def test_where_an_address_leads(address: str, place: Place) -> None:
    assert place_of(address) is place


def test_whoever_looks_at_nothing_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the keys that act taken away, a PDF with a script passes."""
    source = tmp_path / "source"
    source.write_bytes(HOSTILE["scripts in pdf"]["b.pdf"]())
    monkeypatch.setattr(pdfs, "ACTIVE_KEYS", set())
    monkeypatch.setattr(pdfs, "ACTIVE_ACTIONS", set())
    assert inspection.main(source, tmp_path / "copy") == {"kind": "pdf"}


@pytest.mark.parametrize("share", [3, 10])
def test_a_pdf_that_was_cut_off_is_damaged_and_not_mended(tmp_path: Path, share: int) -> None:
    """Readers mend it by leaving out pages, so that nobody would miss them."""
    whole = INNOCENT["plain.pdf"]()
    assert found(lambda: whole, tmp_path) == {"kind": "pdf"}
    cut = whole[: len(whole) * share // 11]
    assert found(lambda: cut, tmp_path) == {"refused": "damaged"}
