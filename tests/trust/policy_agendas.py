"""Who gets what of agendas, their items, papers and proposals: the promise; the matrix tries it."""

from tests.trust.lines import Line, line

# Whoever reads it by name or by a seat, and those who read all.
READS = "granted operations scrutineer -> 200"
# Whoever chairs; the operations team of what is open alone.
LEADS, NAMED = "granted operations", "granted"
OPEN, EVERY = ("draft", "published", "apart"), ("draft", "published", "restricted", "apart")
MAY_SIT = (
    "any-practitioner any-lead any-administrator operations scrutineer board-member "
    "practice-group-member conference-chair champion"
)


def led(name: str, *states: str) -> tuple[Line, Line]:
    """A form of whoever keeps the agenda; the operations team reads no restricted item by role."""
    who = {state: NAMED if state == "restricted" else LEADS for state in states}
    return (
        line(name, "GET", **{state: f"{one} -> 200" for state, one in who.items()}),
        line(name, "POST", **{state: f"{one} -> 302" for state, one in who.items()}),
    )


def read(name: str, method: str = "GET", status: int = 200) -> Line:
    """Of whoever reads the item: a draft is for those who keep it."""
    return line(
        name, method, draft=f"{LEADS} -> {status}", restricted=f"{NAMED} -> {status}",
        published=READS.replace("200", str(status)), apart=READS.replace("200", str(status)),
    )  # fmt: skip


AGENDAS = [
    line("agenda_detail", "GET", published=READS, confirmed=READS),
    line(
        "agenda_draft", "POST",
        published=f"{LEADS} -> 302", confirmed=f"{LEADS} -> 302",
    ),
    *led("agenda_publish", "published", "confirmed"),
    line("agenda_opened", "GET", published=f"{LEADS} -> 200"),
    line("pack_detail", "GET", published=READS),
    line("pack_detail", "POST", published=READS.replace("200", "302")),
    line("pack_progress", "GET", published=READS),
    line("pack_file", "GET", published=READS),
    *led("agenda_item_add", "published", "confirmed"),
    read("agenda_item_detail"),
    *led("agenda_item_edit", *EVERY),
    *led("agenda_item_move", *EVERY),
    *led("agenda_item_take_off", *EVERY),
    *led("agenda_item_restrict", *OPEN),
    *led("agenda_item_unrestrict", "restricted"),
    *led("item_reader_name", "restricted"),
    *led("item_reader_end", "restricted"),
    *led("unread_item_name", "unread"),
    read("interest_declare"),
    read("interest_declare", "POST", 302),
    *led("interest_record", *EVERY),
    *led("interest_withdraw", "apart"),
    read("paper_file"),
    *led("paper_add", *EVERY),
    *led("paper_replace", *EVERY),
    *led("paper_take_back", *EVERY),
    line(
        "paper_move", "POST", restricted=f"{NAMED} -> 302",
        **dict.fromkeys(OPEN, f"{LEADS} -> 302"),
    ),
    *(
        line("proposal_add", method, **dict.fromkeys(
            ("board", "group", "ended"), f"granted operations scrutineer -> {status}"
        ))
        for method, status in (("GET", 200), ("POST", 302))
    ),
    line("proposal_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    line(
        "proposal_detail", "GET", restricted="own granted -> 200",
        waits="own granted operations -> 200", answered="own granted operations -> 200",
    ),
    line(
        "proposal_detail", "POST", restricted="granted -> 302",
        waits=f"{LEADS} -> 302", answered=f"{LEADS} -> 409",
    ),
    line("proposal_withdraw", "GET", **dict.fromkeys(
        ("waits", "answered", "restricted"), "own -> 200"
    )),
    line(
        "proposal_withdraw", "POST", waits="own -> 302", answered="own -> 409",
        restricted="own -> 302",
    ),
]  # fmt: skip
