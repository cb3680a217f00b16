"""Who gets what of attendance and minutes: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

# Of a sitting `granted` are those who chair the body: they and the operations team lead it.
LEADS = "granted operations"
# Whoever reads the body reads its minutes once they are distributed; of an item `own` proposed it.
READS = "granted board-member operations scrutineer"


def led(name: str, read: tuple[str, ...], **sent: int) -> tuple[Line, Line]:
    """A form of those who keep or chair a body: where it is there, and what sending it gives."""
    return (
        line(name, "GET", **dict.fromkeys(read, f"{LEADS} -> 200")),
        line(name, "POST", **{state: f"{LEADS} -> {status}" for state, status in sent.items()}),
    )


MINUTES = [
    *led("attendance_edit", ("on", "held", "approved", "distributed"),
         on=302, held=302, approved=409, distributed=409),
    *led("meeting_hold", ("on",), on=302),
    *led("minutes_begin", ("on", "held", "approved", "distributed"),
         on=302, held=302, approved=302, distributed=302),
    # A draft is for those who lead the body; what is distributed for all who read it.
    line(
        "minutes_detail", "GET",
        held=f"{LEADS} -> 200", approved=f"{LEADS} -> 200", distributed=f"{READS} -> 200",
    ),
    # The operations team asks the chair.
    line("minutes_ask", "GET", held="operations -> 200"),
    line("minutes_ask", "POST", held="operations -> 302"),
    # The chair approves, and nobody in place of the chair.
    line("minutes_approve", "GET", held="granted -> 200"),
    line("minutes_approve", "POST", held="granted -> 302"),
    *led("minutes_distribute", ("approved",), approved=302),
    *led("minutes_confirm", ("distributed",), distributed=200),
    # Not made yet: the matrix makes no PDF.
    line("minutes_pdf", "GET"),
    line("minutes_pdf_progress", "GET", distributed=f"{READS} -> 200"),
    line("minutes_pdf_request", "POST", distributed=f"{READS} -> 302"),
    # Items: of a draft those who lead the body write, of a restricted one whoever is named.
    # What was approved is read on, and no longer written.
    line(
        "minute_edit", "GET", held=f"{LEADS} -> 200", named="granted -> 200",
        approved=f"{LEADS} -> 302", distributed=f"{LEADS} -> 302",
    ),
    line(
        "minute_edit", "POST", held=f"{LEADS} -> 302", named="granted -> 302",
        approved=f"{LEADS} -> 409", distributed=f"{LEADS} -> 409",
    ),
    line(
        "minute_presence", "POST", held=f"{LEADS} -> 200", named="granted -> 200",
        approved=f"{LEADS} -> 200", distributed=f"{LEADS} -> 200",
    ),
    *led("minutes_correct", ("approved", "distributed"), approved=302, distributed=302),
    line("minutes_excerpt", "GET", distributed=f"own {READS} -> 200"),
    line("minutes_excerpt", "POST", distributed=f"own {READS} -> 302"),
    line("excerpt_pdf", "GET"),
    line("excerpt_pdf_progress", "GET", distributed=f"own {READS} -> 200"),
]  # fmt: skip
