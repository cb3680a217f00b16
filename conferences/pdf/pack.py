"""What is on the pages of the chair's pack, and of its restricted annex?

The pack is made of rows that were read without what is kept from the family (`slim.py`); the annex
of nothing but that. Drafts are in neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from conferences.models import (
    ChronologyEntry,
    Conference,
    Known,
    Mark,
    Option,
    Report,
    ReportAddition,
    ReportFile,
    ReportRequest,
    RequestStatus,
)
from conferences.pdf.report import MARKING, children_of, facts_of
from conferences.pdf.scale import Placed, letter_of, spread
from conferences.pdf.slim import Slim, slim_reports
from conferences.sections import CHILDREN, CHRONOLOGY, RESTRICTED, SIGNS
from shield.core.answers import Labels, group_of
from shield.core.london import london_day, moment_words, short_day

__all__ = ["ANNEX_TEMPLATE", "MARKING", "TEMPLATE", "OfAnotherConference", "frozen", "frozen_annex"]

TEMPLATE = "conferences/pdf/pack.html"
ANNEX_TEMPLATE = "conferences/pdf/annex.html"
ROUGHLY = {Known.MONTH: "day not known", Known.YEAR: "month not known"}

# So many letters stand beside each other in three columns; longer texts follow one another, since
# a row of a table is never torn between pages.
SIDE_BY_SIDE = 700


class OfAnotherConference(Exception):
    """A pack was asked for with a report to another conference."""


def frozen(
    conference: Conference,
    *,
    requests: Sequence[ReportRequest],
    forecast: dict[str, Any],
    at: datetime,
    files: Sequence[ReportFile] = (),
) -> dict[str, Any]:
    """The pack as it stands at this moment, as JSON. As many queries for many reports as for one.

    `requests` are all that stand: who has not reported is named. `files` follow the reports.

    Raises OfAnotherConference.
    """
    _are_of(conference, requests)
    labels = Option.objects.labels()
    reports = slim_reports([one.pk for one in requests])
    children = list(children_of(conference))
    return {
        "heading": "Pack for the chair",
        "facts": [
            *_facts(conference, at),
            ["Reports in it", str(len(reports))],
        ],
        "children": [[str(child), child.born_words] for child in children],
        "answers_given": _answers(requests, labels, at),
        "forecast": {
            "words": forecast["words"],
            "lines": list(forecast["lines"]),
            "agencies": [
                [one["name"], one["state"], one["attending"]] for one in forecast["agencies"]
            ],
        },
        **of_reports(
            reports,
            children=[(child.pk, str(child)) for child in children],
            additions=_additions([one.report.pk for one in reports], is_restricted=False),
            labels=labels,
        ),
        "papers": papers_of(files),
    }


def papers_of(files: Iterable[ReportFile]) -> list[dict[str, str]]:
    """What the template asks of files whose pages are put into a document."""
    return [
        {
            "key": key_of(one),
            "label": one.report.request.agency.name,
            "title": one.upload.name,
            "address": "",
            "reason": "",
        }
        for one in files
    ]


def key_of(file: ReportFile) -> str:
    """By what the pages of a pack name a file."""
    return f"file-{file.pk}"


def of_reports(
    reports: Sequence[Slim],
    *,
    children: Sequence[tuple[int, str]],
    additions: Mapping[int, list[list[str]]],
    labels: Labels,
) -> dict[str, Any]:
    """What is made of the reports: side by side, and one after the other."""
    return {
        "chronology": _chronology(reports),
        "scales": _scales(children, reports),
        "columns": [_columns(one) for one in reports if one.questions.find(SIGNS.slug)],
        "reports": [
            {
                "id": f"report-{number}",
                "agency": one.request.agency.name,
                "facts": facts_of(one.request)[1:],
                "sections": one.sections(labels),
                "additions": additions.get(one.report.pk, []),
            }
            for number, one in enumerate(reports, start=1)
        ],
    }


def frozen_annex(
    conference: Conference,
    *,
    requests: Sequence[ReportRequest],
    at: datetime,
    files: Sequence[ReportFile] = (),
) -> dict[str, Any] | None:
    """What the agencies keep from the family, and nothing else; None where there is nothing."""
    _are_of(conference, requests)
    sent = (
        ReportRequest.objects.reported()
        .filter(pk__in=[one.pk for one in requests])
        .order_by("agency__name", "pk")
        .values_list("pk", "report", "agency__name")
    )
    rows = list(sent)
    kept = {
        values["pk"]: Report(**values)
        for values in Report.objects.filter(
            request__in=[pk for pk, _, _ in rows], has_restricted="yes"
        ).values("pk", *RESTRICTED.fields)
    }
    additions = _additions([report for _, report, _ in rows], is_restricted=True)
    labels = Option.objects.labels()
    parts = [
        {
            "agency": agency,
            "rows": _kept(kept[report], labels) if report in kept else [],
            "additions": additions.get(report, []),
        }
        for _, report, agency in rows
        if report in kept or report in additions
    ]
    if not parts and not files:
        return None
    return {
        "heading": "Restricted annex",
        "facts": _facts(conference, at),
        "parts": parts,
        "papers": papers_of(files),
    }


def _are_of(conference: Conference, requests: Iterable[ReportRequest]) -> None:
    if any(one.conference_id != conference.pk for one in requests):
        raise OfAnotherConference


def _facts(conference: Conference, at: datetime) -> list[list[str]]:
    where = [conference.place, "online" if conference.link else ""]
    return [
        ["Conference", f"{conference.kind}, {conference.reference}"],
        ["When", conference.when_words],
        ["Where", " and ".join(one for one in where if one) or "Not said yet"],
        ["Chair", str(conference.chair)],
        ["As it stood", moment_words(at)],
    ]


def _answers(requests: Sequence[ReportRequest], labels: Labels, at: datetime) -> list[list[str]]:
    """Who has reported in time and late, who has nothing to report, who is missing."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = (
        ReportRequest.objects.standing()
        .filter(pk__in=[one.pk for one in requests])
        .select_related("agency", "clock")
        .only(
            "status", "is_late", "decline_reason", "agency__name", "clock__due_on",
            "clock__cancelled_at",
        ).order_by("agency__name", "pk")
    )  # fmt: skip
    reasons = labels.get("decline-reason", {})
    for one in rows:
        name, due = one.agency.name, one.due_on
        if one.status == RequestStatus.REPORTED:
            found["Reported late" if one.is_late else "Reported in time"].append(name)
        elif one.status == RequestStatus.DECLINED:
            reason = reasons.get(one.decline_reason, one.decline_reason)
            late = ", late" if one.is_late else ""
            found["No report (nil return)"].append(f"{name}: {reason}{late}")
        elif due is not None and due < london_day(at):
            found["Missing"].append(f"{name}, due on {short_day(due)}")
        else:
            found["Still to come"].append(f"{name}, due on {short_day(due)}" if due else name)
    order = ("Reported in time", "Reported late", "No report (nil return)", "Missing",
             "Still to come")  # fmt: skip
    return [[words, "\n".join(found[words]) or "None"] for words in order]


