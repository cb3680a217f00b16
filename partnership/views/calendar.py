"""Which page shows the meetings of a month, and one meeting as calendars take it?"""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import calendar
from partnership.models import Body, Meeting, MeetingStatus, TimetableRow
from partnership.permissions import Perm
from shield.clocks.models import Clock, overrides
from shield.core.forms import Select
from shield.core.lists import Filters, with_query
from shield.core.views import Page
from shield.core.working_days import Overrides, judge

# The years of which there are pages.
FIRST_YEAR, LAST_YEAR = 2000, 2199
CALENDAR_TYPE = "text/calendar; charset=utf-8"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass
class Square:
    """One day of the table: what meets on it, and what of one's own falls due."""

    day: date
    is_inside: bool
    meetings: list[Meeting] = field(default_factory=list)
    published: list[TimetableRow] = field(default_factory=list)
    due: list[Clock] = field(default_factory=list)
    # Why nobody works on it, where that is more than a weekend.
    holiday: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.meetings or self.published or self.due)


def holiday_of(day: date, known: Overrides) -> str:
    """`Christmas Day`, or the name of a one-off day off; empty for any other, and for a weekend."""
    is_working, name = judge(day, known)
    return "" if is_working or name == f"{day:%A}" else name.removeprefix("override: ")


def squares(
    year: int,
    month: int,
    meetings: Sequence[Meeting],
    published: Sequence[TimetableRow],
    due: Sequence[Clock],
) -> list[list[Square]]:
    """The weeks of a month, from Monday on; days of other months stay empty."""
    known = overrides()
    weeks = [
        [Square(day, day.month == month, holiday=holiday_of(day, known)) for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]
    of = {square.day: square for week in weeks for square in week}
    for meeting in meetings:
        of[meeting.on].meetings.append(meeting)
    for row in published:
        of[row.on].published.append(row)
    for clock in due:
        of[clock.due_on].due.append(clock)
    return weeks


class CalendarFilters(Filters):
    """The calendar of one body."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )


class CalendarNow(Page):
    """Leads to the month that it is."""

    permission = Perm.OPEN

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = timezone.localdate()
        return redirect("calendar_month", year=today.year, month=f"{today.month:02d}")


class CalendarMonth(Page):
    """The meetings of one month of the bodies that a person reads, and what falls due for them."""

    permission = Perm.OPEN
    template = "partnership/calendar_month.html"

    def get(self, request: HttpRequest, year: int, month: int) -> HttpResponse:
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise Http404
        first = date(year, month, 1)
        after = (first + timedelta(days=31)).replace(day=1)
        last = after - timedelta(days=1)
        rows = Meeting.objects.visible_to(request.user).between(first, last)
        filters = CalendarFilters(
            data=request.GET, queryset=rows.select_related("body"), request=request
        )
        meetings = list(filters.qs.by_day())
        published = self.published(first, last)
        due = [] if request.GET.get("body") else self.due(first, last)
        return self.page(
            first=first,
            weekdays=WEEKDAYS,
            # Without hours it is a whole month, as its title says.
            whole=[row for row in published if row.starts_at is None],
            weeks=squares(year, month, meetings, [row for row in published if row.starts_at], due),
            filters=filters,
            is_empty=not (meetings or published or due),
            today=timezone.localdate(),
            pages=list(self.beside(first - timedelta(days=1), after)),
            as_list=self.as_list(first, last),
        )

    def published(self, first: date, last: date) -> list[TimetableRow]:
        """What else the published timetable has in these days: events, and stages of work."""
        rows = TimetableRow.objects.filter(on__range=(first, last), meeting=None)
        return list(CalendarFilters(data=self.request.GET, queryset=rows).qs.by_day())

    def due(self, first: date, last: date) -> list[Clock]:
        """What falls due for this person in these days."""
        rows: Any = Clock.objects.visible_to(self.request.user).held_by(self.request.user)
        rows = rows.open().filter(due_on__range=(first, last))
        return list(rows.for_lines().due_first())

    def beside(self, before: date, after: date) -> Iterator[dict[str, str]]:
        """Where the months beside this one are, and the month that it is."""
        asked, today = self.asked(), timezone.localdate()
        for day, which, words in (
            (before, "the month before", f"← {before:%B %Y}"),
            (today, "this month", "Today"),
            (after, "the month after", f"{after:%B %Y} →"),
        ):
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                yield {"words": words, "which": which, "href": month_of(day) + asked}

    def asked(self) -> str:
        """The body asked for, to be asked for again."""
        found = with_query(self.request.GET)
        return "" if found == "?" else found

    def as_list(self, first: date, last: date) -> str:
        """The list of the same meetings."""
        parts = {
            f"{name}_{place}": str(value)
            for name, day in (("first", first), ("last", last))
            for place, value in enumerate((day.day, day.month, day.year))
        }
        return reverse("meeting_list") + with_query(self.request.GET, **parts)


def month_of(day: date) -> str:
    """Where the month of a day is."""
    return reverse("calendar_month", kwargs={"year": day.year, "month": f"{day.month:02d}"})


class MeetingFile(Page):
    """One meeting as a file that calendars take."""

    permission = Perm.OPEN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Meeting.objects.visible_to(request.user).exclude(status=MeetingStatus.PROPOSED)
        meeting = get_object_or_404(rows.select_related("body"), pk=pk)
        answer = HttpResponse(calendar.file_of(meeting), content_type=CALENDAR_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{meeting.reference}.ics"'
        return answer
