"""What is true of rules and clocks?"""

from shield.clocks.models.change import ClockChange
from shield.clocks.models.clock import STATE_TAGS, Clock, ClockQuerySet
from shield.clocks.models.holiday import HolidayOverride, overrides
from shield.clocks.models.reminding import converted, days_to_go, latest_due, step
from shield.clocks.models.rule import Reminders, Rule, RuleNotInForce, RuleVersion

__all__ = [
    "STATE_TAGS",
    "Clock",
    "ClockChange",
    "ClockQuerySet",
    "HolidayOverride",
    "Reminders",
    "Rule",
    "RuleNotInForce",
    "RuleVersion",
    "converted",
    "days_to_go",
    "latest_due",
    "overrides",
    "step",
]
