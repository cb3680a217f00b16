"""What a PDF/UA file must have: `check(data)` reads its structure and names what it lacks.

No validator and no certificate: what a program can tell, told in words.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

PDFUA = "http://www.aiim.org/pdfua/ns/id/"
HEADINGS = {f"/H{level}": level for level in range(1, 7)}
TEXT_SHOWING = {"Tj", "TJ", "'", '"'}
PAINTING = TEXT_SHOWING | {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}


def check(data: bytes) -> list[str]:
    """Everything that is missing or wrong, empty for a sound file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = list(_document(pdf))
        if "/StructTreeRoot" not in pdf.Root:
            return found
        found += _tree(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            found += (f"page {number}: {problem}" for problem in _page(page))
        found += _fonts(pdf)
        found += _headings(pdf)
        return found


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False)):
        yield "the document is not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
    if not str(root.get("/Lang", "")):
        yield "there is no language"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "there is no title"
    if not bool(root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)):
        yield "the title is not displayed"
    with pdf.open_metadata() as metadata:
        if metadata.get(f"{{{PDFUA}}}part") != "1":
            yield "the metadata does not say PDF/UA-1"
    if pdf.is_encrypted:
        yield "the document is encrypted"
    if len(pdf.pages) > 1 and "/Outlines" not in root:
        yield "there are no bookmarks"


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Dictionary, tuple[str, ...]]]:
    """Every structure element in reading order, with the kinds of its ancestors."""
    waiting: list[tuple[pikepdf.Object, tuple[str, ...]]] = [(pdf.Root.StructTreeRoot.K, ())]
    while waiting:
        node, ancestors = waiting.pop()
        if isinstance(node, Array):
            waiting.extend((kid, ancestors) for kid in reversed(list(node)))
        elif isinstance(node, Dictionary) and "/S" in node:
            yield node, ancestors
            if "/K" in node:
                waiting.append((node.K, (*ancestors, str(node.S))))


def _tree(pdf: pikepdf.Pdf) -> Iterator[str]:
    indexed = "/IDTree" in pdf.Root.StructTreeRoot
    for element, ancestors in elements(pdf):
        kind, parent = str(element.S), ancestors[-1] if ancestors else ""
        facts = element.get("/A", Dictionary())
        if kind == "/TH" and facts.get("/Scope") not in (Name.Row, Name.Column, Name.Both):
            yield "a header cell has no scope"
        if kind in ("/TH", "/TD") and parent != "/TR":
            yield f"a cell stands in {parent}"
        if kind == "/TR" and parent not in ("/Table", "/THead", "/TBody", "/TFoot"):
            yield f"a row stands in {parent}"
        if kind == "/LI" and parent != "/L":
            yield f"a list item stands in {parent}"
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "a figure has no alternative text"
        if "/ID" in element and not indexed:
            yield "an id is in no index"


def _page(page: pikepdf.Page) -> Iterator[str]:
    annotations = list(page.obj.get("/Annots", Array()))
    if annotations and page.obj.get("/Tabs") != Name.S:
        yield "the tab order does not follow the structure"
    for annotation in annotations:
        if "/StructParent" not in annotation:
            yield "an annotation is not in the structure tree"
        if not str(annotation.get("/Contents", "")):
            yield "an annotation has no description"
    if "/StructParents" not in page.obj:
        yield "the page is not in the structure tree"
    yield from sorted(set(_content(page)))


def _content(page: pikepdf.Page) -> Iterator[str]:
    """Everything painted lies in marked content that is either tagged or an artifact."""
    inside: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            if operands[0] == Name.Artifact:
                inside.append("artifact")
            elif name == "BDC" and "/MCID" in operands[1]:
                inside.append("tagged")
            else:
                inside.append("")
            if "artifact" in inside and "tagged" in inside:
                yield "tagged content and artifacts lie in each other"
        elif name == "EMC":
            if not inside:
                yield "marked content ends that never began"
                return
            inside.pop()
        elif name in PAINTING and not any(inside):
            yield f"content ({name}) is neither tagged nor an artifact"
    if inside:
        yield "marked content never ends"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    seen: dict[str, pikepdf.Object] = {}
    for page in pdf.pages:
        for font in page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
            seen[str(font.BaseFont)] = font
    for name, font in sorted(seen.items()):
        if "/ToUnicode" not in font:
            yield f"font {name} has no way back to characters"
        holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        described = holder.get("/FontDescriptor", Dictionary())
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
            yield f"font {name} is not embedded"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    before = 0
    for element, _ in elements(pdf):
        level = HEADINGS.get(str(element.S))
        if level is None:
            continue
        if before == 0 and level != 1:
            yield "the first heading is not of level 1"
        elif level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
        before = level
    if before == 0:
        yield "there are no headings"
