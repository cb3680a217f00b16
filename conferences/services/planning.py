"""Who has reported, who is late, who comes, and could the conference decide with them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conferences.models import (
    Attends,
    Conference,
    How,
    Option,
    QuorumRule,
    Report,
    ReportRequest,
    RequestStatus,
)
from conferences.quorum import Quoracy, There
from conferences.services.recording import attendance_of, day_of, quoracy_by
from shield.core.london import london_day, moment_words, short_day

COMING, NOT_COMING, NOT_SAID = "coming", "not coming", "not said"


@dataclass(frozen=True)
class Expected:
    """One agency: how it has answered, and whether somebody comes for it."""

    agency: str
    kind: str
    id: int
    # The request's, None for an agency that was not asked and has somebody recorded.
    status: str | None
    # How it has answered, or how far it is, in words.
    answer: str
    due: str
    is_late: bool
    is_overdue: bool
    comes: str
    comes_words: str

    @property
    def there(self) -> There:
        return There(self.id, self.agency, self.kind)

    def as_json(self) -> dict[str, str]:
        return {"name": self.agency, "state": self.answer, "attending": self.comes_words}


@dataclass(frozen=True)
class Forecast:
    """A conference to come as far as agencies have said, at one moment."""

    agencies: tuple[Expected, ...]
    # With those who come, and with those who have not said besides.
    quoracy: Quoracy
    at_best: Quoracy

    def asked(self) -> list[Expected]:
        return [one for one in self.agencies if one.status is not None]

    def names(self, **wanted: Any) -> list[str]:
        """The agencies of which all of `wanted` is true, by name."""
        return [
            one.agency
            for one in self.agencies
            if all(getattr(one, name) == value for name, value in wanted.items())
        ]

    @property
    def reported(self) -> list[str]:
        return self.names(status=RequestStatus.REPORTED)

    @property
    def nil(self) -> list[str]:
        return self.names(status=RequestStatus.DECLINED)

    @property
    def awaited(self) -> list[str]:
        """Asked, and still to answer."""
        answered = (*self.reported, *self.nil)
        return [one.agency for one in self.asked() if one.agency not in answered]

    @property
    def late(self) -> list[str]:
        """Answered after the day on which it was due."""
        return self.names(is_late=True)

    @property
    def overdue(self) -> list[str]:
        """Still to answer, and the day on which it was due has passed."""
        return self.names(is_overdue=True)

    @property
    def words(self) -> str:
        """How likely it is that the conference can decide."""
        if self.quoracy.is_quorate:
            return "Quorate with those who come"
        if self.at_best.is_quorate:
            return "Not certain: quorate only if agencies come that have not said"
        return "Not quorate, even if all come that have not said"

    @property
    def lines(self) -> list[str]:
        """The working, line by line."""
        unsaid = ", ".join(self.names(comes=NOT_SAID)) or "none"
        return [*self.quoracy.lines, f"Agencies that have not said whether they come: {unsaid}"]

    def as_json(self) -> dict[str, Any]:
        """As the pages of a pack say it: words alone, of agencies and of no child."""
        return {
            "words": self.words,
            "lines": self.lines,
            "agencies": [one.as_json() for one in self.agencies],
        }


def forecast(conference: Conference, at: datetime) -> Forecast:
    """What is known at `at`, in as many queries for many agencies as for one.

    Whether an agency comes stands in the report that it has sent; what is recorded of its
    attendance goes before that. A draft is the agency's own, and says nothing here.
    """
    rows = conference.requests.standing().by_agency().select_related("agency__kind", "clock")
    requests = list(rows)
    said = dict(
        Report.objects.filter(
            request__in=requests, request__status=RequestStatus.REPORTED
        ).values_list("request", "attends")
    )
    recorded = _recorded(conference)
    reasons = Option.objects.labels().get("decline-reason", {})
    agencies = [
        _expected(one, said.get(one.pk, ""), recorded.get(one.agency_id), reasons, at)
        for one in requests
    ]
    asked = {one.id for one in agencies}
    agencies += [
        Expected(there.name, there.kind, there.agency, None, "Not asked", "", False, False,
                 _comes(hows), _recorded_words(hows))
        for pk, (there, hows) in recorded.items()
        if pk not in asked
    ]  # fmt: skip
    coming = [one.there for one in agencies if one.comes == COMING]
    unsaid = [one.there for one in agencies if one.comes == NOT_SAID]
    rule = QuorumRule.objects.in_force(day_of(conference) or london_day(at))
    now, best = (
        quoracy_by(rule, found, called="expected") for found in (coming, [*coming, *unsaid])
    )
    return Forecast(tuple(agencies), now, best)


def _expected(
    asked: ReportRequest,
    attends: str,
    recorded: tuple[There, set[str]] | None,
    reasons: Mapping[str, str],
    at: datetime,
) -> Expected:
    is_overdue = bool(
        asked.is_open and asked.due_on and asked.clock and asked.clock.is_overdue(london_day(at))
    )
    if recorded:
        comes, words = _comes(recorded[1]), _recorded_words(recorded[1])
    elif asked.status == RequestStatus.DECLINED:
        comes, words = NOT_COMING, "Not expected: nil return"
    elif attends:
        comes = NOT_COMING if attends == Attends.REPORT_ONLY else COMING
        words = str(Attends(attends).label)
    else:
        comes, words = NOT_SAID, "Not said yet"
    return Expected(
        agency=asked.agency.name,
        kind=asked.agency.kind.code,
        id=asked.agency_id,
        status=asked.status,
        answer=_answer(asked, reasons, is_overdue),
        due=short_day(asked.due_on) if asked.due_on else "",
        is_late=asked.is_late,
        is_overdue=is_overdue,
        comes=comes,
        comes_words=words,
    )


def _answer(asked: ReportRequest, reasons: Mapping[str, str], is_overdue: bool) -> str:
    late = ", late" if asked.is_late else ""
    when = moment_words(asked.answered_at) if asked.answered_at else ""
    if asked.status == RequestStatus.REPORTED:
        return f"Reported {when}{late}"
    if asked.status == RequestStatus.DECLINED:
        reason = reasons.get(asked.decline_reason, asked.decline_reason)
        return f"Nil return {when}{late}: {reason}"
    return "Not answered yet: overdue" if is_overdue else "Not answered yet"


def _recorded(conference: Conference) -> dict[int, tuple[There, set[str]]]:
    """Agency -> how people of it are recorded for the conference's day."""
    found: dict[int, tuple[There, set[str]]] = {}
    for row in attendance_of(conference):
        if row.agency is not None:
            there = There(row.agency.pk, row.agency.name, row.agency.kind.code)
            found.setdefault(row.agency.pk, (there, set()))[1].add(row.how)
    return found


def _comes(hows: set[str]) -> str:
    return COMING if hows & {How.IN_PERSON, How.ONLINE} else NOT_COMING


def _recorded_words(hows: set[str]) -> str:
    """The one that counts, where people of an agency are recorded in several ways."""
    return next(str(how.label) for how in How if how in hows)
