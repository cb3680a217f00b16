"""Makes pages of files that people brought, to be put into a PDF of ours.

A process of its own (`python -m shield.documents.preparing FOLDER FIRST`), for the reason that the
inspection is one: it has no key, no database, little memory and little time. In FOLDER lie the
files, named `0`, `1`, …, and `kinds`, a JSON list of what each of them is. It writes `0.pdf`, … and
prints a line for each: `{"pages": 3, "wide": [false, …]}` or `{"problem": code}` (`allowed.py`).
Whoever started it sees by the lines at which file it died, if it did.

A paper becomes what its print would be: pages that only draw. Comments, links, forms, layers, files
within it, what it says of itself and whatever its pages do not draw stay behind.
"""

from pathlib import Path
from typing import Any

from shield.documents.allowed import CannotAppend
from shield.documents.preparing.pdfs import pages_of
from shield.documents.preparing.pictures import page_of_picture

PICTURES = ("jpeg", "png")


def prepare(source: Path, target: Path, kind: str) -> dict[str, Any]:
    """One file as pages; TARGET is written only where that is possible."""
    try:
        sizes = (page_of_picture if kind in PICTURES else pages_of)(source, target)
    except CannotAppend as problem:
        return {"problem": problem.code}
    return {"pages": len(sizes), "wide": [width > height for width, height in sizes]}
