"""Pages of a PDF: each becomes one drawing, the way it would be printed."""

import json
from pathlib import Path
from typing import Any

from shield.documents.allowed import CannotAppend
from shield.documents.preparing.drawn import Drawn
from shield.documents.preparing.marks import kept_marks
from shield.documents.preparing.structure import Node, NotWhole, marks_of, structure_of

# Of one paper. More than a body would read, fewer than would fill a worker's memory.
MOST_PAGES = 500
PAPER = "/Paper"
# A page that says it is smaller than a stamp, or larger than any plotter prints, is broken.
SMALLEST, LARGEST = 9, 20_000

Size = tuple[float, float]


def pages_of(source: Path, target: Path) -> list[Size]:
    """Write a PDF whose pages draw what the source's do; their widths and heights in points."""
    import pikepdf

    try:
        with pikepdf.open(source) as pdf, pikepdf.new() as made:
            if len(pdf.pages) > MOST_PAGES:
                raise CannotAppend("long")
            if not pdf.pages:
                raise CannotAppend("damaged")
            if has_hidden_layers(pdf):
                raise CannotAppend("layers")
            # Nothing says what a filled field or a comment is, once it is part of the page.
            structure = None if has_fields(pdf) else structure_of(pdf)
            # These become part of the page where they would be printed.
            pdf.flatten_annotations("print")
            marked = _marked(pdf, structure) if structure else None
            drawn = Drawn(pdf)
            sizes = [_copy(page, drawn, made) for page in pdf.pages]
            if marked is not None:
                for page, data in zip(made.pages, marked, strict=True):
                    page.obj.Marked = made.make_stream(data)
                target.with_suffix(".json").write_text(json.dumps(structure))
            made.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except pikepdf.PasswordError as error:
        raise CannotAppend("encrypted") from error
    except (pikepdf.PdfError, ArithmeticError, AttributeError, KeyError) as error:
        raise CannotAppend("damaged") from error
    except (RuntimeError, TypeError, ValueError) as error:
        raise CannotAppend("damaged") from error
    return sizes


def _marked(pdf: Any, structure: Node) -> list[bytes] | None:
    """The instructions of every page with the marks of the structure; None if it is not whole."""
    import pikepdf

    marks = marks_of(structure)
    made = []
    try:
        for number, page in enumerate(pdf.pages):
            resources = page.obj.get("/Resources", pikepdf.Dictionary())
            made.append(kept_marks(page, resources, marks.get(number, set())))
    except NotWhole:
        return None
    return made


def has_fields(pdf: Any) -> bool:
    """Whether a page has more on it than links: fields, stamps, comments."""
    return any(
        str(one.get("/Subtype", "")) not in ("/Link", "/Popup")
        for page in pdf.pages
        for one in page.obj.get("/Annots", [])
    )


def _copy(page: Any, drawn: Drawn, made: Any) -> Size:
    """Add the page to `made` as one drawing, upright and cut to what a reader shows of it."""
    import pikepdf

    page.trimbox = pikepdf.Array(shown(page))
    form = page.as_form_xobject()
    drawn.clean(form)
    width, height = upright_size(form)
    if not SMALLEST < min(width, height) <= max(width, height) < LARGEST:
        raise CannotAppend("damaged")
    copy = made.add_blank_page(page_size=(width, height))
    copy.obj.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary({PAPER: made.copy_foreign(form)})
    )
    return width, height


def upright_size(form: Any) -> Size:
    """How wide and high a drawing is once it is turned the right way up."""
    left, bottom, right, top = (float(edge) for edge in form.BBox)
    matrix = form.get("/Matrix", [1, 0, 0, 1, 0, 0])
    a, b, c, d = (abs(float(one)) for one in list(matrix)[:4])
    width, height = right - left, top - bottom
    return a * width + c * height, b * width + d * height


def shown(page: Any) -> tuple[float, float, float, float]:
    """The crop box, as far as it lies on the page; the whole page where it does not."""
    paper, crop = ordered(page.mediabox), ordered(page.cropbox)
    left, bottom = max(paper[0], crop[0]), max(paper[1], crop[1])
    right, top = min(paper[2], crop[2]), min(paper[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else paper


def ordered(box: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top, whichever corners a file names."""
    one, two, three, four = (float(edge) for edge in box)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def has_hidden_layers(pdf: Any) -> bool:
    """Whether something in it shows only when a layer is switched: what is printed is unsure."""
    import pikepdf

    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return False
    usual = layers.get("/D", pikepdf.Dictionary())
    if len(usual.get("/OFF", [])) or str(usual.get("/BaseState", "/ON")) != "/ON":
        return True
    states = ("/ViewState", "/PrintState", "/ExportState")
    for layer in layers.get("/OCGs", []):
        for one in layer.get("/Usage", pikepdf.Dictionary()).values():
            if isinstance(one, pikepdf.Dictionary) and any(
                str(one.get(state, "/ON")) != "/ON" for state in states
            ):
                return True
    return any(
        isinstance(one, pikepdf.Dictionary)
        and str(one.get("/Type", "")) == "/OCMD"
        and ("/VE" in one or str(one.get("/P", "/AnyOn")) not in ("/AnyOn", "/AllOn"))
        for one in pdf.objects
    )
