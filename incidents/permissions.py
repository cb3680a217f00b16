"""Which verbs exist on serious incident notifications?"""

from enum import StrEnum


class Perm(StrEnum):
    OPEN = "incidents.open"  # open the pages at all; which records is decided row by row
    FILE = "incidents.file"  # start a notification, and keep working on one's own
    EDIT = "incidents.edit"  # fill in, discard and submit a draft
    READ = "incidents.read"  # read a notification, its clocks and its PDF
    CORRECT = "incidents.correct"  # add a dated correction to a submitted notification
    RECORD_PANEL = "incidents.record_panel"  # record that the national Panel was told
    EXPORT = "incidents.export"  # take a list away as CSV
