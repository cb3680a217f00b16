"""Does a text that must name no child hold what says who one is? By pattern: it cannot know names.

What is found is said to whoever typed it; it is not written anywhere.
"""

import re
from datetime import date

from shield.core.forms.fields import is_nhs_number

NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
PUPIL_NUMBER = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b", re.IGNORECASE)
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DAY = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?P<numbers>\d{{2,4}})"
    rf"|(?P<iso>\d{{4}})-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})[a-z]*,? (?P<words>\d{{4}}))\b",
    re.IGNORECASE,
)
BORN = re.compile(r"\b(?:d\.?o\.?b\b|born\b|date of birth|birthday|birth date)", re.IGNORECASE)
NEAR = 40  # letters between a word for birth and its date


def names_child(text: str, *, today: date) -> str:
    """What in a text could say who a child is; "" for nothing.

    An NHS number, a pupil number, a date beside a word for birth, and any full date before last
    year: what happened so long ago is told by its month.
    """
    if any(is_nhs_number(re.sub(r"\D", "", found)) for found in NHS_NUMBER.findall(text)):
        return "an NHS number"
    if PUPIL_NUMBER.search(text):
        return "a unique pupil number"
    for found in DAY.finditer(text):
        beside = text[max(0, found.start() - NEAR) : found.end() + NEAR]
        if BORN.search(beside) or _year(found) < today.year - 1:
            return "a date that could be a date of birth"
    return ""


def _year(found: re.Match[str]) -> int:
    """The year of a day that was found; two digits are of this century."""
    said = next(part for part in found.groups() if part)
    return int(said) + (2000 if len(said) == 2 else 0)
