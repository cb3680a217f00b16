"""How timely reports are: counted by agency and by month, small figures hidden, as a paper."""

import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.models import ReportRequest, TimelinessPaper
from conferences.services.timeliness import Quarter, quarter_of
from partnership.models import Body, Meeting, Proposal
from shield.audit.models import Entry
from shield.core.london import LONDON
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.conferences.arranging import a_conference, asked
from tests.conferences.browsing import as_, page, to, words
from tests.conferences.writing import sent
from tests.partnership import doing
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

SUMMER = Quarter(2026, 3)
IN_AUGUST = timedelta(days=-110)


def ask(people: People, at: datetime, agency: str, number: int) -> list[ReportRequest]:
    """So many requests to an agency, whose reports were due in August."""
    by = getattr(people, f"{agency}_practitioner")
    then = at + IN_AUGUST
    return [
        asked(a_conference(people, then, days=10), people, then, agency, by) for _ in range(number)
    ]


@pytest.fixture
def meeting(people: People, at: datetime) -> Meeting:
    board = Body.objects.create(name="The Board", slug="board", purpose="Decides", order=1)
    return doing.meeting(board, people, (at + timedelta(days=30)).date(), at)


def test_a_quarter_begins_and_ends_at_its_months() -> None:
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 4).following == Quarter(2027, 1)
    assert SUMMER.words == "July to September 2026"


def test_each_answer_is_counted_where_it_was_due(people: People, at: datetime) -> None:
    nil = ask(people, at, "health", 6)
    for one in nil:
        services.decline(
            request=one, reason="not-known", details="", by=people.health_practitioner,
            at=at + IN_AUGUST,
        )  # fmt: skip
    ask(people, at, "police", 7)
    withdrawn, cancelled = ask(people, at, "police", 2)
    services.withdraw(request=withdrawn, by=people.conference_chair, at=at + IN_AUGUST)
    services.cancel(
        conference=cancelled.conference, why="No harm", by=people.conference_chair,
        at=at + IN_AUGUST,
    )  # fmt: skip
    figures = services.timeliness(SUMMER)
    assert [(one.name, one.figures) for one in figures.agencies] == [
        (people.agencies.police.name, (0, 0, 0, 7, 7)),
        (people.agencies.health.name, (0, 0, 6, 0, 6)),
    ]
    assert [one.figures for one in figures.months] == [
        (0, 0, 0, 0, 0), (0, 0, 6, 7, 13), (0, 0, 0, 0, 0),
    ]  # fmt: skip
    assert figures.total.figures == (0, 0, 6, 7, 13)
    assert not figures.hides
    # Of the nil returns nothing was to come; of the others nothing came.
    assert [one.in_time for one in figures.agencies] == ["0%", ""]
    assert [one.share for one in figures.agencies] == ["0%", "No report due"]


def test_a_report_in_time_and_a_late_one(people: People, at: datetime) -> None:
    first, second = ask(people, at, "health", 2)
    known = {
        "involvement": {"last_seen_on": date(2026, 7, 1)},
        "shared": {"shared_on": date(2026, 7, 2)},
        "chronology": {"on": date(2026, 6, 1)},
    }
    sent(first, people.health_practitioner, at + IN_AUGUST, **known)
    sent(second, people.health_practitioner, at - timedelta(days=60), **known)
    figures = services.timeliness(SUMMER)
    # One of each is too few to be shown, and so are both together.
    assert figures.agencies[0].figures == (None, None, 0, 0, None)
    assert (figures.agencies[0].in_time, figures.agencies[0].share) == ("", "Not shown")
    assert figures.hides


def test_agencies_are_told_apart_by_more_than_their_names(people: People, at: datetime) -> None:
    ask(people, at, "health", 6)
    ask(people, at, "police", 7)
    health, police = people.agencies.health, people.agencies.police
    # It became the other one, under nearly the same name; what it owed stays its own.
    police.name, police.succeeded_by = health.name.upper(), health
    police.save()
    figures = services.timeliness(SUMMER)
    # Where names do not tell, the agency that was entered first stands first.
    assert [(one.name, one.figures[-1]) for one in figures.agencies] == [
        (police.name, 7), (health.name, 6),
    ]  # fmt: skip


def test_only_quarters_that_are_counted_are_offered(people: People, at: datetime) -> None:
    ask(people, at, "health", 1)
    asked(a_conference(people, at, days=5), people, at, "health", people.health_practitioner)
    for moment, found in (
        (datetime(2026, 10, 28, 23, 59, tzinfo=LONDON), []),
        (datetime(2026, 10, 29, 0, 0, tzinfo=LONDON), [SUMMER]),
        (at, [SUMMER]),
    ):
        assert services.count_quarters(at=moment) == (moment.day == 29)
        assert services.quarters() == found


def test_what_becomes_of_a_conference_later_changes_no_published_figure(
    people: People, at: datetime
) -> None:
    first, *_ = ask(people, at, "health", 7)
    services.count_quarters(at=at)
    before = services.published(SUMMER)
    assert before == services.timeliness(SUMMER)
    services.cancel(
        conference=first.conference, why="No harm", by=people.conference_chair, at=at + IN_AUGUST
    )
    assert services.timeliness(SUMMER) != before
    assert services.count_quarters(at=at) == 0
    assert services.published(SUMMER) == before


