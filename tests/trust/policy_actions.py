"""Who gets what of actions: readers of the body, their holder, those who lead the body."""

from tests.trust.lines import Line, line
from tests.trust.policy_partnership import MAY_SIT

STATES = ("open", "done", "closed", "withdrawn")
# Whoever sits in the body, those who read all, and its holder, who does not sit there.
READERS = "own granted operations scrutineer"
# Those who lead the body: they chair it, or belong to the operations team.
LEADS = "granted operations"


def led(name: str, *from_: str, who: str = LEADS) -> tuple[Line, Line]:
    """A form about an action, which goes through from these states and is refused from others."""
    return (
        line(name, "GET", **dict.fromkeys(STATES, f"{who} -> 200")),
        line(
            name,
            "POST",
            **{state: f"{who} -> {302 if state in from_ else 409}" for state in STATES},
        ),
    )


ACTIONS = [
    # Everybody who may sit in a body or hold an action finds there what they may see.
    line("action_list", "GET", f"{MAY_SIT} -> 200", csv=f"{MAY_SIT} -> 200"),
    line("action_figures", "GET", f"{MAY_SIT} -> 200"),
    line("action_detail", "GET", **dict.fromkeys(STATES, f"{READERS} -> 200")),
    line("action_file", "GET", file=f"{READERS} -> 200"),
    # Nobody who chairs sits in a body that ended, or in the group; the operations team leads all.
    line("action_add", "GET", **dict.fromkeys(("board", "group", "ended"), f"{LEADS} -> 200")),
    line("action_add", "POST", **dict.fromkeys(("board", "group", "ended"), f"{LEADS} -> 302")),
    line("item_action_add", "GET", item=f"{LEADS} -> 200"),
    line("item_action_add", "POST", item=f"{LEADS} -> 302"),
    line("decision_action_add", "GET", decision=f"{LEADS} -> 200"),
    line("decision_action_add", "POST", decision=f"{LEADS} -> 302"),
    *led("action_progress", *STATES, who=f"own {LEADS}"),
    *led("action_finish", "open", who="own"),
    *led("action_accept", "done"),
    *led("action_send_back", "done"),
    *led("action_reopen", "closed", "withdrawn"),
    *led("action_reassign", "open"),
    *led("action_due", "open"),
    *led("action_withdraw", "open", "done"),
]
