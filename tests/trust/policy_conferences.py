"""Who gets what of child protection conferences: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

STATES = ("scheduled", "postponed", "cancelled", "restricted", "shut")


def of_conference(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a conference; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


# By name, on a restricted one: what is granted is to read it, as a whole.
READS = "own granted -> 200"
CONFERENCES = [
    of_conference("conference_detail", "GET", READS),
]
