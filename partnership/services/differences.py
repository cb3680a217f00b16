"""What can happen to differences between agencies: themselves, their themes, their returns?"""

from partnership.services.arbitration import (
    NotToArbitrate,
    ask_arbitration,
    can_be_arbitrated,
)
from partnership.services.escalations import (
    MovedOn,
    NamesChild,
    NoStages,
    OnlyItself,
    answer_escalation,
    concerned,
    go_on,
    leads_it,
    next_stage,
    resolve_escalation,
    stages,
    start_escalation,
    withdraw_escalation,
)
from partnership.services.returns import (
    NothingReturned,
    NotNil,
    ReturnedAlready,
    make_return,
    makes_return,
    open_returns,
    raised_in,
    reads_numbers,
)
from partnership.services.themes import (
    ThemeTwice,
    add_theme,
    edit_theme,
)

__all__ = [
    "MovedOn",
    "NamesChild",
    "NoStages",
    "NotNil",
    "NotToArbitrate",
    "NothingReturned",
    "OnlyItself",
    "ReturnedAlready",
    "ThemeTwice",
    "add_theme",
    "answer_escalation",
    "ask_arbitration",
    "can_be_arbitrated",
    "concerned",
    "edit_theme",
    "go_on",
    "leads_it",
    "make_return",
    "makes_return",
    "next_stage",
    "open_returns",
    "raised_in",
    "reads_numbers",
    "resolve_escalation",
    "stages",
    "start_escalation",
    "withdraw_escalation",
]
