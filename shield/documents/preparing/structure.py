"""The structure of a paper that has one: which of its marks are what, told as plain data.

`{"s": "P", "k": [kids]}`, where a kid is another element or `[page, mark]`. Only what reading aloud
needs is told: kinds of the standard, texts in place of what is drawn, language, and how a table
hangs together. A paper whose structure is not whole is treated as one that has none.
"""

from typing import Any

# Of one paper. A table of figures has some thousand cells; more is no paper that is read aloud.
MOST = 60_000
GROUPING = {"Document", "Part", "Art", "Sect", "Div", "NonStruct"}
KINDS = {
    "BlockQuote", "Caption", "TOC", "TOCI", "Index", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6",
    "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span",
    "Quote", "Reference", "BibEntry", "Code", "Figure", "Formula",
}  # fmt: skip
# Of what these would need, a link's address or a note's name, nothing comes along.
INLINE = {"Link", "Annot", "Form", "Note"}
TEXTS = {"/Alt": "alt", "/ActualText": "actual", "/E": "e", "/Lang": "lang"}
NUMBERS = ("/ColSpan", "/RowSpan")

Node = dict[str, Any]


class NotWhole(Exception):
    """The structure does not say of everything on the pages what it is."""


def structure_of(pdf: Any) -> Node | None:
    """The structure of a paper, told from its root; None of one without, or with a broken one."""
    import pikepdf

    root = pdf.Root.get("/StructTreeRoot")
    marked = pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
    if not isinstance(root, pikepdf.Dictionary) or "/K" not in root:
        return None
    if not bool(marked.get("/Marked", False)) or bool(marked.get("/Suspects", False)):
        return None
    try:
        return _Reader(pdf, root).read()
    except (NotWhole, AttributeError, KeyError, TypeError, ValueError):
        return None


class _Reader:
    def __init__(self, pdf: Any, root: Any) -> None:
        import pikepdf

        self.root = root
        self.roles = root.get("/RoleMap", pikepdf.Dictionary())
        self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self.language = str(pdf.Root.get("/Lang", ""))
        self.seen: set[tuple[int, int]] = set()
        self.marks: set[tuple[int, int]] = set()

    def read(self) -> Node:
        top: Node = {"s": "Div", "k": []}
        if self.language:
            top["lang"] = self.language
        waiting: list[tuple[Any, Node, Any]] = [(self.root.K, top, None)]
        count = 0
        while waiting:
            one, parent, page = waiting.pop()
            count += 1
            if count > MOST:
                raise NotWhole
            kids = self._kid(one, parent, page)
            waiting.extend(reversed(kids))
        if not self.marks:
            raise NotWhole
        return top

    def _kid(self, one: Any, parent: Node, page: Any) -> list[tuple[Any, Node, Any]]:
        """Add what a kid is to its parent; whatever hangs on it is for later."""
        import pikepdf

        if isinstance(one, pikepdf.Array):
            return [(inner, parent, page) for inner in one]
        if isinstance(one, int):
            self._mark(one, parent, page)
            return []
        if not isinstance(one, pikepdf.Dictionary):
            raise NotWhole
        kind = str(one.get("/Type", ""))
        if kind == "/OBJR":  # a link or a field, which stays behind
            return []
        if kind == "/MCR":
            if "/Stm" in one:
                raise NotWhole
            self._mark(int(one.MCID), parent, one.get("/Pg", page))
            return []
        if one.is_indirect:
            if one.objgen in self.seen:
                raise NotWhole
            self.seen.add(one.objgen)
        made = self._element(one)
        parent["k"].append(made)
        return [(one.K, made, one.get("/Pg", page))] if "/K" in one else []

    def _mark(self, number: int, parent: Node, page: Any) -> None:
        if page is None or page.objgen not in self.pages:
            raise NotWhole
        mark = (self.pages[page.objgen], number)
        if mark in self.marks or not 0 <= number < MOST:
            raise NotWhole
        self.marks.add(mark)
        parent["k"].append(list(mark))

    def _element(self, one: Any) -> Node:
        import pikepdf

        made: Node = {"s": self._kind(str(one.S)[1:]), "k": []}
        for key, name in TEXTS.items():
            if isinstance(one.get(key), pikepdf.String):
                made[name] = str(one[key])
        if made["s"] in ("TH", "TD"):
            made.update(_cell(one))
        return made

    def _kind(self, name: str) -> str:
        for _ in range(10):
            if name in GROUPING:
                return "Div"
            if name in KINDS:
                return name
            if name in INLINE:
                return "Span"
            other = self.roles.get(f"/{name}")
            if other is None:
                return "Div"
            name = str(other)[1:]
        return "Div"


def marks_of(node: Node) -> dict[int, set[int]]:
    """The marks that a structure knows, by page."""
    found: dict[int, set[int]] = {}
    waiting = [node]
    while waiting:
        for kid in waiting.pop()["k"]:
            if isinstance(kid, dict):
                waiting.append(kid)
            else:
                found.setdefault(kid[0], set()).add(kid[1])
    return found


def _cell(one: Any) -> Node:
    """How a cell hangs together with others; a heading without a direction heads its column."""
    import pikepdf

    said: Node = {"scope": "Column"} if str(one.S) == "/TH" else {}
    facts = one.get("/A", [])
    for part in [facts] if isinstance(facts, pikepdf.Dictionary) else list(facts):
        if not isinstance(part, pikepdf.Dictionary):
            continue
        if str(part.get("/Scope", "")) in ("/Row", "/Column", "/Both") and said:
            said["scope"] = str(part.Scope)[1:]
        for key in NUMBERS:
            if isinstance(part.get(key), int):
                said[key[1:]] = int(part[key])
    return said
