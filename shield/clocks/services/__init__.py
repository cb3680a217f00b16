"""What can happen to clocks and to the register of rules?

Starting, meeting and cancelling a clock is part of something larger that a person did, and the
service that did it has asked for permission: these take none of their own.
"""

from shield.clocks.reminders import remind
from shield.clocks.services.amending import (
    Amendment,
    CannotWithdraw,
    SameAmount,
    amend_rule,
    counting_by,
    withdraw_version,
    would_amend,
)
from shield.clocks.services.calendar import (
    AlreadyTakenBack,
    override_day,
    settle,
    take_day_back,
    would_move,
)
from shield.clocks.services.keeping import (
    ClockClosed,
    Working,
    await_acceptance,
    cancel,
    complete,
    explain,
    limit,
    rename,
    run_on,
    start,
)
from shield.clocks.services.moving import correct_trigger
from shield.clocks.services.register import RegisterError, load_rules

__all__ = [
    "AlreadyTakenBack",
    "Amendment",
    "CannotWithdraw",
    "ClockClosed",
    "RegisterError",
    "SameAmount",
    "Working",
    "amend_rule",
    "await_acceptance",
    "cancel",
    "complete",
    "correct_trigger",
    "counting_by",
    "explain",
    "limit",
    "load_rules",
    "override_day",
    "remind",
    "rename",
    "run_on",
    "settle",
    "start",
    "take_day_back",
    "withdraw_version",
    "would_amend",
    "would_move",
]
