"""Which lines of the published timetable are meetings, and what does the portal make of them?"""

from collections.abc import Mapping
from datetime import datetime

from partnership.models import Meeting, MeetingStatus, TimetableRow
from partnership.services.meetings import PREFIX
from partnership.services.tables.agencies import Counted
from shield.audit import services as audit
from shield.core.london import LONDON
from shield.core.references import next_reference


def load_meetings(*, at: datetime) -> Counted:
    """A confirmed meeting for each line with a body and hours; the line stays as it was published.

    A meeting that is there already stays as people have left it; only an end that was published
    anew is taken over where nobody has moved the meeting.
    """
    counted = Counted("meetings")
    rows = TimetableRow.objects.exclude(body=None).exclude(starts_at=None).exclude(ends_at=None)
    touched = list[Meeting]()
    for row in rows.select_related("body", "meeting").by_day():
        assert row.starts_at is not None
        assert row.ends_at is not None
        hours = {
            "starts_at": datetime.combine(row.on, row.starts_at, LONDON),
            "ends_at": datetime.combine(row.on, row.ends_at, LONDON),
        }
        meeting = getattr(row, "meeting", None)
        if meeting is None:
            touched.append(_add(row, hours, at))
            counted.count("added")
        elif _ends_otherwise(meeting, hours):
            meeting.ends_at = hours["ends_at"]
            meeting.save(update_fields=["ends_at"])
            touched.append(meeting)
            counted.count("changed")
        else:
            counted.count("unchanged")
    if touched:
        facts = {"table": "meetings", "added": counted.added, "changed": counted.changed}
        audit.record("table.loaded", touched[0], by=None, at=at, **facts)
    return counted


def _add(row: TimetableRow, hours: Mapping[str, datetime], at: datetime) -> Meeting:
    assert row.body is not None
    meeting: Meeting = Meeting.objects.create(
        body=row.body,
        reference=next_reference(Meeting.objects.all(), prefix=PREFIX, year=row.on.year),
        title="" if row.title == row.body.name else row.title,
        venue=row.body.venue,
        status=MeetingStatus.CONFIRMED,
        why="As published",
        row=row,
        proposed_at=at,
        confirmed_at=at,
        **hours,
    )
    return meeting


def _ends_otherwise(meeting: Meeting, hours: Mapping[str, datetime]) -> bool:
    return (
        meeting.ends_at != hours["ends_at"]
        and meeting.starts_at == hours["starts_at"]
        and meeting.status == MeetingStatus.CONFIRMED
        and not meeting.moves.exists()
    )
