"""Which verbs exist on serious incident notifications?"""

from enum import StrEnum


class Perm(StrEnum):
    OPEN = "incidents.open"  # open the pages at all; which records is decided row by row
    FILE = "incidents.file"  # start a notification, and keep working on one's own
    EDIT = "incidents.edit"  # fill in, discard and submit a draft
    READ = "incidents.read"  # read a notification, its clocks and its PDF
    CORRECT = "incidents.correct"  # add a dated correction to a submitted notification
    RECORD_PANEL = "incidents.record_panel"  # record that the national Panel was told
    MANAGE_ACCESS = "incidents.manage_access"  # restrict a notification, name and exclude people
    BREAK_GLASS = "incidents.break_glass"  # read for a time what one may not see, and answer for it
    REVIEW_OPENINGS = "incidents.review_openings"  # judge whether breaking the glass was right
    EXPORT = "incidents.export"  # take a list away as CSV
