"""What a page shows of who was at a meeting, and of whether the body could decide."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import Attendance, Meeting, MeetingStatus, Working
from shield.accounts.access import signed_in


def attended_by(meeting: Meeting, request: Any, at: datetime) -> dict[str, Any]:
    """Who was there and the quorum, for those who read the body; what those who lead may do."""
    if not meeting.body.is_read_by(request.user):
        return {"there": None, "working": None, "leads": False, "records": False}
    leads = services.leads(signed_in(request), meeting.body)
    rows = services.attended(meeting)
    working = Working.of(meeting.quorum)
    if working is None and rows:
        working = services.working_of(meeting, rows)
    return {
        "there": groups_of(rows),
        "working": working,
        "leads": leads,
        "records": leads and services.is_to_record(meeting, at),
        "may_hold": leads and meeting.status == MeetingStatus.CONFIRMED and meeting.starts_at <= at,
    }


def groups_of(rows: list[Attendance]) -> list[tuple[str, list[str]]]:
    """What is recorded, as headings with lines: present, guests, apologies, absent."""
    state = Attendance.State
    found: dict[str, list[str]] = {
        "Present": [], "Guests": [], "Apologies": [], "Absent": [], "Vacant seats": [],
    }  # fmt: skip
    for row in rows:
        if row.seat is None:
            found["Guests"].append(str(row.user))
        elif row.state == state.PRESENT:
            found["Present"].append(f"{row.user}: {row.seat}")
        elif row.state == state.DEPUTY:
            found["Present"].append(f"{row.user} (deputy): {row.seat}")
        elif row.user is None:
            found["Vacant seats"].append(str(row.seat))
        else:
            name = "Apologies" if row.state == state.APOLOGIES else "Absent"
            found[name].append(f"{row.user}: {row.seat}")
    return [(name, lines) for name, lines in found.items() if lines]
