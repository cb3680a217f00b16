"""Looks into one file that somebody brought, and writes a harmless copy of it.

A process of its own (`python -m shield.documents.inspection SOURCE COPY`), because what reads
hostile files may be broken by them: it has no key, no database, little memory and little time.
It prints `{"kind": …}` or `{"refused": …}` (codes of `documents/allowed.py`). The copy is what is
served: pictures are drawn anew, PDFs are written anew from the objects that were looked at.
"""

from pathlib import Path

from shield.documents.allowed import HEAD, NotAllowed, first_look, is_text
from shield.documents.inspection.office import office
from shield.documents.inspection.pdfs import pdf
from shield.documents.inspection.pictures import picture


def main(source: Path, copy: Path) -> dict[str, str]:
    """What the file is; COPY is written only where it is accepted."""
    with source.open("rb") as file:
        head = file.read(HEAD)
    kind = first_look(head)
    if kind == "zip":
        kind = office(source)
        copy.write_bytes(source.read_bytes())
    elif kind == "pdf":
        pdf(source, copy)
    elif kind in ("jpeg", "png"):
        picture(source, copy, kind)
    else:
        data = source.read_bytes()
        if not is_text(data):
            raise NotAllowed("not_allowed")
        copy.write_bytes(data)
    return {"kind": kind}