def test_what_comes_after_they_were_counted_changes_no_figure(people: People, at: datetime) -> None:
    """Who looks twice would else find by what has changed what was hidden."""
    asked_for = ask(people, at, "health", 12)
    figures = []
    for some, moment in (
        (asked_for[:6], datetime(2026, 10, 28, 23, 59, tzinfo=LONDON)),
        (asked_for[6:], datetime(2026, 10, 29, 0, 0, tzinfo=LONDON)),
    ):
        for one in some:
            services.decline(
                request=one, reason="not-known", details="", by=people.health_practitioner,
                at=moment,
            )  # fmt: skip
        figures.append(services.timeliness(SUMMER))
    assert figures[0].total.figures == (0, 0, 6, 6, 12)
    assert figures[0] == figures[1]


def test_the_figures_take_one_query(
    people: People, at: datetime, django_assert_num_queries: object
) -> None:
    ask(people, at, "health", 6)
    with django_assert_num_queries(1):  # type: ignore[operator]
        services.timeliness(SUMMER)


def test_the_page_the_picture_and_the_file_show_the_same(people: People, at: datetime) -> None:
    ask(people, at, "health", 6)
    ask(people, at, "police", 2)
    services.count_quarters(at=at)
    board = as_(people.board_member)
    shown = page(board.get(to("timeliness")))
    assert "July to September 2026" in shown
    assert "stands for a figure under 5" in shown
    heads = [row.count('<th scope="col"') for row in re.findall("<thead.*?</thead>", shown)]
    assert heads == [7, 7]  # as many as cells in a line
    file: Any = board.get(to("timeliness") + "?format=csv")
    lines = b"".join(file.streaming_content).decode()
    police = next(line for line in lines.splitlines() if people.agencies.police.name in line)
    assert police.count("under 5 or hidden") == 2
    assert Entry.objects.latest("pk").verb == "timeliness.exported"
    assert board.get(to("timeliness") + "?quarter=2020-1").status_code == 404
    assert board.get(to("timeliness") + "?quarter=x").status_code == 404


def test_nothing_was_due_yet(people: People) -> None:
    assert "There is nothing to show yet" in page(as_(people.board_member).get(to("timeliness")))


def put_forward(people: People, at: datetime, meeting: Meeting, token: UUID) -> TimelinessPaper:
    return services.put_forward(
        figures=services.timeliness(SUMMER), meeting=meeting, token=token, by=people.operations,
        at=at,
    )  # fmt: skip


def kept() -> list[list[dict[str, Any]]]:
    """All that putting a paper forward writes, the audit included."""
    models: tuple[Any, ...] = (TimelinessPaper, Proposal, Document, Notification, Entry)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_a_paper_is_put_forward_once(people: People, at: datetime, meeting: Meeting) -> None:
    ask(people, at, "health", 6)
    token = uuid.uuid4()
    paper = put_forward(people, at, meeting, token)
    assert TimelinessPaper.objects.get() == paper
    assert (paper.quarter, paper.made_by, paper.made_at) == ("2026-3", people.operations, at)
    proposal = meeting.proposals.get()
    assert Proposal.objects.get() == proposal
    assert (proposal.body, proposal.proposed_by, proposal.answer) == (
        meeting.body, people.operations, "",
    )  # fmt: skip
    assert (proposal.source_kind, proposal.source_reference, proposal.source_url) == (
        "figures", "TIM-2026-3", paper.get_absolute_url(),
    )  # fmt: skip
    # The second press comes later, when there is more to count, and changes nothing.
    ask(people, at, "health", 1)
    before = kept()
    assert put_forward(people, at + timedelta(hours=1), meeting, token) == paper
    assert kept() == before


def test_what_was_put_forward_stays_as_it_was(
    people: People, at: datetime, meeting: Meeting
) -> None:
    ask(people, at, "health", 6)
    paper = put_forward(people, at, meeting, uuid.uuid4())
    ask(people, at, "health", 1)
    assert services.timeliness(SUMMER).total.figures[-1] == 7
    paper.refresh_from_db()
    rows = [
        [people.agencies.health.name, "0", "0", "0", "6", "6", "0%"],
        ["All", "0", "0", "0", "6", "6", "0%"],
    ]
    assert paper.content["agencies"] == paper.document.content["agencies"] == rows
    shown = words(as_(people.board_member).get(paper.get_absolute_url()))
    assert [" ".join(row) in shown for row in rows] == [True, True]


def test_a_practitioner_puts_nothing_forward(
    people: People, at: datetime, meeting: Meeting
) -> None:
    ask(people, at, "health", 1)
    with pytest.raises(PermissionDenied):
        services.put_forward(
            figures=services.timeliness(SUMMER),
            meeting=meeting,
            token=uuid.uuid4(),
            by=people.health_practitioner,
            at=at,
        )
