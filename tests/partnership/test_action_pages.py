"""What people see and send about actions."""

import csv
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import Action, ActionUpdate, AgendaItem, ItemReader, Minutes
from shield.core.london import london_day
from tests.core import html
from tests.partnership.acting import action
from tests.partnership.browsing import as_, parts, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, meeting
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock, so what they show is raised beside it."""
    return timezone.now()


@pytest.fixture
def raised(seated: Structure, people: People, now: datetime) -> Action:
    return action(seated.board, people, now, holder=people.health_lead)


# --- One action -----------------------------------------------------------------------------------


def test_a_holder_who_does_not_read_the_body_sees_the_action_and_not_its_item(
    seated: Structure, people: People, now: datetime
) -> None:
    held = meeting(seated.board, people, london_day(now) - 7 * DAY, now)
    item = AgendaItem.objects.create(
        meeting=held, order=1, title="Secret plans", added_by=people.operations, added_at=now
    )
    made = action(seated.board, people, now, holder=people.health_lead, item=item)
    text = reads(people.health_lead, "action_detail", pk=made.pk)
    assert "Write to all schools" in text
    assert "Secret plans" not in text
    assert "Secret plans" in reads(people.operations, "action_detail", pk=made.pk)


def test_members_read_what_was_raised_once_the_minutes_are_out(
    seated: Structure, people: People, now: datetime
) -> None:
    hold(seated.health, people.board_member)
    held = meeting(
        seated.board,
        people,
        london_day(now) - 7 * DAY,
        now,
        published_at=now,
        edition=1,
    )
    item = AgendaItem.objects.create(
        meeting=held, order=1, title="Plans", added_by=people.operations, added_at=now
    )
    made = action(seated.board, people, now, item=item)
    path = reverse("action_detail", kwargs={"pk": made.pk})
    assert as_(people.board_member).get(path).status_code == 404
    Minutes.objects.create(meeting=held, begun_by=people.operations, begun_at=now)
    Minutes.objects.update(
        status="distributed",
        approved_by=people.operations,
        approved_at=now,
        distributed_at=now,
        distributed_by=people.operations,
    )
    assert as_(people.board_member).get(path).status_code == 200


def test_a_chair_adds_one_for_somebody_who_sits_there(
    seated: Structure, people: People, now: datetime
) -> None:
    held = seated.police.holdings.get()
    said = {
        "what": "Ask",
        "evidence_required": "The answer",
        "who": "sits",
        "seat": held.pk,
        **parts("due_on", london_day(now) + 10 * DAY),
    }
    answer = sends(people.authority_lead, "action_add", said, pk=seated.board.pk)
    made = Action.objects.get()
    assert (answer.status_code, answer.url) == (302, made.get_absolute_url())
    assert (made.holder, made.agency) == (people.police_lead, people.agencies.police)


def test_a_refusal_stands_beside_its_question_and_keeps_what_was_typed(
    seated: Structure, people: People, now: datetime
) -> None:
    said = {
        "what": "Ask everybody",
        "evidence_required": "The answer",
        "who": "role",
        "holder_agency": people.agencies.school.pk,
        "holder_role": "safeguarding-lead",
        **parts("due_on", london_day(now) + 10 * DAY),
    }
    answer = sends(people.operations, "action_add", said, pk=seated.board.pk)
    text = html.text(answer.content.decode())
    assert answer.status_code == 409
    assert "Nobody holds this role in this agency now" in text
    assert "Ask everybody" in text


def test_evidence_comes_with_a_file_that_is_checked_first(raised: Action, people: People) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF")
    said = {"text": "The letter went", "file": file}
    assert sends(people.health_lead, "action_finish", said, pk=raised.pk).status_code == 302
    update = ActionUpdate.objects.get()
    assert update.upload is not None
    assert update.upload.state == "quarantined"
    assert "Being checked" in reads(people.operations, "action_detail", pk=raised.pk)
    path = reverse("action_file", kwargs={"pk": update.pk})
    assert as_(people.operations).get(path).status_code == 404


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://example.org", "//example.org"])
def test_a_link_leads_to_a_page(raised: Action, people: People, link: str) -> None:
    said = {"text": "The letter went", "link": link}
    assert sends(people.health_lead, "action_finish", said, pk=raised.pk).status_code == 200
    assert Action.objects.get().status == "open"


def test_buttons_are_for_those_who_may(raised: Action, people: People) -> None:
    holder = reads(people.health_lead, "action_detail", pk=raised.pk)
    keeper = reads(people.operations, "action_detail", pk=raised.pk)
    reader = reads(people.scrutineer, "action_detail", pk=raised.pk)
    words = ("Say that it is done", "Give it to somebody else", "Add how it goes")
    assert [[word in text for word in words] for text in (holder, keeper, reader)] == [
        [True, False, True],
        [False, True, True],
        [False, False, False],
    ]


def test_whoever_said_that_it_is_done_is_not_offered_to_accept_it(
    seated: Structure, people: People, now: datetime
) -> None:
    made = action(seated.board, people, now)  # police_lead holds it, and chairs
    services.finish(by=people.police_lead, action=made, text="Done", at=now)
    texts = [
        reads(who, "action_detail", pk=made.pk) for who in (people.police_lead, people.operations)
    ]
    assert ["Accept it as done" in text for text in texts] == [False, True]


# --- The log --------------------------------------------------------------------------------------


def rows_of(seated: Structure, people: People, now: datetime, number: int) -> None:
    for n in range(number):
        made = action(seated.board, people, now, holder=people.health_lead)
        services.note_progress(by=people.operations, action=made, text=f"Step {n}", at=now)


@pytest.mark.parametrize(
    ("name", "query", "queries"),
    [
        ("action_list", "", 6),
        ("action_list", "?state=any&text=write&rag=green", 10),
        ("action_list", "?format=print", 6),
        ("action_figures", "", 6),
    ],
)
@pytest.mark.parametrize("who", ["operations", "authority_lead", "health_lead"])
def test_the_log_costs_the_same_at_one_row_and_at_three(
    seated: Structure, people: People, now: datetime, name: str, query: str, queries: int, who: str
) -> None:
    client = as_(getattr(people, who))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{reverse(name)}{query}").status_code == 200
        return len(asked)

    rows_of(seated, people, now, 1)
    cost()  # what is remembered from the first request on
    one = cost()
    rows_of(seated, people, now, 2)
    assert (one, cost()) == (queries, queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_action_costs_the_same_however_long_its_history(
    raised: Action, people: People, now: datetime, rows: int
) -> None:
    for n in range(rows):
        services.note_progress(by=people.operations, action=raised, text=f"Step {n}", at=now)
    client, path = as_(people.operations), reverse("action_detail", kwargs={"pk": raised.pk})
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) == 9


def listed(user: Any, query: str = "") -> list[str]:
    answer: Any = as_(user).get(f"{reverse('action_list')}?format=csv&{query}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return sorted(row["Action"][-1] for row in csv.DictReader(lines))


@pytest.fixture
def four(seated: Structure, people: People, now: datetime) -> list[Action]:
    """Overdue, due soon, on time and closed; the third of the executive."""
    today = london_day(now)
    made = [
        action(seated.board, people, now - 20 * DAY, due_on=today - DAY),
        action(seated.board, people, now, due_on=today + 3 * DAY, holder=people.health_lead),
        action(seated.executive, people, now, what="Publish the report"),
        action(seated.board, people, now),
    ]
    services.withdraw_action(by=people.operations, action=made[3], text="So", at=now)
    return made


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "123"),
        ("state=any", "1234"),
        ("state=withdrawn", "4"),
        ("rag=red", "1"),
        ("rag=amber", "2"),
        ("rag=green", "3"),
        ("text=publish", "3"),
        ("text=act-2026-0001", "1"),
        ("holder=harriet", "2"),
        ("whose=mine", ""),
    ],
)
def test_the_log_is_filtered(people: People, four: list[Action], query: str, found: str) -> None:
    query = query.replace("2026", str(timezone.localdate().year))
    assert listed(people.operations, query) == list(found)


def test_the_log_is_filtered_by_body_agency_and_day(
    seated: Structure, people: People, four: list[Action], now: datetime
) -> None:
    agency = f"agency={people.agencies.health.pk}"
    day = london_day(now)
    until = "&".join(f"{name}={value}" for name, value in parts("due_to", day).items())
    assert listed(people.operations, f"body={seated.executive.pk}") == ["3"]
    assert listed(people.operations, agency) == ["2"]
    assert listed(people.operations, until) == ["1"]


def test_everybody_finds_what_they_may_see(people: People, four: list[Action]) -> None:
    """A chair the board's, a holder their own, a stranger nothing."""
    names = ("authority_lead", "health_lead", "school_practitioner")
    assert [listed(getattr(people, name)) for name in names] == [["1", "2"], ["2"], []]


