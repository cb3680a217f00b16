"""Is every page of a document its own, and is every page there once?

Looked at before a document is ready: each page says in its margin the mark of its document, which
is on no page of any other, and which page it is of how many. What is drawn of files that were
brought cannot speak for a page: it never stands in a margin (`preparing/marks.py`).
"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

# How the mark of a document (`Document.mark`) is worded in the margin.
MARK = re.compile(r"Mark ([A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4})")
NUMBER = re.compile(r"Page (\d+) of (\d+)")
# What text in a margin is made of: where it begins and ends, in which font, which letters.
READ = "BDC BMC EMC q Q Tf Tj TJ ' \""
TO_UNICODE = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
CODES = re.compile(rb"<([0-9A-Fa-f]+)>")

Letters = dict[int, str]
FontKey = tuple[int, int]


class NotItsOwnPages(Exception):
    """A page is another document's, is missing, or is there twice."""


def verify(file: Path, *, mark: str, pages: int) -> None:
    """Raise NotItsOwnPages unless these are the pages 1 to `pages` of the document of this mark."""
    read: dict[FontKey, Letters] = {}
    with pikepdf.open(file) as pdf:
        if len(pdf.pages) != pages:
            raise NotItsOwnPages
        for number, page in enumerate(pdf.pages, start=1):
            said = list(margin_of(page, read))
            marks = [found[1] for one in said if (found := MARK.fullmatch(one))]
            numbers = [found.groups() for one in said if (found := NUMBER.fullmatch(one))]
            if marks != [mark] or numbers != [(str(number), str(pages))]:
                raise NotItsOwnPages


def margin_of(page: pikepdf.Page, read: dict[FontKey, Letters] | None = None) -> Iterator[str]:
    """What stands in the margins of a page, piece by piece; `read` keeps the letters of fonts."""
    known = {} if read is None else read
    fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
    letters: Letters = {}
    saved: list[Letters] = []
    open_marks: list[bool] = []
    piece: list[str] = []
    for one in pikepdf.parse_content_stream(page, READ):
        name, operands = str(one.operator), one.operands
        if name in ("BDC", "BMC"):
            open_marks.append(_is_margin(name, list(operands)))
        elif name == "EMC":
            if open_marks and open_marks.pop() and piece:
                yield "".join(piece).strip()
                piece = []
        elif name == "q":
            saved.append(letters)
        elif name == "Q":
            letters = saved.pop() if saved else {}
        elif name == "Tf":
            font = fonts.get(str(operands[0]))
            letters = {} if font is None else _letters_of(font, known)
        elif any(open_marks):
            piece += map(partial(_text, letters), _strings(operands[-1]))


def _is_margin(operator: str, operands: list[pikepdf.Object]) -> bool:
    """Whether here begins what the renderer put into a margin (`tagging.py`)."""
    return (
        operator == "BDC"
        and operands[0] == Name.Artifact
        and isinstance(operands[1], Dictionary)
        and operands[1].get("/Type") == Name.Pagination
    )


def _strings(shown: pikepdf.Object) -> list[bytes]:
    """The codes that one instruction shows, without what moves them apart."""
    parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
    return [bytes(one) for one in parts if isinstance(one, pikepdf.String)]


def _text(letters: Letters, codes: bytes) -> str:
    """Codes of two bytes, as the renderer's fonts have them, in letters."""
    pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
    return "".join(letters.get(code, "\ufffd") for code in pairs)


def _letters_of(font: pikepdf.Object, known: dict[FontKey, Letters]) -> Letters:
    if font.objgen not in known:
        made: Letters = {}
        if isinstance(font.get("/ToUnicode"), pikepdf.Stream):
            for kind, body in TO_UNICODE.findall(font.ToUnicode.read_bytes()):
                made |= _chars(body) if kind == b"bfchar" else _ranges(body)
        known[font.objgen] = made
    return known[font.objgen]


def _chars(body: bytes) -> Letters:
    found = [bytes.fromhex(one.decode()) for one in CODES.findall(body)]
    pairs = zip(found[::2], found[1::2], strict=False)
    return {int.from_bytes(code): _utf16(letter) for code, letter in pairs}


def _ranges(body: bytes) -> Letters:
    """`<first> <last> <letter of the first>`."""
    found = [int(one, 16) for one in CODES.findall(body)]
    made: Letters = {}
    for first, last, letter in zip(found[::3], found[1::3], found[2::3], strict=False):
        made |= {first + step: chr(letter + step) for step in range(last - first + 1)}
    return made


def _utf16(letter: bytes) -> str:
    return letter.decode("utf-16-be", "replace")
