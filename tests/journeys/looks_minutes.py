"""Every page of attendance and minutes, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.browser import Person
from tests.journeys.looking import Look, submits

OPERATIONS, CHAIR = "operations", "lead.police"


def minutes_pages() -> Iterator[Look]:
    base, item = "/partnership/meetings/", "/partnership/agenda/"
    yield Look("attendance_edit", "empty", base + "{fresh}/attendance/", OPERATIONS)
    yield Look("attendance_edit", "recorded", base + "{going_on}/attendance/", OPERATIONS)
    yield Look(
        "attendance_edit", "saved", base + "{going_on}/attendance/", OPERATIONS, then=submits
    )
    yield Look("meeting_hold", "ready", base + "{going_on}/hold/", OPERATIONS)
    yield Look("meeting_hold", "refused", base + "{fresh}/hold/", OPERATIONS, then=submits)
    yield Look("meeting_detail", "held", base + "{distributed}/", "board")
    yield Look("meeting_detail", "going on", base + "{going_on}/", OPERATIONS)
    yield Look("minutes_begin", "asked", base + "{going_on}/minutes/begin/", OPERATIONS)
    yield Look("minutes_detail", "draft", base + "{held}/minutes/", OPERATIONS)
    yield Look("minutes_detail", "approved", base + "{approved}/minutes/", OPERATIONS)
    yield Look("minutes_detail", "read", base + "{distributed}/minutes/", "board")
    yield Look("minutes_detail", "nothing", base + "{blank}/minutes/", OPERATIONS)
    yield Look("minutes_ask", "asked", base + "{blank}/minutes/ask/", OPERATIONS)
    yield Look("minutes_ask", "nobody", base + "{chairless}/minutes/ask/", OPERATIONS, then=submits)
    yield Look("minutes_approve", "asked", base + "{blank}/minutes/approve/", CHAIR)
    yield Look("minutes_approve", "by nobody's chair", base + "{chairless}/minutes/approve/",
               OPERATIONS)  # fmt: skip
    yield Look("minutes_distribute", "asked", base + "{approved}/minutes/distribute/", OPERATIONS)
    yield Look("minutes_confirm", "asked", base + "{distributed}/minutes/confirm/", OPERATIONS)
    yield Look("minutes_confirm", "errors", base + "{distributed}/minutes/confirm/", OPERATIONS,
               then=submits)  # fmt: skip
    yield Look("minute_edit", "written", item + "{written}/minute/", OPERATIONS)
    yield Look("minute_edit", "two at once", item + "{shared}/minute/", OPERATIONS, then=overtaken)
    yield Look("minutes_correct", "empty", item + "{excerpt}/correct/", OPERATIONS)
    yield Look("minutes_correct", "errors", item + "{excerpt}/correct/", OPERATIONS, then=submits)
    yield Look("minutes_excerpt", "read", item + "{excerpt}/excerpt/", "board")
    yield Look("minutes_excerpt", "proposed", item + "{excerpt}/excerpt/", "champion")


def overtaken(person: Person) -> None:
    """A text on a page that came with a version that is none any more."""
    person.page.locator("textarea[name=text]").fill("What I have typed.")
    person.page.locator("input[name=fingerprint]").evaluate("field => { field.value = '99'; }")
    submits(person)
