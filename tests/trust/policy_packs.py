"""Who gets what of the chair's packs: the promise; the matrix tries it."""

from tests.trust.lines import Line, line
from tests.trust.policy_conferences import READS, of_conference

STATES = ("waiting", "ready", "ended", "restricted", "shut")


def of_pack(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a pack; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


def of_share(name: str, method: str, gives: str) -> Line:
    return line(name, method, **dict.fromkeys(STATES[1:], gives))


# Whoever works on the report of an agency that a pack is shared with, and its lead.
READERS = "own lead -> 200"
PACKS = [
    of_conference("conference_pack", "GET", READS),
    # At any time, of a conference that was cancelled too.
    of_conference("conference_pack", "POST", "own -> 302"),
    of_pack("conference_pack_pdf", "GET", READS, waiting=""),
    of_pack("conference_pack_annex", "GET", READS, waiting=""),
    of_pack("conference_pack_progress", "GET", READS),
    # What is not made yet leads back to where that is said.
    of_pack("conference_pack_share", "GET", "own -> 200", waiting="own -> 302"),
    of_pack("conference_pack_share", "POST", "own -> 302", waiting="own -> 409"),
    of_share("conference_pack_share_end", "GET", "own -> 200"),
    of_share("conference_pack_share_end", "POST", "own -> 302"),
    line("request_pack", "GET", annex=READERS, pack=READERS, none=""),
    line("request_pack_annex", "GET", annex=READERS, pack="", none=""),
]
