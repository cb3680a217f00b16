"""Which verbs exist on the portal itself?"""

from enum import StrEnum


class Perm(StrEnum):
    READ_STATUS = "reporting.read_status"  # see whether everything runs, as times and counts
