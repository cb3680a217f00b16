"""Which verbs exist on clocks and on the rule register?

The register itself, and a person's own clocks, are open to everybody who is signed in.
"""

from enum import StrEnum


class Perm(StrEnum):
    READ_AGENCY = "clocks.read_agency"  # see the clocks of one's own agency
    READ_ALL = "clocks.read_all"  # see every agency's clocks; says nothing about their records
    AMEND_RULES = "clocks.amend_rules"  # put a local amount into the register, from a day on
