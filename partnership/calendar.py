"""A meeting as calendars take it: iCalendar, without anything of what is discussed."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from partnership.models import Meeting, MeetingStatus

REQUEST, CANCEL = "REQUEST", "CANCEL"


def uid(meeting: Meeting) -> str:
    """By which a calendar knows the meeting again, whatever of it changes."""
    return f"meeting.{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}"


def event_of(meeting: Meeting, *, at: datetime) -> Event:
    """Body, reference, time, place and link; a later one has a higher sequence."""
    event = Event()
    event.add("uid", uid(meeting))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", str(meeting.body))
    page = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    event.add("description", f"{meeting.reference}. Sign in to read more and to answer: {page}")
    event.add("url", meeting.link or page)
    if meeting.venue or meeting.link:
        event.add("location", meeting.venue or meeting.link)
    is_off = meeting.status == MeetingStatus.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


def message_of(meeting: Meeting, *, method: str, to: str, at: datetime) -> str:
    """A REQUEST or CANCEL to one address (RFC 5546)."""
    event = event_of(meeting, at=at)
    if method == CANCEL:
        event["status"] = "CANCELLED"
    event.add("organizer", vCalAddress(f"mailto:{sender()}"))
    attendee = vCalAddress(f"mailto:{to}")
    # Answers are given in the portal: a mail back is read by nobody.
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    found = Calendar()
    found.add("prodid", "-//Shield//Meetings//EN")
    found.add("version", "2.0")
    found.add("method", method)
    found.add_component(event)
    text: str = found.to_ical().decode()
    return text


def sender() -> str:
    """The address from which the portal's mail comes."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
