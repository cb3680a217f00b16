"""Appending: what is drawn of other files comes onto the pages that the renderer left free for it.

Each of those pages holds one place, named in the template (`documents/parts.html`, `appended`). The
renderer has drawn everything around it: margins with reference, marking and number, headings,
bookmarks, links. So all pages count alike, and what is put into a place covers none of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from shield.documents.preparing.marks import renamed
from shield.documents.structuring import Tree

PAPER = "/Paper"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


@dataclass(frozen=True)
class Place:
    """Where on which page of ours a page of a file is to be put; edges in points, from below."""

    page: int
    key: str
    number: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Pages:
    """Pages that were made of one file, and what the file is called."""

    file: Path
    title: str
    is_picture: bool = False
    structure: dict[str, Any] | None = None


class NotPlaced(Exception):
    """The template gave a file another number of places than it has pages."""


def append(front: Path, target: Path, places: Sequence[Place], files: Mapping[str, Pages]) -> None:
    """Write `front` to `target` with the pages of the files in their places."""
    sources = {key: pikepdf.open(one.file) for key, one in files.items()}
    try:
        wanted = {(key, number) for key, one in sources.items() for number in range(len(one.pages))}
        if wanted != {(place.key, place.number) for place in places} or len(wanted) != len(places):
            raise NotPlaced
        with pikepdf.open(front) as pdf:
            tree = Tree(pdf)
            for key, file in files.items():
                theirs = sorted((one for one in places if one.key == key), key=by_number)
                for place in theirs:
                    kind, number = tree.next_mark(place.page, file)
                    drawn = _put(pdf, place, sources[key])
                    mark = f"{kind} <</MCID {number}>> BDC\n".encode() if kind else b""
                    end = b"\nEMC\n" if kind else b""
                    page = pdf.pages[place.page]
                    page.contents_add(mark + drawn + end, prepend=True)
                tree.hold(file, theirs)
            tree.write()
            if places:
                _claims_no_more(pdf)
            pdf.save(
                target,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
    finally:
        for one in sources.values():
            one.close()


def by_number(place: Place) -> int:
    return place.number


def _put(pdf: pikepdf.Pdf, place: Place, source: pikepdf.Pdf) -> bytes:
    """What draws it in its place: made smaller where it must be, never larger."""
    page, brought = pdf.pages[place.page], source.pages[place.number].obj
    drawing = pdf.copy_foreign(brought.Resources.XObject[PAPER])
    area = pikepdf.Rectangle(place.left, place.bottom, place.right, place.top)
    drawn: bytes = page.calc_form_xobject_placement(
        drawing,
        Name(PAPER),
        area,
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=False,
    )
    if "/Marked" not in brought:
        _name(page, {"/XObject": {PAPER: drawing}})
        return drawn
    # Its marks can only be told from the page itself, not from within a drawing.
    _name(
        page,
        {
            kind: {renamed(name): one for name, one in held.items()}
            for kind, held in drawing.Resources.items()
        },
    )
    left, bottom, right, top = (float(edge) for edge in drawing.BBox)
    matrix = [float(one) for one in drawing.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))]
    inside = " ".join(f"{one:.5f}" for one in matrix) + " cm "
    inside += f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n\n"
    instructions = inside.encode() + brought.Marked.read_bytes()
    return drawn.replace(f"{PAPER} Do".encode(), instructions)


def _name(page: pikepdf.Page, named: Mapping[str, Mapping[str, Any]]) -> None:
    """Add resources: those of the renderer are for all pages, this page gets a list of its own."""
    resources = dict(page.obj.Resources.items())
    for kind, held in named.items():
        known = resources.get(kind, Dictionary())
        resources[kind] = Dictionary(dict(known.items()) | dict(held))
    page.obj.Resources = Dictionary(resources)


def _claims_no_more(pdf: pikepdf.Pdf) -> None:
    """With pages of others in it nobody has looked whether it is PDF/UA: it does not say so."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("part", "amd", "corr", "rev"):
            metadata.pop(f"{PDFUA}{name}", None)
