"""The structure of a document, taking in what was put on its pages.

A paper that says itself what its headings, tables and texts are goes on saying so, under the
heading that it has here. Of any other, each page is one paragraph, or one picture.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name

from shield.documents.preparing.marks import OURS
from shield.documents.tagging import elements

PICTURE = "A picture: {}"
UNTOLD = "A picture without a description"
TEXTS = {"alt": "/Alt", "actual": "/ActualText", "e": "/E", "lang": "/Lang"}
FIRST, LAST = 4, 6  # levels of headings under that of a paper
CELLS = ("TD", "TH")


class Page(Protocol):
    """Where a page of a file was put."""

    @property
    def page(self) -> int: ...
    @property
    def left(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...


class File(Protocol):
    """What is known of a file that was put on pages."""

    @property
    def title(self) -> str: ...
    @property
    def is_picture(self) -> bool: ...
    @property
    def structure(self) -> dict[str, Any] | None: ...


class TooManyMarks(Exception):
    """A page of ours has more marks of its own than were left free for them."""


class Tree:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        known = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        self.others = {at: one for at, one in known.items() if not isinstance(one, Array)}
        # The element of each mark, by page and number.
        self.marks: dict[int, dict[int, Any]] = {
            at: {mark: one for mark, one in enumerate(held) if one is not None}
            for at, held in known.items()
            if isinstance(held, Array)
        }
        self.free = dict(self._empty())

    def _empty(self) -> Iterator[tuple[tuple[int, int], Dictionary]]:
        """The element of each place, by its page: a division with nothing in it."""
        for element, _ in elements(self.pdf):
            inside = element.get("/K", Array())
            is_empty = isinstance(inside, Array) and not len(inside)
            if Name.Div == element.S and "/Pg" in element and is_empty:
                yield element.Pg.objgen, element

    def _of(self, page: int) -> dict[int, Any]:
        return self.marks.setdefault(int(self.pdf.pages[page].obj.StructParents), {})

    def next_mark(self, page: int, file: File) -> tuple[str, int]:
        """What the whole of a page is and its mark; nothing where it has marks of its own."""
        number = max(self._of(page), default=-1) + 1
        if number >= OURS:
            raise TooManyMarks
        if file.structure is not None:
            return "", number
        return "/Figure" if file.is_picture else "/P", number

    def hold(self, file: File, places: Sequence[Page]) -> None:
        """Tag what was put on these pages, under the title of its file."""
        if file.structure is not None:
            self._structured(file, places)
            return
        for place in places:
            parent = self._holder(place, file)
            kind, number = self.next_mark(place.page, file)
            element = self._element(kind[1:], parent, Pg=self.pdf.pages[place.page].obj, K=number)
            if file.is_picture:
                edges = [place.left, place.bottom, place.right, place.top]
                element.Alt = PICTURE.format(file.title)
                element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=edges)
            parent.K = Array([element])
            self._of(place.page)[number] = element

    def _holder(self, place: Page, file: File) -> Dictionary:
        parent = self.free[self.pdf.pages[place.page].obj.objgen]
        parent.T = file.title
        return parent

    def _element(self, kind: str, parent: Dictionary, **facts: Any) -> Dictionary:
        return self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, **facts)
        )

    def _structured(self, file: File, places: Sequence[Page]) -> None:
        assert file.structure is not None
        holder = self._holder(places[0], file)
        level = FIRST - 1
        top = self._element("Div", holder)
        holder.K = Array([top])
        waiting: list[tuple[dict[str, Any], Dictionary]] = [(file.structure, top)]
        while waiting:
            node, element = waiting.pop()
            kids, later = Array(), []
            for key, name in TEXTS.items():
                if key in node:
                    element[name] = node[key]
            for kid in node["k"]:
                if isinstance(kid, dict):
                    if not kid["k"] and kid["s"] not in CELLS:
                        continue
                    made = self._element(kid["s"], element)
                    kids.append(made)
                    later.append((kid, made))
                else:
                    page, mark = places[kid[0]].page, kid[1] + OURS
                    of = self.pdf.pages[page].obj
                    kids.append(Dictionary(Type=Name.MCR, Pg=of, MCID=mark))
                    self._of(page)[mark] = element
            element.K = kids
            level = self._facts(element, node, level)
            waiting.extend(reversed(later))

    def _facts(self, element: Dictionary, node: dict[str, Any], level: int) -> int:
        """What else an element says; the level of the last heading, under which the next may be."""
        kind = node["s"]
        if kind in CELLS:
            facts = Dictionary(O=Name.Table)
            if "scope" in node:
                facts.Scope = Name(f"/{node['scope']}")
            for key in ("ColSpan", "RowSpan"):
                if key in node:
                    facts[f"/{key}"] = node[key]
            element.A = facts
        if kind == "Figure" and not node.get("alt"):
            element.Alt = UNTOLD
        if (kind[0] == "H" and kind[1:].isdigit()) or kind == "H":
            wanted = int(kind[1:] or 1) + FIRST - 1
            level = min(wanted, level + 1, LAST)
            element.S = Name(f"/H{level}")
        return level

    def write(self) -> None:
        numbers = Array()
        for index in sorted({*self.others, *self.marks}):
            numbers.append(index)
            if index in self.others:
                numbers.append(self.others[index])
                continue
            held = self.marks[index]
            slots = [held.get(mark) for mark in range(max(held, default=-1) + 1)]
            numbers.append(Array(slots))
        self.pdf.Root.StructTreeRoot.ParentTree.Nums = numbers
