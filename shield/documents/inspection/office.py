"""Office files: looked into part by part, and kept as they are or not at all."""

import re
import zipfile
from pathlib import Path
from typing import IO, Any

from shield.documents.allowed import NotAllowed
from shield.documents.inspection.markup import mended, read_xml
from shield.documents.inspection.words import Whole, Words

# What a file may hold, unpacked.
PARTS, UNPACKED, RATIO, DEEPEST = 5_000, 200 * 1024 * 1024, 150, 2
SIZES = ("compress_size", "file_size")

MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
# The parts that documents are made of. Whatever else lies in one has no business there.
XML = (".xml", ".rels", ".vml", ".svg")
XML_AS = re.compile(r"(?i)[/+]xml$|vmldrawing$")
PACKED = (".xlsx", ".docx", ".pptx")
# Whatever its name: a picture pasted from a browser is called `.tmp` or `.jfif`.
HELD_AS = re.compile(
    r"(?i)^(image/[a-z0-9.+-]+|font/[a-z0-9.+-]+"
    r"|application/(x-font(data|-[a-z0-9-]+)?|x-emf|x-wmf|font-sfnt|vnd\.ms-opentype"
    r"|[a-z.-]*obfuscatedfont"
    r"|vnd\.openxmlformats-officedocument\.(spreadsheet|presentation|wordprocessing)ml"
    r"\.printersettings"
    r"|vnd\.openxmlformats-officedocument\.spreadsheetml\.customproperty))$"
)
# How programs, archives, PDFs and Office files of before 2007 begin: no picture does.
NOT_HELD = (b"MZ", b"PK\x03\x04", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"%PDF-", b"#!", b"{\\rtf")
BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
# Names of parts, and types of content, of what runs or is drawn by a browser.
MACROS = re.compile(r"(?i)(vbaproject|vbadata|/activex|/macrosheets/|/dialogsheets/)")
RUN_AS = re.compile(
    r"(?i)(macroenabled|vbaproject|vbadata|macrosheet|dialogsheet|activex|html|rfc822|/rtf|script)"
)
OBJECT = re.compile(r"(?i)oleobject")
# A workbook behind a chart, in the form that only Excel reads.
BINARY = ".xlsb"


def office(source: Path) -> str:
    """`docx`, `xlsx` or `pptx`."""
    with source.open("rb") as file:
        return look_into(file, depth=0)


def look_into(file: Any, *, depth: int) -> str:
    if depth > DEEPEST:
        raise NotAllowed("bomb")
    whole = Whole()
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            refuse_bomb(parts)
            types = Types(archive)
            kind = types.kind()
            for part in parts:
                look_at_part(archive, part, types, whole, depth=depth)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotAllowed("damaged") from error
    whole.refuse()
    return kind


def refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    """By what the table of contents says; no part is ever read past its own word."""
    packed, unpacked = (sum(getattr(one, name) for one in parts) for name in SIZES)
    names = [one.filename.casefold() for one in parts]
    if any(one.flag_bits & 1 for one in parts):
        raise NotAllowed("encrypted")
    if len(parts) > PARTS or unpacked > UNPACKED or unpacked > 1024 * 1024 + RATIO * packed:
        raise NotAllowed("bomb")
    if len(set(names)) != len(names) or any(".." in name or name[:1] in "/\\" for name in names):
        raise NotAllowed("damaged")


class Types:
    """What the file says of its parts, in the one place that programs believe."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.by_name: dict[str, str] = {}
        self.by_ending: dict[str, str] = {}
        try:
            with archive.open("[Content_Types].xml") as file:
                read_xml(file, self.take)
        except KeyError as error:
            raise NotAllowed("not_allowed") from error

    def take(self, name: str, facts: dict[str, str]) -> None:
        """Keep what is said of one part, or of an ending: that counts where a part has it."""
        told = facts.get("ContentType", "").strip()
        if name == "Override":
            refuse_type(told)
            self.by_name[facts.get("PartName", "").strip("/").casefold()] = told
        elif name == "Default":
            self.by_ending[facts.get("Extension", "").strip(" .").casefold()] = told

    def of(self, name: str) -> str:
        ending = name.rpartition(".")[2].casefold()
        return self.by_name.get(name.casefold(), self.by_ending.get(ending, ""))

    def kind(self) -> str:
        """`docx`, `xlsx` or `pptx`."""
        told = {*self.by_name.values(), *self.by_ending.values()}
        kinds = {MAIN[one] for one in told if one in MAIN}
        if len(kinds) != 1:
            raise NotAllowed("not_allowed")
        return kinds.pop()


def refuse_type(told: str) -> None:
    if RUN_AS.search(told):
        raise NotAllowed("macros")
    if OBJECT.search(told):
        raise NotAllowed("part")


def look_at_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, types: Types, whole: Whole, *, depth: int
) -> None:
    name, told = part.filename, types.of(part.filename)
    if part.is_dir():
        return
    if name.lower().endswith(BINARY):
        raise NotAllowed("part")
    if MACROS.search(f"/{name}"):
        raise NotAllowed("macros")
    refuse_type(told)
    if name.lower().endswith(PACKED):
        with archive.open(part) as file:
            look_into(file, depth=depth + 1)
    elif name.lower().endswith(XML) or XML_AS.search(told):
        read_words(archive, part, whole, lenient=name.lower().endswith(".vml"))
    # Told to be anything else it would be read as that, whatever its name.
    elif HELD_AS.match(told):
        with archive.open(part) as file:
            head = file.read(64)
        if head.startswith(NOT_HELD):
            raise NotAllowed("part")
        if head.lstrip(BLANK).startswith(b"<"):  # a drawing, whatever it is said to be
            read_words(archive, part, whole)
    else:
        raise NotAllowed("part")


def read_words(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, whole: Whole, *, lenient: bool = False
) -> None:
    def read(file: IO[bytes]) -> None:
        Words(whole).read(file)

    try:
        with archive.open(part) as file:
            read(file)
    except NotAllowed as refusal:
        if refusal.code != "damaged" or not lenient:
            raise
        with archive.open(part) as file:
            read(mended(file))
