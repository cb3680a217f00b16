"""Which verbs exist on the partnership's bodies and its business?"""

from enum import StrEnum


class Perm(StrEnum):
    OPEN = "partnership.open"  # read a body in which one holds a seat
    CHAIR = "partnership.chair"  # keep the agenda of a body that one chairs, approve its minutes
    READ_ALL = "partnership.read_all"  # read every body, who sits where, and the pooled budget
    KEEP = "partnership.keep"  # keep bodies, seats, priorities, duties and the budget
    NOTIFY_CHANGE = "partnership.notify_change"  # say that a seat of one's own agency changes hands
    ESCALATE = "partnership.escalate"  # raise and answer differences for one's own agency
    READ_ESCALATIONS = "partnership.read_escalations"  # one's agency's differences, or everybody's
    SCRUTINISE = "partnership.scrutinise"  # ask key questions, pin evidence, challenge
    REPLY_SCRUTINY = "partnership.reply_scrutiny"  # reply to challenges of one's own agency
