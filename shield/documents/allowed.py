"""Which files people may bring, by what is in them: no name and no browser is believed here.

A name that says something else than what is in the file is refused all the same: whoever chose it
likely chose the wrong file.
"""

from dataclasses import dataclass

# As much of a file as tells what it is.
HEAD = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of file that is accepted: what people call it, and as what it is served."""

    id: str
    name: str
    content_type: str
    extension: str


KINDS = {
    kind.id: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", ".pdf"),
        Kind("jpeg", "JPEG picture", "image/jpeg", ".jpg"),
        Kind("png", "PNG picture", "image/png", ".png"),
        Kind(
            "docx",
            "Word document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
        Kind(
            "xlsx",
            "Excel workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
        ),
        Kind(
            "pptx",
            "PowerPoint presentation",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ".pptx",
        ),
        Kind("txt", "plain text", "text/plain; charset=utf-8", ".txt"),
    )
}
SAID = (
    "a PDF, a Word, Excel or PowerPoint file without macros, a JPEG or PNG picture, or plain text"
)
# Which words for which refusal; the codes are kept on the row.
REFUSALS = {
    "not_allowed": f"This kind of file cannot be added. Choose {SAID}.",
    "misnamed": "The ending of this file’s name does not fit what is in the file. You may have "
    "chosen the wrong file. If it is the right one, save it with the ending that fits, and add "
    "that.",
    "old_office": "This is a Word, Excel or PowerPoint file of before 2007. Save it as .docx, "
    ".xlsx or .pptx, or as PDF, and add that.",
    "encrypted": "This file is protected by a password, so it cannot be checked. Save it without "
    "one and add that.",
    "macros": "This file holds macros or other content that runs. Save it without, or as PDF, and "
    "add that.",
    "active": "This PDF holds scripts, forms that send, or files within it. Print it to a new PDF "
    "and add that.",
    "outside": "This file fetches parts of itself from elsewhere when it is opened, such as a "
    "template, a picture or data. Save it as PDF and add that.",
    "link": "This file holds a link to a file on a computer or a shared drive, or to a program. "
    "Remove that link, or save it as PDF, and add that.",
    "part": "This file holds something within it that cannot be checked, such as an embedded file, "
    "a film or a workbook in binary form. Take that out, or save it as PDF, and add that.",
    "bomb": "This file is far larger inside than it looks, so it cannot be checked.",
    "damaged": "This file is damaged or is not what it says it is. Open it, save it again, and add "
    "that.",
    "lost": "This file was lost when the portal was brought back from a backup. Add it again.",
    "virus": "The virus scanner found something in this file. It was deleted. Tell your IT team.",
}
# Why a file is not among the pages of a PDF that we make; codes are kept on the row.
WAITS = "waits"
PROBLEMS = {
    WAITS: "it was still being checked for viruses when this was made",
    "refused": "it was refused when it was checked",
    "kind": "only PDFs and pictures can be put into a PDF, and it is neither",
    "encrypted": "it is protected by a password",
    "damaged": "it is damaged and could not be read",
    "layers": "it has layers that are hidden until somebody shows them",
    "long": "it has too many pages",
    "large": "the papers before it already fill this PDF",
    "slow": "making pages of it took too long",
    "gone": "its file could not be found",
}


def _endings(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The endings that fit what a file's first bytes say, and those that fit nothing that is accepted.
# All other endings say nothing: people write dots into names.
FITTING = {
    "pdf": _endings("pdf"),
    "jpeg": _endings("jpg jpeg jpe jfif"),
    "png": _endings("png"),
    # Why most of these are not taken is said by the inspection.
    "zip": _endings(
        "docx docm dotx dotm xlsx xlsm xltx xltm xlsb pptx pptm potx ppsx odt ods odp zip"
    ),
    "txt": _endings("txt text csv tsv md log"),
}
UNFIT = _endings(
    "app bat cmd com cpl dll dmg exe hta htm html iso jar js jse lnk mht mhtml msi msp pif ps1 py "
    "reg scr sh svg url vbe vbs wsf wsh xht xhtml xml doc xls ppt rtf "
    "7z bz2 cab gz rar tar tgz bmp gif heic tif tiff webp avi mov mp3 mp4 wav"
)
APPENDABLE = ("pdf", "jpeg", "png")
OFFICE_BEFORE_2007 = bytes.fromhex("d0cf11e0a1b11ae1")
# Bytes that no text holds: all controls but tab, line ends and form feed.
NO_TEXT = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


class NotAllowed(Exception):
    """The file is refused; `code` is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CannotAppend(Exception):
    """No pages can be made of a file; `code` is one of PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def first_look(head: bytes) -> str:
    """`pdf`, `jpeg`, `png`, `zip` (Office, to be looked into) or `txt`, by a file's first bytes.

    Raises NotAllowed for all else.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(OFFICE_BEFORE_2007):
        raise NotAllowed("old_office")
    if not head or is_something_else(head) or not is_text(head, cut=len(head) == HEAD):
        raise NotAllowed("not_allowed")
    return "txt"


def require_fitting_name(name: str, kind: str) -> None:
    """NotAllowed where a name's ending says something else than `first_look` found."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    known = UNFIT.union(*FITTING.values())
    if ending in known - FITTING[kind]:
        raise NotAllowed("misnamed")


def is_text(data: bytes, *, cut: bool = False) -> bool:
    """Whether bytes are UTF-8 without controls; `cut` where the last letter may be torn."""
    if data.translate(None, NO_TEXT) != data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return cut and error.start > len(data) - 4
    return True


def is_something_else(head: bytes) -> bool:
    """Whether what reads as text is a program, a page or a script by its first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"#!", b"<", b"{\\rtf", b"%!ps")) or b"%PDF-" in head[:1024]
