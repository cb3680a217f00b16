"""Files that were brought become pages of a document, between its margins and in its structure."""

import io
import re
import subprocess

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from tests.documents import ua
from tests.documents.made_papers import changed, cropped, filled_in, holds, paper, tagged, turned
from tests.documents.made_parts import drawn
from tests.documents.read_back import bookmarks, corners, inside, problems, texts
from tests.documents.test_rendering import CHECKER

UNCLAIMED = ["the metadata does not say PDF/UA-1"]


# --- Where the pages come to lie ------------------------------------------------------------------


def test_every_page_of_a_paper_is_there_in_its_order(made, brought):
    document, data = made(brought(paper("One", "Two")), brought(paper("Three")))
    [front, *pages] = texts(data)
    words = [next(word for word in ("One", "Two", "Three") if word in page) for page in pages]
    assert words == ["One", "Two", "Three"]
    assert "Three" not in front
    assert [one.pages for one in document.appendices.order_by("order")] == [2, 1]
    assert document.pages == 4


def test_each_page_is_stamped_and_counted_with_the_others(made, brought):
    _, data = made(brought(paper("One", "Two")))
    for number, page in enumerate(texts(data), start=1):
        assert page.count("OFFICIAL") == 2
        assert "MTG-1" in page
        assert f"Page {number} of 3" in page
    assert "Paper 0, page 2 of 2" in texts(data)[2]


# Size, what is done to it, and whether it lies on its side then.
PAGES = [
    ((595, 842), None, False),
    ((595, 842), turned(90), True),
    ((842, 595), turned(270), False),
    ((595, 842), turned(180), False),
    ((2384, 3370), None, False),
    ((300, 200), None, True),
    ((14_000, 100), None, True),
    ((595, 842), cropped(20, 400, 400, 830), False),
    ((595, 842), cropped(400, 830, 20, 400), False),
    ((595, 842), cropped(-50, -50, 900, 900), False),
    ((595, 842), cropped(2000, 2000, 2100, 2100), False),
]


def test_a_page_of_any_size_and_turn_lies_between_the_margins(made, brought):
    _, data = made(*(brought(paper("One", size=size, changed=done)) for size, done, _ in PAGES))
    said = texts(data)
    for number, (_, _, is_wide) in enumerate(PAGES, start=1):
        edges, page = corners(data, number)
        assert inside(edges, page), (number, edges, page)
        assert page == ([842, 595] if is_wide else [595, 842])
        assert "One" in said[number]


def test_a_small_page_is_as_large_as_it_says_and_an_empty_one_is_a_page(made, brought):
    def in_inches(pdf):
        pdf.pages[0].obj.UserUnit = 72

    def emptied(pdf):
        del pdf.pages[0].obj["/Contents"]
        del pdf.pages[0].obj["/Resources"]

    document, data = made(
        brought(paper("One", size=(300, 200))),
        brought(paper("One", size=(4, 3), changed=in_inches)),
        brought(paper("One", changed=emptied)),
    )
    (left, right, low, high), _ = corners(data, 1)
    assert (right - left, high - low) == (300, 200)
    (left, right, _, _), _ = corners(data, 2)
    assert right - left == 288
    assert document.pages == 4


def test_a_picture_of_any_kind_has_a_page_of_its_own(made, brought):
    photos = [brought(drawn(mode, "JPEG", (3000, 2000)), "jpeg") for mode in ("RGB", "L", "CMYK")]
    modes = ("RGB", "RGBA", "P", "1", "L", "LA", "I;16")
    drawings = [brought(drawn(mode, "PNG", (20, 30)), "png") for mode in modes]
    document, data = made(*photos, *drawings)
    assert (document.pages, problems(document)) == (11, {})
    for number in range(1, 4):
        edges, page = corners(data, number)
        assert (page, inside(edges, page)) == ([842, 595], True)


def test_what_was_written_into_a_form_is_on_the_page(made, brought):
    _, data = made(brought(paper("One", changed=filled_in("Written into it"))))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Annots" not in pdf.pages[1].obj
    assert holds(data, "Written into it")


# --- How it is read aloud and found ---------------------------------------------------------------


def test_all_but_the_claim_is_as_in_a_document_of_our_own(made, brought):
    """Nobody has looked whether the papers are PDF/UA, so the document does not say that it is."""
    _, data = made(
        brought(paper("One", "Two")), brought(drawn("RGB", "PNG"), "png"), brought(tagged())
    )
    assert ua.check(data) == UNCLAIMED


