"""What made files are put together from: Office files and their fields, PDFs, pictures."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pikepdf
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
MAINS = {
    "docx": (f"{OFFICE}.wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": (f"{OFFICE}.presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Made = Callable[[], bytes]


# --- Office ---------------------------------------------------------------------------------------


def types(kind: str, *more: str, endings: Mapping[str, str]) -> bytes:
    parts = "".join(
        f'<Override PartName="/x{n}" ContentType="{one}"/>' for n, one in enumerate(more)
    )
    known = {"png": "image/png", "bin": f"{OFFICE}.spreadsheetml.printerSettings", **endings}
    parts += "".join(
        f'<Default Extension="{ending}" ContentType="{one}"/>' for ending, one in known.items()
    )
    main, path = MAINS[kind]
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{path}" ContentType="{main}"/>{parts}</Types>'
    ).encode()


def office(
    kind: str = "docx",
    *,
    told: Iterable[str] = (),
    endings: Mapping[str, str] = MappingProxyType({}),
    **parts: bytes,
) -> bytes:
    """An Office file with more parts; `__` in a name is a slash and `_0_` a dot."""
    target = io.BytesIO()
    named = {name.replace("__", "/").replace("_0_", "."): data for name, data in parts.items()}
    whole = {
        "[Content_Types].xml": types(kind, *told, endings=endings),
        "_rels/.rels": relations(),
        MAINS[kind][1]: b"<document>The meeting was held on Tuesday.</document>",
        **named,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in whole.items():
            archive.writestr(name, data)
    return target.getvalue()


def one(name: str, data: bytes) -> dict[str, Any]:
    """One part by its real name."""
    return {name: data}


def relations(*, to: str = "", kind: str = "hyperlink", mode: str = "External") -> bytes:
    link = (
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{to}" TargetMode="{mode}"/>'
        if to
        else ""
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{link}</Relationships>"
    ).encode()


def fetching(kind: str, to: str, mode: str = "External", office_kind: str = "docx") -> bytes:
    return office(
        office_kind,
        word___rels__document_0_xml_0_rels=relations(to=to, kind=kind, mode=mode),
    )


# --- Fields of Word, as its programs write them ---------------------------------------------------

BEGIN, END = b'<w:fldChar w:fldCharType="begin"/>', b'<w:fldChar w:fldCharType="end"/>'


# One field within another, as a run of the one around it.
FIELD = b"".join(
    (b"</w:instrText>", BEGIN, b"<w:instrText>PAGE</w:instrText>", END, b"<w:instrText>")
)


def told(*runs: bytes, head: bytes = b"") -> bytes:
    """A part with one field, whose instruction is spread over as many runs."""
    spread = b"</w:instrText></w:r><w:r><w:instrText>".join(runs)
    field = b"<w:r>" + BEGIN + b"<w:instrText>" + spread + b"</w:instrText>" + END + b"</w:r>"
    return head + b'<w:document xmlns:w="w"><w:p>' + field + b"</w:p></w:document>"


def sixteen(data: bytes, more: str = "", *, big: bool = False) -> bytes:
    """The same XML in UTF-16, in which a search for bytes finds nothing."""
    whole = f'\ufeff<?xml version="1.0" encoding="UTF-16"?>{more}{data.decode()}'
    return whole.encode("utf-16-be" if big else "utf-16-le")


def reckoned(formula: bytes) -> bytes:
    return office("xlsx", xl__worksheets__s_0_xml=b"<sheet><c><f>" + formula + b"</f></c></sheet>")


DDE = b'DDEAUTO c:\\\\cmd.exe "/k calc"'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def many_parts() -> bytes:
    parts: dict[str, Any] = {f"word__p{number}_0_xml": b"" for number in range(5_100)}
    return office(**parts)


def nested(depth: int) -> bytes:
    made = office()
    for _ in range(depth):
        made = office(word__embeddings__a_0_docx=made)
    return made


def flagged_encrypted(data: bytes) -> bytes:
    """The table of contents says of each part that it takes a password."""
    made = bytearray(data)
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 8] |= 1
    return bytes(made)


def lying(data: bytes) -> bytes:
    """The table of contents says that each part is small."""
    made = bytearray(data)
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)


# --- PDF ------------------------------------------------------------------------------------------


def pdf(change: Callable[[pikepdf.Pdf], object] | None = None, **save: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change is not None:
            change(document)
        document.save(target, **save)
    return target.getvalue()


def with_root(key: str, value: Any) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root[key] = document.make_indirect(value)

    return pdf(change)


def action(kind: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def opening_with(kind: str, **more: Any) -> bytes:
    return with_root("/OpenAction", action(kind, **more))


def annotated(**facts: Any) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **facts)]
        )

    return pdf(change)


def linked(address: str, key: str = "A") -> bytes:
    """A PDF with a place to press that opens an address."""
    opens = action("URI", URI=pikepdf.String(address))
    return annotated(Subtype=pikepdf.Name.Link, **{key: opens})


def bookmarked(address: str) -> bytes:
    """A PDF with a bookmark beside its pages that opens an address."""

    def change(document: pikepdf.Pdf) -> None:
        outlines = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines, Count=1))
        item = document.make_indirect(
            pikepdf.Dictionary(
                Title=pikepdf.String("More"),
                Parent=outlines,
                A=action("URI", URI=pikepdf.String(address)),
            )
        )
        outlines.First = outlines.Last = item
        document.Root.Outlines = outlines

    return pdf(change)


def with_field(script: str, *, event: str = "F", kind: str = "JavaScript") -> bytes:
    """A form with a field to fill in, and what it does then, in objects of their own."""

    def change(document: pikepdf.Pdf) -> None:
        does = document.make_indirect(action(kind, JS=pikepdf.String(script)))
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String("date"),
                Rect=[0, 0, 9, 9],
                AA=pikepdf.Dictionary({f"/{event}": does}),
            )
        )
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        document.pages[0].Annots = pikepdf.Array([field])

    return pdf(change)


def attached() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["a.exe"] = b"MZ"

    return pdf(change)


def stream_elsewhere() -> bytes:
    """What the stream holds is fetched when it is read."""

    def change(document: pikepdf.Pdf) -> None:
        held = pikepdf.Stream(document, b"")
        held["/F"] = pikepdf.String("https://evil.example/x")
        document.Root.X = document.make_indirect(held)

    return pdf(change)


def escaped_script() -> bytes:
    """The name of the action is written so that a search for words misses it."""
    plain = opening_with("JavaScript", JS=pikepdf.String("app.alert(1)"))
    return plain.replace(b"/JavaScript", b"/#4aava#53cript").replace(b"/JS", b"/#4aS")


def script_in_object_stream() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(
            action("JavaScript", JS=pikepdf.String("app.alert(1)"))
        )

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def inflating() -> bytes:
    """An object stream that becomes a gigabyte."""
    packer = zlib.compressobj(9)
    zeros = b" " * (1024 * 1024)
    packed = b"".join(packer.compress(zeros) for _ in range(1024)) + packer.flush()
    head = f"5 0 obj<</Type/ObjStm/N 1/First 6/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    body = pdf().rpartition(b"startxref")[0]
    return body + head.encode() + packed + b"\nendstream endobj\ntrailer<</Root 5 0 R>>\n%%EOF"


# --- Pictures -------------------------------------------------------------------------------------


def drawn(mode: str, kind: str, size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    target = io.BytesIO()
    picture = Image.new(mode, size)
    numbers = random.Random(7)
    for x in range(0, size[0], 3):
        shade = numbers.randrange(2 if mode == "1" else 200)
        spot = (shade,) * len(picture.getbands()) if len(picture.getbands()) > 1 else shade
        picture.putpixel((x, x % size[1]), spot)
    picture.save(target, kind, **save)
    return target.getvalue()


def png_claiming(width: int, height: int, *, data: bool) -> bytes:
    """A PNG whose head says how large it is."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    body = zlib.compress(bytes((width // 8 + 1) * min(height, 9_000)), 9) if data else b""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    made = bytearray(drawn("RGB", "JPEG"))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)


def photographed() -> bytes:
    """Taken with the telephone on its side, at a place."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 27.0, 0.0)})
    return drawn("RGB", "JPEG", exif=exif)
