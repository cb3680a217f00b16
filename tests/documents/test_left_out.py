"""What stays behind of files that become pages; which become none, named with the reason."""

import io
import re
import sys

import pikepdf
import pytest

from shield.documents import gathering
from shield.documents.allowed import PROBLEMS
from shield.documents.appending import NotPlaced, Pages, append
from tests.documents import ua
from tests.documents.made_papers import everywhere, holds, layered, paper, revised
from tests.documents.read_back import bookmarks, problems, texts
from tests.documents.sample import AT

# --- What stays behind ----------------------------------------------------------------------------


def test_nothing_comes_along_but_what_its_pages_draw(made, brought):
    planted = paper("One", changed=everywhere("Juniper"))
    assert holds(planted, "Juniper")
    _, data = made(brought(planted))
    assert not holds(data, "Juniper")
    assert "One" in texts(data)[1]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not {"/Annots", "/AA", "/Metadata", "/PieceInfo"} & set(pdf.pages[1].obj.keys())
        assert not {"/OpenAction", "/AcroForm", "/AA", "/OCProperties"} & set(pdf.Root.keys())
        assert set(pdf.Root.Names.keys()) == {"/Dests"}  # our own links between pages
        assert len(pdf.attachments) == 0


def test_what_a_later_edition_of_the_file_took_out_stays_out(made, brought):
    planted = revised("Juniper", "Rowan")
    assert holds(planted, "Juniper")
    _, data = made(brought(planted))
    assert not holds(data, "Juniper")
    assert "Rowan" in texts(data)[1]


# --- What cannot be put in is named, and the rest is there ----------------------------------------


def test_what_cannot_be_put_in_is_named_with_the_reason(made, brought):
    document, data = made(
        brought(paper("First")),
        brought(b"%PDF-1.7 broken"),
        brought(paper("Shut", encryption=pikepdf.Encryption(owner="o", user="u"))),
        brought(b"PK", "docx"),
        brought(
            b"", kind="", state="quarantined", size=None, sha256="", checked_at=None, scanner="",
            next_attempt_at=AT,
        ),
        brought(b"", kind="", state="refused", sha256="", size=None, refusal="virus"),
        brought(paper("Layers", changed=layered)),
        brought(paper("Last")),
    )  # fmt: skip
    assert problems(document) == {
        "paper-1": "damaged",
        "paper-2": "encrypted",
        "paper-3": "kind",
        "paper-4": "waits",
        "paper-5": "refused",
        "paper-6": "layers",
    }
    [front, *pages] = texts(data)
    said = re.sub(r"\s+", " ", front)
    for key, problem in problems(document).items():
        number = key.removeprefix("paper-")
        assert f"Paper {number}: Report {number}. Not here because {PROBLEMS[problem]}." in said
        assert f"https://portal.example/papers/{number}" in said.replace(" ", "")
    assert ["First" in pages[0], "Last" in pages[1], len(pages)] == [True, True, 2]


def test_where_all_is_in_nothing_is_named(made, brought):
    _, data = made(brought(paper("First")))
    assert "Not here because" not in texts(data)[0]


def test_where_nothing_can_be_put_in_there_is_a_document_still(made, brought):
    document, data = made(brought(b"PK", "docx"))
    assert (document.pages, ua.check(data)) == (1, [])


def test_a_file_that_is_gone_is_named(made, brought):
    upload = brought(paper())
    upload.file.storage.delete(upload.file.name)
    document, _ = made(upload)
    assert problems(document) == {"paper-0": "gone"}


def test_a_file_at_which_the_process_dies_is_named_and_the_others_are_there(
    made, brought, monkeypatch
):
    monkeypatch.setattr(gathering, "alone", dying_at_one)
    document, _ = made(brought(paper("A")), brought(paper("B")), brought(paper("C")))
    assert problems(document) == {"paper-1": "damaged"}


def dying_at_one(module, folder, first):
    """The process, which is killed when it comes to the second file."""
    lines = """
import json, os, pathlib, signal, sys
from shield.documents.preparing import prepare
folder, first = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for number, kind in enumerate(json.loads((folder / "kinds").read_text())):
    if number < first:
        continue
    if number == 1:
        print('{"pages": 1, "wi', end="", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    said = prepare(folder / str(number), folder / f"{number}.pdf", kind)
    print(json.dumps(said), flush=True)
"""
    return [sys.executable, "-c", lines, folder, first]


def test_what_takes_too_long_is_named(made, brought, monkeypatch):
    monkeypatch.setattr(gathering, "PATIENCE", 0)
    document, _ = made(brought(paper("A")), brought(paper("B")))
    assert problems(document) == {"paper-0": "slow", "paper-1": "slow"}


def test_a_document_holds_so_many_pages_and_no_more(made, brought, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_PAGES", 3)
    document, _ = made(brought(paper("A", "B")), brought(paper("C", "D")), brought(paper("E")))
    assert problems(document) == {"paper-1": "large"}


def test_a_document_holds_so_many_bytes_and_no_more(made, brought, monkeypatch):
    upload = brought(paper("A"))
    monkeypatch.setattr(gathering, "MOST_BYTES", upload.size + 10)
    document, _ = made(upload, brought(paper("B")))
    assert problems(document) == {"paper-1": "large"}


def test_sixty_papers_make_one_document(made, brought):
    """More pages of each are the bench's business: `bench/run.py`."""
    document, data = made(*(brought(paper(f"Text {number}")) for number in range(60)))
    assert (document.pages, problems(document)) == (61, {})
    assert len(bookmarks(data)[0][1][0][1]) == 60


def test_a_file_without_its_place_makes_no_document(made, brought, tmp_path):
    (tmp_path / "one.pdf").write_bytes(paper("A"))
    with pytest.raises(NotPlaced):
        append(
            tmp_path / "one.pdf", tmp_path / "two.pdf", [], {"a": Pages(tmp_path / "one.pdf", "A")}
        )
