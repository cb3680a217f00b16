"""What a page shows of who was at a meeting, and of whether the body could decide."""

from datetime import datetime
from typing import Any

from partnership import services
from partnership.models import Meeting, MeetingStatus, Minutes, Working, groups_of
from shield.accounts.access import signed_in


def attended_by(meeting: Meeting, request: Any, at: datetime) -> dict[str, Any]:
    """Who was there and the quorum, for those who read the body; what those who lead may do."""
    if not meeting.body.is_read_by(request.user):
        return {"there": None, "leads": False, "records": False, "minutes": None}
    leads = services.leads(signed_in(request), meeting.body)
    rows = services.attended(meeting)
    working = Working.of(meeting.quorum)
    if working is None and rows:
        working = services.working_of(meeting, rows)
    return {
        "there": groups_of(rows, meeting.visitors),
        "working": working,
        "leads": leads,
        "minutes": Minutes.objects.visible_to(request.user).filter(meeting=meeting).first(),
        "records": leads and services.is_to_record(meeting, at),
        "may_hold": leads and meeting.status == MeetingStatus.CONFIRMED and meeting.starts_at <= at,
    }
