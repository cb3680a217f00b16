"""No document is ready before each of its pages was found to be its own, and there once."""

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest

from shield.documents import making, rendering, services
from shield.documents.making import Outcome
from shield.documents.models import Document
from shield.documents.verifying import NotItsOwnPages, margin_of, verify
from tests.documents import sample, ua
from tests.documents.made_papers import holds, paper, tagged
from tests.documents.made_parts import drawn
from tests.documents.read_back import texts

OWN, OTHER = "AAAA-2222-BBBB", "CCCC-3333-DDDD"


def drawn_with(mark, **changes):
    """The sample, as a document of this mark."""
    facts = {**sample.DOCUMENT, "mark": mark}
    return rendering.pdf_of(sample.html(document=facts, **changes))


@pytest.fixture(scope="module")
def own():
    return drawn_with(OWN)


@pytest.fixture(scope="module")
def other():
    return drawn_with(OTHER)


def verified(tmp_path, data, *, pages, mark=OWN):
    (tmp_path / "whole.pdf").write_bytes(data)
    verify(tmp_path / "whole.pdf", mark=mark, pages=pages)


def with_pages(data, change):
    """The file after its list of pages was changed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_document_as_it_was_drawn_is_its_own(own, tmp_path):
    assert own.pages > 3
    verified(tmp_path, own.data, pages=own.pages)


def test_the_mark_is_read_on_every_page_and_is_no_part_of_what_is_read_aloud(own):
    assert all(f"Mark {OWN}" in page for page in texts(own.data))
    assert ua.check(own.data) == []


def test_a_page_of_another_document_is_refused(own, other, tmp_path):
    """Even the page of the same number, of a document that says the same."""

    def swap(pdf):
        with pikepdf.open(io.BytesIO(other.data)) as foreign:
            pdf.pages[2] = foreign.pages[2]

    assert other.pages == own.pages
    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, with_pages(own.data, swap), pages=own.pages)


def test_all_the_pages_of_another_document_are_refused(other, tmp_path):
    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, other.data, pages=other.pages)


def test_a_page_with_the_mark_of_another_beside_its_own_is_refused(tmp_path):
    marks = {"mark": OWN, "marking": f"Mark {OTHER}"}
    made = rendering.pdf_of(sample.html(document={**sample.DOCUMENT, **marks}))
    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, made.data, pages=made.pages)


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf.pages.__delitem__(2),
        lambda pdf: pdf.pages.__delitem__(-1),
        lambda pdf: pdf.pages.insert(2, pdf.pages[2]),
        lambda pdf: pdf.pages.append(pdf.pages[0]),
        lambda pdf: pdf.pages.reverse(),
    ],
    ids=["one missing", "the last missing", "one twice", "the first twice", "out of order"],
)
def test_pages_missing_doubled_or_out_of_order_are_refused(own, tmp_path, change):
    data = with_pages(own.data, change)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        counted = len(pdf.pages)
    for pages in {own.pages, counted}:
        with pytest.raises(NotItsOwnPages):
            verified(tmp_path, data, pages=pages)


def test_one_page_in_the_place_of_another_is_refused(own, tmp_path):
    def doubled(pdf):
        pdf.pages[3] = pdf.pages[2]

    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, with_pages(own.data, doubled), pages=own.pages)


def test_what_is_written_on_a_page_does_not_speak_for_it(other, tmp_path):
    """A mark in an answer is no mark of the page."""
    rows = [["Written", f"Mark {OWN}"], ["Number", "Page 7 of 9"]]
    made = drawn_with(OTHER, rows=rows, days=[], facts=rows)
    verified(tmp_path, made.data, pages=made.pages, mark=OTHER)
    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, made.data, pages=made.pages, mark=OWN)


def test_a_page_without_a_mark_is_refused(tmp_path):
    with pytest.raises(NotItsOwnPages):
        verified(tmp_path, sample.pdf().data, pages=sample.pdf().pages, mark="")


# --- Where documents are made ---------------------------------------------------------------------


def ask(at):
    return services.request(
        template="documents/layout.html", content={}, title="Juniper", reference="R-1",
        marking="OFFICIAL", at=at,
    )  # fmt: skip


def test_each_document_has_a_mark_of_its_own_that_tells_no_file(db, at):
    one, two = ask(at), ask(at)
    assert one.mark != two.mark
    assert one.mark == Document.objects.get(pk=one.pk).mark
    assert one.mark.replace("-", "").lower() not in one.storage_key.hex


def test_a_document_with_a_page_of_another_is_never_ready(db, at, monkeypatch, caplog):
    """It fails as whatever fails: tried again, then given up; nothing of it is told."""
    render = rendering.render

    def mixed_up(**asked):
        return replace(render(**{**asked, "mark": OTHER}), pages=1)

    document = ask(at)
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render", mixed_up)
        assert making.make(document_id=document.pk, at=at) is Outcome.FAILED
    document.refresh_from_db()
    assert (document.status, document.attempts, document.error, document.file.name) == (
        "waiting", 1, "NotItsOwnPages", "",
    )  # fmt: skip
    assert "Juniper" not in caplog.text
    assert not document.file.storage.exists(f"documents/2026/{document.storage_key.hex}.pdf")
    later = at + timedelta(hours=1)
    assert making.make(document_id=document.pk, at=later) is Outcome.DONE


def test_files_that_were_brought_take_nothing_from_it(made, brought):
    """A made pack brought as a paper to another one: its own marks are not the page's."""
    first, data = made(brought(paper("One", "Two")), brought(drawn("RGB", "PNG"), "png"))
    second, whole = made(brought(data), brought(tagged()))
    assert (first.pages, second.pages) == (4, 6)
    assert holds(whole, first.mark)
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        said = [list(margin_of(page)) for page in pdf.pages]
    assert [page.count(f"Mark {second.mark}") for page in said] == [1] * 6
    assert [page for page in said if f"Mark {first.mark}" in page] == []
