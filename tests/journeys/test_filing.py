"""The main job end to end: filed, told, followed, downloaded, passed on."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import holidays
import pypdf
from playwright.sync_api import expect

from shield.core.london import day_words, london_day
from tests.journeys.browser import Person
from tests.journeys.filing import Story, declares_and_submits, fills_in, opens_section
from tests.journeys.filing import starts_a_draft as starts

Visit = Callable[..., Person]
LEAVES_SOMETHING = "The account given"


@dataclass
class Filed:
    """The notification that the first journey has filed; the later ones follow it."""

    pk: int
    reference: str
    story: Story


def five_working_days_after(day: date) -> date:
    """Counted day by day, apart from the portal's own engine."""
    closed = holidays.country_holidays("GB", subdiv="ENG")
    for _ in range(5):
        day += timedelta(days=1)
        while day.weekday() >= 5 or day in closed:
            day += timedelta(days=1)
    return day


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", text)


def words_of(answers: object) -> list[str]:
    """Every text and choice among answers."""
    if isinstance(answers, str):
        return [answers]
    if isinstance(answers, dict):
        return [word for value in answers.values() for word in words_of(value)]
    if isinstance(answers, (list, tuple)):
        return [word for value in answers for word in words_of(value)]
    return []


def a_lead_files_a_serious_incident(visit: Visit, filed: dict[str, Filed]) -> None:
    # Given a safeguarding lead and an incident that concerns two children
    story, lead = Story(), visit()
    lead.signs_in("lead.health")
    due = day_words(five_working_days_after(london_day(story.agency_aware_at)))

    # When she starts and writes a few words, they are saved without a button
    draft = starts(lead)
    opens_section(lead, draft, "What happened")
    lead.answer("What happened?", LEAVES_SOMETHING)
    lead.sees(re.compile(r"^Saved \d"))

    # And when she leaves and comes back another time, they are still there
    lead.follows("Back", within="nav")
    lead.opens("/incidents/")
    lead.follows(f"Draft {draft}")
    lead.follows("What happened")
    expect(lead.field("What happened?")).to_have_value(LEAVES_SOMETHING)

    # When she has answered every section, the list says so and names the day
    fills_in(lead, draft, story)
    lead.opens(f"/incidents/{draft}/tasks/")
    lead.sees("You have completed 11 of 11 sections")
    lead.sees(f"Due by the end of {due}")

    # Then the answers can be checked, and submitting gives a reference
    lead.opens(f"/incidents/{draft}/check/")
    page = squeezed(lead.page.locator("main").inner_text())
    assert [
        word
        for word in words_of([*story.sections.values(), story.rows])
        if word not in ("child", "person", "agency") and squeezed(word) not in page
    ] == []
    reference = declares_and_submits(lead, draft)
    assert re.fullmatch(r"SIN-\d{4}-\d{4}", reference)
    filed["first"] = Filed(draft, reference, story)


def the_clock_shows_its_working(visit: Visit, filed: dict[str, Filed]) -> None:
    # Given the notification that a lead has filed
    first, lead = filed["first"], visit("lead.health")
    due = five_working_days_after(london_day(first.story.authority_aware_at))

    # When she opens the day that it names for the Panel
    lead.opens(f"/incidents/{first.pk}/submitted/")
    lead.sees(day_words(due))
    lead.follows("How this date was worked out")

    # Then each day is listed, and the fifth counted is the day it is due
    lead.sees(f"Due by the end of {day_words(due)}")
    rows = lead.page.locator("main tbody tr").all_inner_texts()
    first_day = london_day(first.story.authority_aware_at)
    days = [first_day + timedelta(days=n) for n in range((due - first_day).days + 1)]
    assert len(rows) == len(days)
    for day, row in zip(days, rows, strict=True):
        assert f"{day.day} {day:%B %Y}" in row


def who_must_know_is_told_without_content(visit: Visit, filed: dict[str, Filed]) -> None:
    # Given the notification that a lead has filed
    first, lead = filed["first"], visit("lead.health")

    # Then a message waits for her in the portal
    lead.opens("/home/")
    lead.follows(re.compile(r"^Messages"), within="header")
    lead.follows(f"{first.reference} has been submitted")
    lead.sees_heading("Serious incident notification")

    # And the same by mail, with the reference and a link and nothing of what happened
    for account in ("lead.health", "lead.authority", "operations"):
        reader = visit()
        waits_for_mail(reader, account, first.reference)
        body = reader.page.locator("main .shield-text").inner_text()
        assert first.reference in body
        assert [word for word in first.story.personal_words() if word in body] == []

    # And the link leads there, after signing in
    reader.page.locator("main .shield-text a").click()
    reader.gives_sign_in("operations")
    reader.sees(first.reference)


