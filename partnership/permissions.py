"""Which verbs exist on the partnership's bodies and its business?"""

from enum import StrEnum


class Perm(StrEnum):
    OPEN = "partnership.open"  # read a body in which one holds a seat
    CHAIR = "partnership.chair"  # keep the agenda of a body that one chairs, approve its minutes
    READ_ALL = "partnership.read_all"  # read every body, who sits where, and the pooled budget
    KEEP = "partnership.keep"  # keep bodies, seats, priorities, duties and the budget
    NOTIFY_CHANGE = "partnership.notify_change"  # say that a seat of one's own agency changes hands
