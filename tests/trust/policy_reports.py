"""Who gets what of the reports that agencies are asked for: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

STATES = ("asked", "declined", "withdrawn", "cancelled", "restricted", "shut")


def of_request(name: str, method: str, gives: str, **more: str) -> Line:
    """A line by the state of a request; without more all are alike."""
    return line(name, method, **(dict.fromkeys(STATES, gives) | more))


# Whoever writes it, and the lead of the agency that was asked; of no other agency anybody.
REPORTS = [
    of_request("report_request", "GET", "own lead -> 200"),
]
