"""What can be changed of who sees one case? The same for cases of every kind."""

from shield.cases.services.ending import settle_ended
from shield.cases.services.glass import NobodyToTell, NothingToOpen, open_by_glass
from shield.cases.services.judging import end_opening, judge
from shield.cases.services.limiting import (
    end_exclusion,
    end_grant,
    exclude,
    lift_restriction,
    name_person,
    restrict,
)
from shield.cases.services.naming import NobodyLeft, ReadsNone, lock, name, settle

__all__ = [
    "NobodyLeft",
    "NobodyToTell",
    "NothingToOpen",
    "ReadsNone",
    "end_exclusion",
    "end_grant",
    "end_opening",
    "exclude",
    "judge",
    "lift_restriction",
    "lock",
    "name",
    "name_person",
    "open_by_glass",
    "restrict",
    "settle",
    "settle_ended",
]