def _chronology(reports: Iterable[Slim]) -> list[list[str]]:
    """The events of all reports: when, whose, what it is, what happened, what it meant.

    What is known roughly stands before what is in it, as in a report.
    """
    found: list[tuple[ChronologyEntry, str]] = [
        (event, one.request.agency.name) for one in reports for event in one.rows[CHRONOLOGY.slug]
    ]
    found.sort(key=lambda pair: (pair[0].place, pair[1], pair[0].pk))
    return [
        [
            _when(event),
            agency,
            str(Mark(event.mark).label) if event.mark else "",
            event.event,
            event.impact,
        ]
        for event, agency in found
    ]


def _when(event: ChronologyEntry) -> str:
    roughly = ROUGHLY.get(Known(event.known)) if event.known else None
    return f"{event.when_words} ({roughly})" if roughly else event.when_words


def _scales(children: Iterable[tuple[int, str]], reports: Sequence[Slim]) -> list[dict[str, Any]]:
    said = {
        (row.child_id, place): row
        for place, one in enumerate(reports)
        for row in one.rows[CHILDREN.slug]
    }
    return [
        spread(
            name,
            [
                Placed(
                    letter=letter_of(place),
                    agency=one.request.agency.name,
                    number=said[child, place].scale,
                    why=said[child, place].scale_reason,
                )
                for place, one in enumerate(reports)
                if (child, place) in said
            ],
        )
        for child, name in children
    ]


def _columns(one: Slim) -> dict[str, Any]:
    """What one agency says in the three columns."""
    report = one.report
    worries = [
        f"{label}: {said}"
        for label, said in (
            ("Harm", report.past_harm),
            ("Danger", report.future_danger),
            ("What makes it harder", report.complicating),
        )
        if said
    ]
    columns = [
        [title, said or "Not answered"]
        for title, said in (
            ("What worries them", "\n\n".join(worries)),
            ("What works well", report.working_well),
            ("What needs to happen", report.needs_to_happen),
        )
    ]
    return {
        "agency": one.request.agency.name,
        "columns": columns,
        "is_short": all(len(said) <= SIDE_BY_SIDE for _, said in columns),
    }


def _kept(report: Report, labels: Labels) -> list[list[str]]:
    """What is kept from the family, why, and who agreed."""
    return [
        [answer.question, answer.text]
        for answer in group_of(report, RESTRICTED, labels).answers
        if answer.field != "has_restricted"
    ]


def _additions(report_ids: Iterable[int], *, is_restricted: bool) -> dict[int, list[list[str]]]:
    """What was added after a report was sent: when, and what."""
    made: dict[int, list[list[str]]] = defaultdict(list)
    rows = ReportAddition.objects.filter(report__in=report_ids, is_restricted=is_restricted)
    for one in rows.order_by("added_at", "pk"):
        made[one.report_id].append([f"Added on {moment_words(one.added_at)}", one.text])
    return made
