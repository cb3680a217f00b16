"""Finishing touches that PDF/UA asks for and the renderer leaves out."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

Objgen = tuple[int, int]
PRINTED = 4  # annotation flag: also on paper


def finish(data: bytes) -> bytes:
    """Header cells say what they head, margins are no content, links say where they lead."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reached = {}
        for element, ancestors in elements(pdf):
            reached[element.objgen] = element
            if element.S in (Name.TH, Name.TD):
                _say_what_it_heads(element, ancestors)
        _margins_to_artifacts(pdf, set(reached))
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = int(annotation.get("/F", 0)) | PRINTED
                if "/Contents" not in annotation and "/URI" in annotation.get("/A", Dictionary()):
                    annotation.Contents = annotation.A.URI
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
    """A scope for each header cell, in place of the renderer's ids.

    A table that goes on over the page is two tables to the renderer, with the same ids in both.
    """
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
    made = []
    for operands, operator in pikepdf.parse_content_stream(page):
        begins = operator == Operator("BDC") and isinstance(operands[1], Dictionary)
        if begins and int(operands[1].get("/MCID", -1)) in loose:
            operands = [Name.Artifact, Dictionary(Type=Name.Pagination)]
        made.append((operands, operator))
    return pikepdf.unparse_content_stream(made)
