"""The PDF says what was answered, in an order and a language that a machine can read aloud."""

import io
import re
import subprocess
import sys

import pikepdf
import pypdf
import pytest
from django.conf import settings

from shield.documents import rendering
from tests.documents import sample, ua

CHECKER = settings.BASE_DIR / "build" / "pdfcheck" / "bin" / "outloud"


def text_of(data):
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [page.extract_text() for page in pages]


def squeezed(text):
    """Text without white space: where lines break is the page's affair."""
    return re.sub(r"\s+", "", text)


def test_the_sample_is_sound():
    assert ua.check(sample.pdf().data) == []


def test_the_checker_finds_nothing_wrong(tmp_path):
    """An independent program, in an environment of its own: see `requirements/pdfcheck.in`."""
    assert CHECKER.exists(), "the PDF checker is not set up: ./test does it"
    (tmp_path / "sample.pdf").write_bytes(sample.pdf().data)
    command = [str(CHECKER), "--no-info", "--layer", "conformance", str(tmp_path / "sample.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def test_the_checker_would_find_something(tmp_path):
    """Negative control."""
    (tmp_path / "bare.pdf").write_bytes(without(sample.pdf().data, "/Lang"))
    done = subprocess.run(
        [str(CHECKER), str(tmp_path / "bare.pdf")], capture_output=True, text=True
    )
    assert (done.returncode, "DOC-013" in done.stdout) == (1, True)


def test_every_answer_can_be_read_back():
    page = squeezed("".join(text_of(sample.pdf().data)))
    running = squeezed("SIN-2026-0001OFFICIAL-SENSITIVE")
    page = re.sub(re.escape(running), "", page)
    page = re.sub(r"OFFICIAL-SENSITIVEPage\d+of\d+", "", page)
    plain = [row for row in sample.ROWS if row[0] not in ("Right to left", "Odd characters")]
    assert [question for question, answer in plain if squeezed(answer) not in page] == []


def test_each_page_carries_reference_marking_and_number():
    pages = text_of(sample.pdf().data)
    assert len(pages) == sample.pdf().pages
    for number, page in enumerate(pages, start=1):
        assert page.count("OFFICIAL-SENSITIVE") == 2
        assert "SIN-2026-0001" in page
        assert f"Page {number} of {len(pages)}" in page


def test_title_language_and_bookmarks():
    with pikepdf.open(io.BytesIO(sample.pdf().data)) as pdf:
        assert str(pdf.docinfo.Title) == sample.DOCUMENT["title"]
        assert str(pdf.Root.Lang) == "en-GB"
        with pdf.open_outline() as outline:
            [top] = outline.root
            assert top.title == sample.DOCUMENT["title"]
            assert [entry.title for entry in top.children] == [
                "The incident",
                "The days that count",
            ]


def test_the_same_content_gives_the_same_file():
    assert rendering.pdf_of(sample.html()).data == sample.pdf().data


def test_what_people_write_is_text_and_never_markup():
    assert "<b>not bold</b>" in "".join(text_of(sample.pdf().data))


def test_a_character_that_no_font_has_is_still_text():
    """It shows as an empty box, and machines read what it is; nothing around it suffers."""
    rows = [["Written as", "before 漢字 \U000e0041 after"]]
    made = rendering.pdf_of(sample.html(rows=rows, days=[]))
    page = "".join(text_of(made.data))
    assert [word in page for word in ("before", "漢字", "after", "\x00")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_document_on_the_bare_layout():
    made = rendering.render(
        template="documents/layout.html",
        content={},
        title="A title",
        reference="R-1",
        marking="",
        created=sample.AT,
    )
    assert (made.pages, ua.check(made.data)) == (1, [])


def test_a_variable_that_is_not_there_is_an_error():
    with pytest.raises(Exception, match="undefined"):
        sample.html(
            "{% extends 'documents/layout.html' %}{% block content %}{{ gone }}{% endblock %}"
        )


def test_the_renderer_is_loaded_when_first_needed():
    """It takes a second that no page should wait for."""
    code = (
        "import django; django.setup(); import shield.urls, shield.documents.tasks, sys; "
        "sys.exit('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


# --- Negative controls: the check notices what is taken away --------------------------------------


def without(data, key):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root[key]
        return saved(pdf)


def saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("/MarkInfo", "the document is not marked as tagged"),
        ("/StructTreeRoot", "there is no structure tree"),
        ("/Lang", "there is no language"),
        ("/ViewerPreferences", "the title is not displayed"),
        ("/Metadata", "the metadata does not say PDF/UA-1"),
        ("/Outlines", "there are no bookmarks"),
    ],
)
def test_a_missing_part_of_the_document_is_named(key, problem):
    assert ua.check(without(sample.pdf().data, key)) == [problem]


def test_what_the_renderer_leaves_out_is_named(monkeypatch):
    """Without our finishing touches the same page is not sound."""
    monkeypatch.setattr(rendering, "finish", lambda data: data)
    problems = set(ua.check(rendering.pdf_of(sample.html()).data))
    assert problems == {"a header cell has no scope", "an id is in no index"}


def test_text_outside_marked_content_is_named():
    with pikepdf.open(io.BytesIO(sample.pdf().data)) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"BT (loose) Tj ET")
        assert ua.check(saved(pdf)) == ["page 1: content (Tj) is neither tagged nor an artifact"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h2>Two</h2>", "the first heading is not of level 1"),
        ("<h1>One</h1><h3>Three</h3>", "a heading of level 3 follows one of level 1"),
        ("<p>None</p>", "there are no headings"),
        ("<h1>One</h1><img src='shield.svg'>", "a figure has no alternative text"),
    ],
)
def test_a_page_that_is_badly_written_is_named(body, problem):
    made = rendering.pdf_of(
        f'<html lang="en-GB"><head><title>T</title></head><body>{body}</body></html>'
    )
    assert ua.check(made.data) == [problem]
