"""Does a report tell the family what must be kept from it?"""

import re
from collections.abc import Iterable

from conferences.completeness import questions_for
from conferences.models import Child, Report
from conferences.sections import for_family
from shield.core.refusals import Refusal
from shield.core.sections import values_of

POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
SHORT = 8  # a line of fewer letters, such as “London”, is no address by itself


class AddressToldOfChild(Refusal):
    """A confidential address stands where the family would read it; `pages` says on which."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(
            "An address that must be kept confidential stands on these pages, which the family "
            f"reads: {', '.join(pages)}. Take it out there, or put it into the information not "
            "to be shared. Nothing was sent and everything is kept."
        )
        self.pages = pages


class AddressTold(Refusal):
    """A confidential address stands in something that the family would read."""

    def __init__(self) -> None:
        super().__init__(
            "An address that must be kept confidential stands in this. Take it out, or say that "
            "it must not be shared with the family. Nothing was sent and your text is still here."
        )


def tells_address(report: Report, children: list[Child]) -> list[str]:
    """The titles of the pages for the family on which a confidential address stands."""
    hidden = confidential(children)
    if not hidden:
        return []
    questions = questions_for(report)
    rows, found = questions.rows_of(report), []
    for section in for_family(questions.sections):
        records = [*rows.get(section.slug, ()), *([] if section.rows else [report])]
        texts = [
            value
            for record in records
            for value in values_of(record, section).values()
            if isinstance(value, str)
        ]
        if section.summary:
            texts += [
                value
                for value in values_of(report, section.summary).values()
                if isinstance(value, str)
            ]
        if any(tells(text, hidden) for text in texts):
            found.append(section.title)
    return found


def confidential(children: Iterable[Child]) -> set[str]:
    """By what the addresses of children are known that must be kept from the family."""
    kept = [child for child in children if child.address_confidential]
    return {mark for child in kept for mark in marks_of(child.address)}


def tells(text: str, hidden: set[str]) -> bool:
    return any(mark in bare(text) for mark in hidden)


def marks_of(address: str) -> set[str]:
    """By what an address is known in a text: its lines, and its postcode."""
    lines = re.split(r"[\n,;]", address)
    marks = {bare(line) for line in lines}
    marks = {mark for mark in marks if len(mark) >= SHORT}
    return marks | {bare(found) for found in POSTCODE.findall(address)}


def bare(text: str) -> str:
    """Letters and digits alone, so that spacing and capitals hide nothing."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
