"""Where an address leads: what people may press, and what would be fetched from somebody else."""

import re
from enum import StrEnum
from urllib.parse import unquote


class Place(StrEnum):
    HERE = "here"  # within the file or beside it
    WEB = "web"
    PERSON = "person"  # a mail or a call
    WITHIN = "within"  # what is drawn, written out in the address itself
    DRIVE = "drive"  # of the machine that opens the file: nothing is asked of another
    ELSEWHERE = "elsewhere"  # a share, which is told who opens the file; or any other program


# Links are pressed by people. Whoever presses one to a share tells it the password's digest.
PRESSED = {Place.HERE, Place.WEB, Place.PERSON}
# What is opened with the file, unasked.
OPENED = {Place.HERE, Place.WITHIN, Place.DRIVE}

SCHEMES = {
    "http": Place.WEB,
    "https": Place.WEB,
    "mailto": Place.PERSON,
    "tel": Place.PERSON,
    "data": Place.WITHIN,
}
ON_DRIVE = re.compile(r"(?i)^(file:///)?[a-z]:[\\/]")
SCHEME = re.compile(r"(?i)^([a-z][a-z0-9+.-]*):")
SHARE = re.compile(r"(?i)^([\\/]{2}|file:)")


def place_of(address: str) -> Place:
    """Where an address leads, written as programs read it: unquoted, without blanks around."""
    plain = unquote(address).strip(" \t\r\n\0")
    if ON_DRIVE.match(plain):
        return Place.DRIVE
    if is_share(plain):
        return Place.ELSEWHERE
    if found := SCHEME.match(plain):
        return SCHEMES.get(found[1].lower(), Place.ELSEWHERE)
    return Place.HERE


def is_share(address: str) -> bool:
    """Whether words start as the address of a file on another machine does."""
    return bool(SHARE.match(address.strip()))
