"""Does a PDF hold a word anywhere, however a file may hide it?

Looked for as each way of writing it: in the bytes of the file, in every string, name, key and
unpacked stream of every object, and in what the letters of its fonts say on the pages, as two
independent readers read them: without hyphens and line ends, ligatures undone, in both directions.
"""

import io
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import pikepdf
from django.conf import settings

from tests.documents.made_papers import strings
from tests.documents.read_back import texts

# The checker's environment brings a second reader along: see `requirements/pdfcheck.in`.
READER = settings.BASE_DIR / "build" / "pdfcheck" / "bin" / "python"
READ = (
    "import pymupdf, sys\n"
    "pdf = pymupdf.open(stream=sys.stdin.buffer.read(), filetype='pdf')\n"
    "said = [page.get_text() for page in pdf]\n"
    "said += [str(pdf.metadata), pdf.get_xml_metadata(), str(pdf.get_toc())]\n"
    "sys.stdout.buffer.write('\\n'.join(said).encode('utf-8', 'replace'))\n"
)
PASSED_OVER = "-\u00ad\u2010\u2011\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\ufeff"


def found_in(data: bytes, word: str) -> bool:
    """Whether it is anywhere in the file."""
    encoded = set(_encoded(word))
    wanted = {_plain(word), _plain(word)[::-1]}
    bytes_, said = _all_of(data)
    return any(one in part for part in bytes_ for one in encoded) or any(
        one in part for part in said for one in wanted
    )


def _encoded(word: str) -> Iterator[bytes]:
    for one in {word, unicodedata.normalize("NFD", word)}:
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
            try:
                made = one.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield from (made, made.hex().encode(), made.hex().upper().encode())
        yield one.encode("ascii", "xmlcharrefreplace")


def _plain(text: str) -> str:
    """As it is compared: how it is broken, joined and cased is the page's affair."""
    whole = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in whole if not one.isspace() and one not in PASSED_OVER)


@lru_cache(maxsize=4)
def _all_of(data: bytes) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """All the bytes of a file, packed and unpacked, and all that is read in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts = tuple(strings(pdf))
    read = subprocess.run(
        [str(READER), "-c", READ], input=data, capture_output=True, check=True, timeout=120
    ).stdout.decode()
    named = (part.decode("utf-8", "ignore") for part in parts if len(part) < 2000)
    return (data, *parts), tuple(_plain(one) for one in ("".join(texts(data)), read, *named))
