"""Who sits in the body whose meeting the journey follows, and how people go about it there."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pypdf
from playwright.sync_api import expect

from shield.core.london import LONDON
from tests.documents.made_papers import paper
from tests.journeys.browser import Person

Visit = Callable[..., Person]

CHAIR, MEMBER, NAMED, ABSENT = "lead.icb", "board", "lead.police", "lead.authority"
DEPUTY, STRANGER, OPERATIONS = "practitioner.authority", "lead.school", "operations"
DEPUTY_NAMED = f"Social Worker ({DEPUTY}@demo.example)"
# Account -> post and role of its seat: each statutory partner, and one member besides.
SEATS = {
    CHAIR: ("Chief nursing officer", "chair"),
    ABSENT: ("Director of children's services", "member"),
    NAMED: ("Superintendent", "member"),
    MEMBER: ("Director of nursing", "member"),
}
STANDING = "Any other business"
OPEN, MOVED = "Moving on from children's services", "Who is asked for their views"
# Stands in everything about the restricted item, and nowhere else.
CANARY = "Quillfeather"
RESTRICTED = f"The {CANARY} contract"
PAPER, KEPT = "What young people said", f"The {CANARY} figures"
IN_PAPER, IN_KEPT = "Lanterns on the harbour wall", f"All of {CANARY} adds up"
DECIDED = "Every young person has a named worker until they are 19."
TO_DO = "Publish the list of named workers."

# What is minuted on each item.
SAID = {
    OPEN: "The group heard from four young people, and thanked them.",
    MOVED: "Each agency asks those it works with before the summer.",
    RESTRICTED: f"What {CANARY} costs was said.",
    STANDING: "There was none.",
}


@dataclass
class Story:
    """What the journey has made so far: the name of the body and numbers in addresses."""

    body: int
    name: str
    meeting: int = 0
    items: dict[str, int] = field(default_factory=dict)
    papers: dict[str, int] = field(default_factory=dict)
    decision: int = 0
    action: int = 0
    action_reference: str = ""
    decision_reference: str = ""

    def at(self, path: str = "") -> str:
        """An address under the meeting."""
        return f"/partnership/meetings/{self.meeting}/{path}"


def number_in(person: Person, kind: str) -> int:
    """The number of a record in the address of the page that is open."""
    found = re.search(rf"/{kind}/([0-9]+)/", person.page.url)
    assert found, person.page.url
    return int(found[1])


def record_on(person: Person, kind: str) -> tuple[int, str]:
    """The number and the reference of the record whose page is open: its heading ends with it."""
    heading = person.page.get_by_role("heading", level=1).inner_text()
    return number_in(person, kind), heading.split()[-1]


def in_days(days: int, hour: int) -> datetime:
    day = datetime.now(LONDON).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=LONDON)


# --- What people do -------------------------------------------------------------------------------


def adds_meeting(operations: Person, body: str, starts_at: datetime) -> int:
    """Propose a meeting by hand and confirm it; its number."""
    operations.opens("/partnership/meetings/")
    operations.presses("Add a meeting")
    operations.sees_heading("Add a meeting")
    operations.answers(
        {
            "Which body?": body,
            "When does it start?": starts_at,
            "When does it end?": f"{starts_at.hour + 2}:00",
            "Venue": "The harbour room",
        }
    )
    operations.presses("Add this meeting")
    operations.presses("Confirm")
    operations.sees_heading("Confirm a meeting")
    operations.presses("Confirm this meeting")
    operations.sees("The meeting was confirmed.")
    return number_in(operations, "meetings")


def adds_item(operations: Person, story: Story, title: str, *readers: str, **answers: Any) -> None:
    """Put an item on the agenda; a restricted one where readers are named."""
    operations.opens(story.at("agenda/"))
    operations.presses("Add an item")
    operations.sees_heading("Put an item on the agenda")
    operations.answers(
        {"Title": title, "What is it for?": "Decide", "Minutes allotted": "20"} | answers
    )
    if readers:
        operations.answer("Who reads it?", "Only the readers that are named: a restricted item")
        for account in readers:
            reader = operations.page.get_by_label(re.compile(rf"\({account}@demo\.example\)"))
            reader.check()
    operations.presses("Put it on the agenda")
    operations.sees("The item stands on the agenda.")


def finds_item(person: Person, title: str) -> int:
    """The number of an item on the agenda that is open."""
    link = person.page.locator("main").get_by_role("link", name=title, exact=True)
    return int(str(link.get_attribute("href")).rstrip("/").split("/")[-1])


def brings_paper(operations: Person, story: Story, item: str, title: str, words: str) -> None:
    """Add a PDF to an item, and wait until it is checked."""
    operations.opens(f"/partnership/agenda/{story.items[item]}/papers/")
    operations.answers({"Title": title, "What is it?": "A file"})
    file = {"name": "brought.pdf", "mimeType": "application/pdf", "buffer": paper(words)}
    operations.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    operations.presses("Add this paper")
    address = waits_for_link(operations, f"/partnership/agenda/{story.items[item]}/", title)
    story.papers[title] = int(address.rstrip("/").split("/")[-1])


def waits_for_link(person: Person, path: str, name: str) -> str:
    """Look at a page again until something on it can be opened; its address."""
    for _ in range(120):
        person.opens(path)
        link = person.page.locator("main").get_by_role("link", name=name, exact=True)
        if link.count():
            return str(link.first.get_attribute("href"))
        person.page.wait_for_timeout(500)
    raise AssertionError(f"{name} is not there to be opened")


def writes_minute(operations: Person, story: Story, item: str, words: str) -> None:
    """Type what was said on an item, see it save itself, and find it there again."""
    operations.opens(story.at("minutes/"))
    operations.follows(f"Write what was said on {item}")
    story.items[item] = number_in(operations, "agenda")
    operations.answer("What was said", words)
    operations.sees(re.compile(r"^Saved at \d"))
    operations.opens(f"/partnership/agenda/{story.items[item]}/minute/")
    expect(operations.field("What was said")).to_have_value(words)


def approves(chair: Person, story: Story) -> None:
    """Agree that the minutes are so."""
    chair.opens(story.at("minutes/"))
    chair.presses("Approve")
    chair.sees_heading("Approve the minutes")
    chair.presses("Approve these minutes")
    chair.sees("The minutes were approved.")


def distributes(operations: Person, story: Story) -> None:
    """Let whoever reads the body read its minutes."""
    operations.opens(story.at("minutes/"))
    operations.presses("Distribute")
    operations.sees_heading("Distribute the minutes")
    operations.presses("Distribute them")
    operations.sees("The minutes were distributed.")


def reads_message(person: Person, subject: str | re.Pattern[str]) -> None:
    """Open the message that waits for somebody in the portal."""
    person.opens("/home/")
    person.follows(re.compile(r"^Messages"), within="header")
    person.follows(subject)


def saves(person: Person, link: re.Pattern[str]) -> str:
    """Wait for a PDF to be made and save it; everything that it says, seen and unseen."""
    found = person.page.locator("main").get_by_role("link", name=link)
    expect(found).to_be_visible(timeout=180_000)
    with person.page.expect_download() as started:
        found.click()
    return said_by(started.value.path().read_bytes())


def said_by(data: bytes) -> str:
    """The text, the bookmarks and the metadata of a PDF."""
    read = pypdf.PdfReader(BytesIO(data))
    text = [sheet.extract_text() for sheet in read.pages]
    kept = [str(read.metadata), str(read.xmp_metadata and read.xmp_metadata.stream.get_data())]
    return " ".join(" ".join([*text, *kept, *bookmarks(read.outline)]).split())


def bookmarks(outline: Any) -> list[str]:
    found: list[str] = []
    for one in outline:
        found += bookmarks(one) if isinstance(one, list) else [str(one.title)]
    return found