def test_the_checker_finds_only_what_the_papers_lack(made, brought, tmp_path):
    _, data = made(brought(tagged()), brought(drawn("RGB", "PNG"), "png"))
    (tmp_path / "pack.pdf").write_bytes(data)
    command = [str(CHECKER), "--no-info", "--layer", "conformance", str(tmp_path / "pack.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert re.findall(r"ERROR\s+(\S+)", done.stdout) == ["DOC-012"]


def test_every_paper_has_a_bookmark(made, brought):
    _, data = made(brought(paper("One", "Two")), brought(paper("Three")))
    assert bookmarks(data) == [
        (
            "Pack of MTG-1",
            [("Papers", [("Paper 0: Report 0", []), ("Paper 1: Report 1", [])])],
        )
    ]


def test_title_and_language_stay(made, brought):
    _, data = made(brought(paper()))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert (str(pdf.docinfo.Title), str(pdf.Root.Lang)) == ("Pack of MTG-1", "en-GB")


def test_what_is_drawn_of_a_paper_lies_under_its_title(made, brought):
    _, data = made(brought(paper("One", "Two")), brought(drawn("RGB", "PNG"), "png"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        held = [
            (str(element.T), str(kid.S), str(kid.get("/Alt", "")), kid.Pg == page.obj)
            for page in pdf.pages
            for element, _ in ua.elements(pdf)
            if "/T" in element
            for kid in element.K
            if kid.Pg.objgen == page.obj.objgen
        ]
    assert held == [
        ("Report 0", "/P", "", True),
        ("Report 0", "/P", "", True),
        ("Report 1", "/Figure", "A picture: Report 1", True),
    ]


# --- Papers with a structure of their own ---------------------------------------------------------

BODY = """<h1>Report</h1><h3>Leaves out a level</h3><p>Said aloud.</p><ul><li>One</li></ul>
<table><thead><tr><th>A</th></tr></thead><tr><td></td></tr></table><h2>More</h2>"""


def structure(data):
    """The kinds of all elements under the heading of the first paper."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            str(element.S)[1:]
            for element, ancestors in ua.elements(pdf)
            if ancestors[:3] == ("/Document", "/Sect", "/Sect")
            and str(element.S) not in ("/Div", "/Sect", "/Span")
        ]


def test_what_a_paper_says_of_itself_is_said_under_its_title(made, brought):
    _, data = made(brought(tagged(BODY)))
    assert structure(data) == [
        "H3", "H4", "H5", "P", "L", "LI", "Lbl", "LBody",
        "Table", "THead", "TR", "TH", "TBody", "TR", "TD", "H5",
    ]  # fmt: skip
    assert ua.check(data) == UNCLAIMED
    assert "Leaves out a level" in texts(data)[1]


def test_what_a_paper_draws_unsaid_is_passed_over(made, brought):
    def loosely(pdf):
        pdf.pages[0].contents_add(b"0 0 9 9 re f q 1 0 0 1 0 0 cm 0 0 5 5 re W n Q")

    _, data = made(brought(changed(tagged(), loosely)))
    assert structure(data) == ["H3", "H4", "P"]
    assert ua.check(data) == UNCLAIMED


def without_a_mark(pdf):
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT (Said) Tj ET")


def twice_the_same(pdf):
    kids = pdf.Root.StructTreeRoot.K
    kids.append(kids[0])


def in_each_other(pdf):
    pdf.pages[0].contents_add(b"/P <</MCID 0>> BDC /P <</MCID 1>> BDC EMC EMC", prepend=True)


@pytest.mark.parametrize(
    "broken", [without_a_mark, twice_the_same, in_each_other, filled_in("Written")]
)
def test_a_structure_that_is_not_whole_is_none(made, brought, broken):
    _, data = made(brought(changed(tagged(), broken)))
    assert structure(data) == ["H3", "P"]
    assert ua.check(data) == UNCLAIMED


def test_what_a_structure_says_of_nothing_that_is_drawn_stays_behind(made, brought):
    def planted(pdf):
        element = Dictionary(
            Type=Name.StructElem, S=Name.P, T="Juniper", ActualText="Juniper", ID="Juniper"
        )
        pdf.Root.StructTreeRoot.K.append(element)
        pdf.Root.StructTreeRoot.RoleMap = Dictionary(Juniper=Name.P)

    data = changed(tagged(), planted)
    assert holds(data, "Juniper")
    _, data = made(brought(data))
    assert structure(data) == ["H3", "H4", "P"]
    assert not holds(data, "Juniper")
