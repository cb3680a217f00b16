"""What can happen to clocks and to the register of rules?

Starting, meeting and cancelling a clock is part of something larger that a person did, and the
service that did it has asked for permission: these take none of their own.
"""

from shield.clocks.reminders import remind
from shield.clocks.services.calendar import override_day
from shield.clocks.services.keeping import (
    ClockClosed,
    Working,
    cancel,
    complete,
    explain,
    rename,
    start,
)
from shield.clocks.services.register import RegisterError, amend_rule, load_rules

__all__ = [
    "ClockClosed",
    "RegisterError",
    "Working",
    "amend_rule",
    "cancel",
    "complete",
    "explain",
    "load_rules",
    "override_day",
    "remind",
    "rename",
    "start",
]
