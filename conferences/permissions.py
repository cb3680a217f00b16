"""Which verbs exist on child protection conferences?"""

from enum import StrEnum


class Perm(StrEnum):
    OPEN = "conferences.open"  # open the pages at all; which records is decided row by row
    CHAIR = "conferences.chair"  # schedule conferences, and run those one chairs or administers
    READ = "conferences.read"  # read a conference: its people, its requests, its reports
    MANAGE = "conferences.manage"  # change a conference, ask for reports, record its outcome
    MANAGE_ACCESS = "conferences.manage_access"  # restrict it, name and exclude people
    BREAK_GLASS = "conferences.break_glass"  # read for a time what one may not see
    REVIEW_OPENINGS = "conferences.review_openings"  # judge whether that was right
    HOLD = "conferences.hold"  # keep what conferences say from being erased; reads none of it
    READ_FIGURES = "conferences.read_figures"  # how timely reports are, by agency; no case
    REPORT = "conferences.report"  # be named to write, or to check, a report of one's agency
    READ_REQUEST = "conferences.read_request"  # read what an agency was asked, and its report
    WRITE = "conferences.write"  # write the report, hand it to a manager, say that there is none
    CHECK = "conferences.check"  # agree a report or return it with comments
    ASSIGN = "conferences.assign"  # say who of the agency writes and who checks
