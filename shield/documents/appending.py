"""Appending: what is drawn of other files comes onto the pages that the renderer left free for it.

Each of those pages holds one place, named in the template (`documents/parts.html`, `appended`). The
renderer has drawn everything around it: margins with reference, marking and number, headings,
bookmarks, links. So all pages count alike, and what is put into a place covers none of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from shield.documents.tagging import elements

PAPER = "/Paper"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
PICTURE_ALT = "A picture: {}"


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
            for place in places:
                _put(pdf, place, sources[place.key])
                tree.hold(place, files[place.key])
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


def _put(pdf: pikepdf.Pdf, place: Place, source: pikepdf.Pdf) -> None:
    """Draw it in its place: made smaller where it must be, never larger."""
    page = pdf.pages[place.page]
    drawing = pdf.copy_foreign(source.pages[place.number].obj.Resources.XObject[PAPER])
    # Resources are the renderer's for all its pages: this page gets a list of its own.
    shared = page.obj.Resources
    drawings = Dictionary(dict(shared.get("/XObject", Dictionary()).items()) | {PAPER: drawing})
    page.obj.Resources = Dictionary(dict(shared.items()) | {"/XObject": drawings})
    area = pikepdf.Rectangle(place.left, place.bottom, place.right, place.top)
    drawn = page.calc_form_xobject_placement(
        drawing,
        Name(PAPER),
        area,
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=False,
    )
    page.contents_add(drawn, prepend=True)  # marked when it is known what holds it


class Tree:
    """The structure of the document, taking in what was put on its pages."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        self.parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        self.free = dict(self._empty())

    def _empty(self) -> Iterator[tuple[tuple[int, int], Dictionary]]:
        """The element of each place, by its page: a division with nothing in it."""
        for element, _ in elements(self.pdf):
            inside = element.get("/K", Array())
            is_empty = isinstance(inside, Array) and not len(inside)
            if Name.Div == element.S and "/Pg" in element and is_empty:
                yield element.Pg.objgen, element

    def hold(self, place: Place, file: Pages) -> None:
        """Tag what was put into a place, under the title of its file."""
        page = self.pdf.pages[place.page]
        parent = self.free[page.obj.objgen]
        index = int(page.obj.StructParents)
        known = self.parents.get(index)
        held = list(known) if isinstance(known, Array) else []
        kind = Name.Figure if file.is_picture else Name.P
        element = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=kind, P=parent, Pg=page.obj, K=len(held))
        )
        if file.is_picture:
            edges = [place.left, place.bottom, place.right, place.top]
            element.Alt = PICTURE_ALT.format(file.title)
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=edges)
        parent.K = Array([element])
        parent.T = file.title
        self.parents[index] = Array([*held, element])
        self._mark(page, kind, len(held))

    def _mark(self, page: pikepdf.Page, kind: Name, number: int) -> None:
        drawn = page.obj.Contents[0]
        marked = f"{kind} <</MCID {number}>> BDC\n".encode() + drawn.read_bytes() + b"\nEMC\n"
        page.obj.Contents[0] = self.pdf.make_stream(marked)

    def write(self) -> None:
        numbers = Array()
        for index in sorted(self.parents):
            numbers.append(index)
            numbers.append(self.parents[index])
        self.pdf.Root.StructTreeRoot.ParentTree.Nums = numbers


def _claims_no_more(pdf: pikepdf.Pdf) -> None:
    """With pages of others in it nobody has looked whether it is PDF/UA: it does not say so."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("part", "amd", "corr", "rev"):
            metadata.pop(f"{PDFUA}{name}", None)
