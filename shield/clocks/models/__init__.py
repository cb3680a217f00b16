"""What is true of rules and clocks?"""

from shield.clocks.models.change import ClockChange
from shield.clocks.models.clock import STATE_TAGS, Clock, ClockQuerySet
from shield.clocks.models.holiday import HolidayOverride, overrides
from shield.clocks.models.rule import Rule, RuleNotInForce, RuleVersion

__all__ = [
    "STATE_TAGS",
    "Clock",
    "ClockChange",
    "ClockQuerySet",
    "HolidayOverride",
    "Rule",
    "RuleNotInForce",
    "RuleVersion",
    "overrides",
]