def test_a_restricted_action_is_neither_listed_nor_counted(
    seated: Structure, people: People, now: datetime
) -> None:
    held = meeting(seated.board, people, london_day(now) - 7 * DAY, now)
    item = AgendaItem.objects.create(
        meeting=held, order=1, title="Plans", is_restricted=True,
        added_by=people.operations, added_at=now,
    )  # fmt: skip
    ItemReader.objects.create(
        item=item, user=people.authority_lead, named_by=people.operations, named_at=now
    )
    action(
        seated.board, people, now, item=item, by=people.authority_lead, holder=people.health_lead
    )
    names = ("authority_lead", "health_lead", "operations", "police_lead")
    assert [len(listed(getattr(people, name))) for name in names] == [1, 1, 0, 0]
    figures = [reads(getattr(people, name), "action_figures") for name in names]
    assert ["Riverside Health Trust" in text for text in figures] == [True, True, False, False]


def test_the_log_is_taken_away_as_excel_without_formulas(
    seated: Structure, people: People, now: datetime
) -> None:
    action(seated.board, people, now, what="=HYPERLINK(1) & more")
    answer: Any = as_(people.operations).get(f"{reverse('action_list')}?format=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="actions.xlsx"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "'=HYPERLINK(1) &amp; more" in sheet


def test_figures_of_a_month_are_the_same_as_picture_and_as_table(
    people: People, four: list[Action]
) -> None:
    text = reads(people.operations, "action_figures")
    assert f"{timezone.localdate():%b %Y} 3 1 0" in " ".join(text.split())
