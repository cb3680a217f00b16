"""Asks the virus scanner about a file."""

from pathlib import Path
from typing import NamedTuple

from clamav_client.clamd import BufferTooLongError, ClamdError, CommunicationError, ResponseError
from clamav_client.scanner import ClamdScanner
from django.conf import settings

STAND_IN = "stand-in of the demo, no virus scanner"
# What every virus scanner reports, made to try them. Written in two parts, lest they report us.
TRIED_WITH = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
# Findings that say that the scanner gave up, rather than what it found.
GAVE_UP = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")


class NotScanned(Exception):
    """The scanner gave no answer, or none that clears the file: it stays where it is."""


class Verdict(NamedTuple):
    """What the scanner said, and which it was."""

    is_clean: bool
    scanner: str


def scan(path: Path) -> Verdict:
    """Have one file scanned. Raises NotScanned without a whole answer."""
    if not settings.SHIELD_CLAMAV:  # only a demo starts without one
        return Verdict(TRIED_WITH not in path.read_bytes(), STAND_IN)
    scanner = ClamdScanner(
        {"address": settings.SHIELD_CLAMAV, "timeout": settings.SHIELD_CLAMAV_SECONDS}
    )
    try:
        with path.open("rb") as file:
            state, found = scanner.client.instream(file).get("stream", ("", None))
        if state not in ("OK", "FOUND") or (found or "").startswith(GAVE_UP):
            raise NotScanned("limits" if found else "no answer")
        version = scanner.info().version
    except BufferTooLongError as error:
        raise NotScanned("too large for the scanner") from error
    except (CommunicationError, ResponseError, ClamdError, OSError, ValueError) as error:
        raise NotScanned(type(error).__name__) from error
    return Verdict(state == "OK", version)
