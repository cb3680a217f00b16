"""A meeting as calendars take it: iCalendar, without anything of what is discussed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from partnership.models import Meeting, MeetingStatus

REQUEST, CANCEL = "REQUEST", "CANCEL"
# How often a calendar that follows a feed is to ask again.
AGAIN = timedelta(hours=6)


def uid(meeting: Meeting) -> str:
    """By which a calendar knows the meeting again, whatever of it changes."""
    return f"meeting.{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}"


def event_of(meeting: Meeting, *, at: datetime, joins: bool = True) -> Event:
    """Body, reference, time, place and link; a later one has a higher sequence.

    Not for everybody is the address by which it is joined online (`joins`).
    """
    event = Event()
    event.add("uid", uid(meeting))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", str(meeting.body))
    page = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    event.add("description", f"{meeting.reference}. Sign in to read more and to answer: {page}")
    link = meeting.link if joins else ""
    event.add("url", link or page)
    if where := meeting.venue or link or ("Online" if meeting.link else ""):
        event.add("location", where)
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
    found = _empty(method=method)
    found.add_component(event)
    return _text(found)


def file_of(meeting: Meeting) -> str:
    """One meeting, to be taken over by whoever has opened its page."""
    found = _empty(method="PUBLISH")
    found.add_component(event_of(meeting, at=changed_at(meeting)))
    return _text(found)


def feed_of(meetings: Iterable[Meeting], *, name: str) -> str:
    """Many meetings, for a calendar that asks again; the same meetings give the same text."""
    found = _empty()
    for key in ("name", "x-wr-calname"):
        found.add(key, vText(name))
    for key in ("refresh-interval", "x-published-ttl"):
        found.add(key, vDuration(AGAIN), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        found.add_component(event_of(meeting, at=changed_at(meeting), joins=False))
    return _text(found)


def changed_at(meeting: Meeting) -> datetime:
    """The last of the moments that a meeting keeps of itself."""
    return meeting.cancelled_at or meeting.held_at or meeting.confirmed_at or meeting.proposed_at


def _empty(**more: str) -> Calendar:
    found = Calendar()
    found.add("prodid", "-//Shield//Meetings//EN")
    found.add("version", "2.0")
    for name, value in more.items():
        found.add(name, value)
    return found


def _text(found: Calendar) -> str:
    text: str = found.to_ical().decode()
    return text


def sender() -> str:
    """The address from which the portal's mail comes."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
