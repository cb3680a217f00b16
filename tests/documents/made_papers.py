"""Papers as members bring them: upright and turned, cropped, filled in, marked, broken, hidden."""

import io
from collections.abc import Callable, Iterable
from typing import Any

import pikepdf
import weasyprint
from pikepdf import Array, Dictionary, Name

from tests.documents.read_back import texts

FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
A4 = (595, 842)


def written(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **how)
    return target.getvalue()


def paper(
    *texts: str,
    size: tuple[float, float] = A4,
    changed: Callable[..., None] | None = None,
    **how: Any,
) -> bytes:
    """A PDF with one page for each text; `changed` is given the file before it is written."""
    pdf = pikepdf.new()
    for text in texts or ("A paper",):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=FONT))
        wide, high = size
        frame = f"2 w 5 5 {wide - 10} {high - 10} re S "
        drawn = f"{frame}BT /F1 18 Tf 40 {high - 60} Td ({text}) Tj ET"
        page.obj.Contents = pdf.make_stream(drawn.encode())
    if changed is not None:
        changed(pdf)
    return written(pdf, **how)


def on_pages(change: Callable[[Dictionary], None]) -> Callable[[pikepdf.Pdf], None]:
    def changed(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            change(page.obj)

    return changed


def turned(degrees: int) -> Callable[[pikepdf.Pdf], None]:
    return on_pages(lambda page: page.update({"/Rotate": degrees}))


def cropped(*edges: float) -> Callable[[pikepdf.Pdf], None]:
    return on_pages(lambda page: page.update({"/CropBox": Array(edges)}))


def tagged(body: str = "<h1>Report</h1><p>Said aloud.</p>") -> bytes:
    """A paper with structure of its own, as an office writes it."""
    html = f'<html lang="en"><head><title>Its title</title></head><body>{body}</body></html>'
    data: bytes = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return data


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return written(pdf)


def filled_in(text: str) -> Callable[[pikepdf.Pdf], None]:
    """A form field with what somebody wrote into it."""

    def changed(pdf: pikepdf.Pdf) -> None:
        look = pdf.make_stream(
            f"BT /F1 12 Tf 2 4 Td ({text}) Tj ET".encode(),
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 20],
            Resources=Dictionary(Font=Dictionary(F1=FONT)),
        )  # fmt: skip
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="field", V=text, F=4,
                Rect=[40, 300, 240, 320], AP=Dictionary(N=look), DA="/F1 12 Tf",
            )
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA="/F1 12 Tf")

    return changed


def layered(pdf: pikepdf.Pdf) -> None:
    """A layer that does not show until somebody switches it on."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array())
    )


def everywhere(word: str) -> Callable[[pikepdf.Pdf], None]:
    """A word in each corner of a file but on its pages."""

    def changed(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        hidden = pdf.make_stream(
            f"BT /F1 9 Tf ({word}) Tj ET".encode(),
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9],
            Resources=Dictionary(Font=Dictionary(F1=FONT)),
            PieceInfo=Dictionary(X=Dictionary(Private=word)),
        )  # fmt: skip
        seen = pdf.make_stream(
            b"0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9],
            Metadata=pdf.make_stream(word.encode()), PieceInfo=Dictionary(X=word), OPI=word,
        )  # fmt: skip
        page.Resources.XObject = Dictionary(Hidden=hidden, Seen=seen)
        page.Resources.Properties = Dictionary(MC0=Dictionary(Said=word))
        marked = f"/Span <</ActualText ({word})>> BDC /Seen Do EMC /P /MC0 BDC EMC".encode()
        page.Contents = Array([page.Contents, pdf.make_stream(b" " + marked)])
        page.PieceInfo = Dictionary(X=word)
        page.Metadata = pdf.make_stream(word.encode())
        page.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
                    A=Dictionary(S=Name.URI, URI=f"https://{word}.example"),
                ),
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=word, Rect=[0, 0, 9, 9]),
                Dictionary(Type=Name.Annot, Subtype=Name.Popup, Contents=word, Rect=[0, 0, 9, 9]),
            ]
        )  # fmt: skip
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=word))
        pdf.docinfo.Title = word
        pdf.docinfo.Author = word
        pdf.Root.Metadata = pdf.make_stream(f"<x>{word}</x>".encode())
        pdf.attachments["a.txt"] = word.encode()
        names = pdf.Root.Names
        names.JavaScript = Dictionary(Names=Array([word, Dictionary(S=Name.JavaScript, JS=word)]))
        names.Dests = Dictionary(Names=Array([word, Array([page, Name.Fit])]))
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=word)
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(word, 0))
        pdf.Root.StructTreeRoot = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([Dictionary(Type=Name.StructElem, S=Name.P, T=word, ActualText=word)]),
        )

    return changed


def revised(before: str, after: str) -> bytes:
    """A file saved twice, the second time behind the first: the old page is still in it."""
    old = paper(before)
    number = old.count(b"endobj") + 50
    with pikepdf.open(io.BytesIO(old)) as pdf:
        page = next(iter(pdf.pages)).obj
        page_id, font = page.objgen[0], page.Resources.Font.F1
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
        parent = page.Parent.objgen[0]
    number = size
    drawn = f"BT /F1 18 Tf 40 700 Td ({after}) Tj ET".encode()
    assert font.BaseFont == Name.Helvetica
    parts = {
        number: b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        page_id: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        % (parent, number),
    }  # fmt: skip
    data, table = old, b"xref\n"
    for one, text in parts.items():
        table += b"%d 1\n%010d 00000 n \n" % (one, len(data) + len(b"\n"))
        data += b"\n%d 0 obj\n%s\nendobj\n" % (one, text)
    start = old.rindex(b"startxref") + len(b"startxref")
    previous = int(old[start:].split()[0])
    tail = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number + 1, root, previous, len(data),
    )  # fmt: skip
    return data + table + tail


def strings(pdf: pikepdf.Pdf) -> Iterable[bytes]:
    """All that a file says: every string, name, key and decoded stream of every object."""
    for one in [*pdf.objects, pdf.trailer]:
        waiting = [one]
        while waiting:
            found = waiting.pop()
            if isinstance(found, Array):
                waiting += [inner for inner in found if not getattr(inner, "is_indirect", False)]
            elif isinstance(found, Dictionary | pikepdf.Stream):
                if isinstance(found, pikepdf.Stream):
                    try:
                        yield found.read_bytes()
                    except pikepdf.PdfError:  # a picture, packed in a way of its own
                        yield found.read_raw_bytes()
                for key, inner in found.items():
                    yield key.encode()
                    if not getattr(inner, "is_indirect", False):
                        waiting.append(inner)
            elif isinstance(found, pikepdf.String):
                yield bytes(found)
                yield str(found).encode()
            elif isinstance(found, Name):
                yield str(found).encode()


def holds(data: bytes, word: str) -> bool:
    """Whether a PDF has a word anywhere: in its bytes, unpacked, or as read on a page."""
    wanted = {word.encode(), word.encode("utf-16-be"), word.encode().hex().encode()}
    if any(one in data for one in wanted):
        return True
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if any(one in said for said in strings(pdf) for one in wanted):
            return True
    # Pages draw shapes of letters: their words are in no string.
    return any(word in page for page in texts(data))
