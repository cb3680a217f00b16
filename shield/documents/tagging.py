"""Finishing touches that PDF/UA asks for and the renderer leaves out."""

import io
import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

Objgen = tuple[int, int]
CODE_TO_GLYPH = re.compile(rb"<([0-9a-f]{4})> (\d+)")
PRINTED = 4  # annotation flag: also on paper


def finish(data: bytes) -> bytes:
    """Headers say what they head, margins are no content, links are printed, fonts are read."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reached: set[Objgen] = set()
        for element, ancestors in elements(pdf):
            reached.add(element.objgen)
            if element.S in (Name.TH, Name.TD):
                _say_what_it_heads(element, ancestors)
        _margins_to_artifacts(pdf, reached)
        _plain_encodings(pdf)
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = int(annotation.get("/F", 0)) | PRINTED
        out = io.BytesIO()
        pdf.save(
            out,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return out.getvalue()


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Dictionary, tuple[str, ...]]]:
    """Every element of the structure tree in reading order, with the kinds of its ancestors."""
    waiting: list[tuple[pikepdf.Object, tuple[str, ...]]] = [(pdf.Root.StructTreeRoot.K, ())]
    while waiting:
        node, ancestors = waiting.pop()
        if isinstance(node, Array):
            waiting.extend((kid, ancestors) for kid in reversed(list(node)))
        elif isinstance(node, Dictionary) and "/S" in node:
            yield node, ancestors
            if "/K" in node:
                waiting.append((node.K, (*ancestors, str(node.S))))


def _say_what_it_heads(cell: Dictionary, ancestors: tuple[str, ...]) -> None:
    """A scope for each header cell, in place of ids, whose index the renderer does not write."""
    facts = cell.get("/A", Dictionary(O=Name.Table))
    if cell.S == Name.TH:
        facts.Scope = Name.Column if "/THead" in ancestors else Name.Row
    for holder, key in ((facts, "/Headers"), (cell, "/ID")):
        if key in holder:
            del holder[key]
    cell.A = facts


def _margins_to_artifacts(pdf: pikepdf.Pdf, reached: set[Objgen]) -> None:
    """Content that no element of the tree holds is the running header or footer: an artifact."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for index in range(0, len(numbers), 2):
        parents = numbers[index + 1]
        if not isinstance(parents, Array):
            continue  # the parent of one annotation
        loose = {
            mcid
            for mcid, parent in enumerate(parents)
            if isinstance(parent, Dictionary) and parent.objgen not in reached
        }
        if not loose:
            continue
        page = pdf.pages[int(numbers[index])]
        page.Contents = pdf.make_stream(_without_ids(page, loose))
        for mcid in loose:
            parents[mcid] = None


def _without_ids(page: pikepdf.Page, loose: set[int]) -> bytes:
    """The page's content, with the marked parts `loose` made artifacts of pagination."""
    artifact = [Name.Artifact, Dictionary(Type=Name.Pagination)]
    made = []
    for one in pikepdf.parse_content_stream(page):
        begins = one.operator == Operator("BDC") and isinstance(one.operands[1], Dictionary)
        if begins and int(one.operands[1].get("/MCID", -1)) in loose:
            one = pikepdf.ContentStreamInstruction(artifact, one.operator)
        made.append(one)
    return pikepdf.unparse_content_stream(made)


def _plain_encodings(pdf: pikepdf.Pdf) -> None:
    """Fonts that lack a glyph get the usual encoding back, so that every reader reads the text.

    The renderer gives them an encoding of its own that sends what is missing to the empty box;
    common readers do not know how to undo it. The same said by a map of glyphs they all know.
    """
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        if not isinstance(font.get("/Encoding"), pikepdf.Stream):
            continue
        codes = CODE_TO_GLYPH.findall(font.Encoding.read_bytes())
        glyphs = {int(code, 16): int(glyph) for code, glyph in codes}
        table = (glyphs.get(code, 0).to_bytes(2) for code in range(max(glyphs) + 1))
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(b"".join(table))
        font.Encoding = Name("/Identity-H")
