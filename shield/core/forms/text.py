"""Cleaning what people type: what is kept, what is straightened, what is refused."""

import re
import unicodedata

BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
KEPT = {"\n", "\t"}
SPACING = {"Zs", "Zl", "Zp", "Cf", "Cc"}


class ControlCharacter(ValueError):
    """The text holds a character that is no text, such as NUL."""


def clean_text(value: str) -> str:
    """`value` in NFC with plain line ends and without outer space.

    Emoji and right-to-left text stay as they are. Raises ControlCharacter for anything that is
    neither text nor a line end nor a tab. Text of nothing but invisible characters is empty.
    """
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", value))
    kinds = {unicodedata.category(letter) for letter in set(text) - KEPT}
    if kinds & {"Cc", "Cs"}:
        raise ControlCharacter
    return text.strip() if kinds - SPACING else ""


def clean_line(value: str) -> str:
    """The same for an answer of one line: each run of line ends, tabs and spaces is one space."""
    return re.sub(r"\s+", " ", clean_text(value))


def lower_first(words: str) -> str:
    """`date of birth` from `Date of birth`; `NHS number` and `I agree` stay."""
    first, _, rest = words.partition(" ")
    if first.isupper() or not first[1:].islower():
        return words
    return f"{first[:1].lower()}{first[1:]}" + (f" {rest}" if rest else "")