def waits_for_mail(reader: Person, account: str, subject: str) -> None:
    """Open the newest mail to somebody that has `subject` in its subject."""
    for _ in range(60):
        reader.opens(f"/demo/mail/?recipient={account}@")
        link = reader.page.locator("main").get_by_role("link", name=subject).first
        if link.count():
            return link.click()
        reader.page.wait_for_timeout(500)
    raise AssertionError(f"no mail for {account} about {subject}")


def the_pdf_holds_every_answer(visit: Visit, filed: dict[str, Filed], tmp_path: Path) -> None:
    # Given the notification's page, which waits until the PDF is made
    first, lead = filed["first"], visit("lead.health")
    lead.opens(f"/incidents/{first.pk}/")
    link = lead.page.get_by_role("link", name=re.compile(f"^Download {first.reference}"))
    expect(link).to_be_visible(timeout=60_000)

    # When it is downloaded
    with lead.page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename == f"{first.reference}.pdf"
    started.value.save_as(tmp_path / "file.pdf")

    # Then a second reader finds every answer in it
    read = pypdf.PdfReader(BytesIO((tmp_path / "file.pdf").read_bytes()))
    text = squeezed("".join(sheet.extract_text() for sheet in read.pages))
    said = words_of(
        [*first.story.sections.values(), *(rows for _, rows in first.story.rows.values())]
    )
    assert [word for word in said if squeezed(word) not in text] == []


def the_authority_records_that_the_panel_was_told(visit: Visit, filed: dict[str, Filed]) -> None:
    # Given the lead of the local authority, who sees the notification in the list
    first, lead = filed["first"], visit("lead.authority")
    lead.opens("/incidents/")
    lead.follows(first.reference)

    # When she records that the Panel was told
    lead.presses("Record that the Panel was told")
    lead.answers(
        {
            "When was the Panel told?": first.story.authority_aware_at + timedelta(minutes=20),
            "Panel reference": "PANEL/2/88",
        }
    )
    lead.presses("Record")

    # Then that clock is met and the rapid review's runs
    lead.sees("It is recorded that the Panel was told.")
    clocks = lead.page.get_by_role("table", name="The clocks of this notification")
    expect(clocks.locator("tbody tr")).to_have_count(3)
    expect(clocks.get_by_role("row", name=re.compile("rapid review", re.I))).to_contain_text("Open")


def operations_find_it_and_take_the_list_away(
    visit: Visit, filed: dict[str, Filed], tmp_path: Path
) -> None:
    # Given the operations team, looking for what the Panel knows of
    first, operations = filed["first"], visit("operations")
    operations.opens("/incidents/")
    operations.page.get_by_text("Filter this list").click()
    operations.answer("State", "Panel notified")
    operations.presses("Apply filters")

    # Then it is in the list, and in the spreadsheet
    operations.sees(first.reference)
    with operations.page.expect_download() as started:
        operations.follows("Download as a spreadsheet (CSV)")
    started.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert first.reference in [row["Notification"] for row in rows]
    assert {row["State"] for row in rows} == {"Panel notified"}


def another_agency_finds_nothing(visit: Visit, filed: dict[str, Filed]) -> None:
    first, police = filed["first"], visit("lead.police")
    for page in ("", "tasks/", "check/", "submitted/", "pdf/", "pdf/progress/", "panel/"):
        assert police.opens(f"/incidents/{first.pk}/{page}") == 404, page
    police.opens("/incidents/")
    expect(police.page.get_by_text(first.reference)).to_have_count(0)


def test_the_main_job_from_end_to_end(visit: Visit, tmp_path: Path) -> None:
    """The parts follow one notification, so they are one journey, in this order."""
    filed: dict[str, Filed] = {}
    a_lead_files_a_serious_incident(visit, filed)
    the_clock_shows_its_working(visit, filed)
    who_must_know_is_told_without_content(visit, filed)
    the_pdf_holds_every_answer(visit, filed, tmp_path)
    the_authority_records_that_the_panel_was_told(visit, filed)
    operations_find_it_and_take_the_list_away(visit, filed, tmp_path)
    another_agency_finds_nothing(visit, filed)
