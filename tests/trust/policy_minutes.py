"""Who gets what of attendance and minutes: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

# Of a sitting `granted` are those who chair the body: they and the operations team lead it.
LEADS = "granted operations"


def led(name: str, read: tuple[str, ...], **sent: int) -> tuple[Line, Line]:
    """A form of those who keep or chair a body: where it is there, and what sending it gives."""
    return (
        line(name, "GET", **dict.fromkeys(read, f"{LEADS} -> 200")),
        line(name, "POST", **{state: f"{LEADS} -> {status}" for state, status in sent.items()}),
    )


MINUTES = [
    *led("attendance_edit", ("on", "held"), on=302, held=302),
    *led("meeting_hold", ("on",), on=302),
]
