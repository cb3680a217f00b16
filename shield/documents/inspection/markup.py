"""XML, read piece by piece as the programs read it, whatever a part is called."""

import codecs
import io
import re
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from shield.documents.allowed import NotAllowed

PIECE = 64 * 1024
# Attributes that decide what is refused: said twice, in two namespaces, each program picks its own.
SAID_ONCE = {"TargetMode", "Type", "Target", "fldCharType", "instr", "ContentType", "PartName"}
# Of drawings that other programs made: it names the standard and defines nothing.
DRAWINGS = re.compile(r"https?://www\.w3\.org/[\w./-]+\.dtd")
SIXTEEN = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
EIGHT_NAMES = ("utf-8", "utf8", "us-ascii", "ascii")
SIXTEEN_NAMES = ("utf-16", "utf16", "utf-16le", "utf-16be")
# Excel leaves line breaks in comments open, and reads them so.
OPEN_BREAK = re.compile(rb"(?i)<br[ \t\r\n]*>")


def mended(file: IO[bytes]) -> IO[bytes]:
    """A drawing of Excel's, with the breaks closed that it leaves open."""
    return io.BytesIO(OPEN_BREAK.sub(b"<br/>", file.read()))


def read_xml(
    file: IO[bytes],
    begins: Callable[[str, dict[str, str]], Any],
    ends: Callable[[str], None] = lambda name: None,
    says: Callable[[str], None] = lambda text: None,
) -> None:
    """Read XML; text is told of elements for which `begins` answers true.

    Names come without their namespace; an attribute also as `{namespace}name` where it has one.
    Only UTF-8, or UTF-16 that starts with its mark; and no document type but a drawing's plain one:
    there each program would read another file.
    """
    piece = file.read(PIECE)
    encoding, names = "utf-8", EIGHT_NAMES
    if piece.startswith(SIXTEEN):
        encoding, names = "utf-16", SIXTEEN_NAMES
    parser = expat.ParserCreate(encoding, "}")
    parser.buffer_text = True
    around: list[Callable[[str], None] | None] = [None]

    def start(name: str, facts: dict[str, str]) -> None:
        wanted = begins(plain(name), gathered(facts))
        around.append(says if wanted else None)
        parser.CharacterDataHandler = around[-1]

    def end(name: str) -> None:
        ends(plain(name))
        around.pop()
        parser.CharacterDataHandler = around[-1]

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or names[0]).lower() not in names:
            raise NotAllowed("damaged")

    def typed(name: str, system: str | None, public: str | None, has_own: int) -> None:
        if name != "svg" or has_own or not DRAWINGS.fullmatch(system or ""):
            raise NotAllowed("damaged")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, typed
    try:
        while piece:
            parser.Parse(piece, False)
            piece = file.read(PIECE)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotAllowed("damaged") from error


def plain(name: str) -> str:
    return name.rpartition("}")[2]


def gathered(facts: dict[str, str]) -> dict[str, str]:
    """Attributes by their plain names; of several with one name, all that they say."""
    found: dict[str, str] = {}
    for whole, value in facts.items():
        name = plain(whole)
        if name in found and name in SAID_ONCE:
            raise NotAllowed("damaged")
        found[name] = f"{found[name]}\n{value}" if name in found else value
        if whole != name:
            found["{" + whole] = value
    return found
