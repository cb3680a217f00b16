"""Every page of attendance and minutes, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.looking import Look, submits

OPERATIONS = "operations"


def minutes_pages() -> Iterator[Look]:
    base = "/partnership/meetings/"
    yield Look("attendance_edit", "empty", base + "{fresh}/attendance/", OPERATIONS)
    yield Look("attendance_edit", "recorded", base + "{going_on}/attendance/", OPERATIONS)
    yield Look(
        "attendance_edit", "saved", base + "{going_on}/attendance/", OPERATIONS, then=submits
    )
    yield Look("meeting_hold", "ready", base + "{going_on}/hold/", OPERATIONS)
    yield Look("meeting_hold", "refused", base + "{fresh}/hold/", OPERATIONS, then=submits)
    yield Look("meeting_detail", "held", base + "{held}/", "board")
    yield Look("meeting_detail", "going on", base + "{going_on}/", OPERATIONS)
