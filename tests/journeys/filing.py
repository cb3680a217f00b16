"""What is answered in the notification that the journeys file, and how a person files it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from playwright.sync_api import expect

from shield.core.london import LONDON
from tests.journeys.browser import Answers, Person

SUBMIT = "Submit notification"
DECLARE = (
    "The information is correct as far as I know, and I understand that it cannot be changed "
    "after it has been submitted, only added to"
)


def at(hour: int, minute: int, *, days_ago: int) -> datetime:
    """A moment of London's clock, some days ago."""
    day = datetime.now(LONDON).date() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def aged(years: int) -> date:
    return datetime.now(LONDON).date().replace(day=14, month=3) - timedelta(days=365 * years)


@dataclass
class Story:
    """One incident, told page by page: {title of the section: {question: answer}}."""

    happened_at: datetime = field(default_factory=lambda: at(21, 30, days_ago=2))
    agency_aware_at: datetime = field(default_factory=lambda: at(10, 15, days_ago=1))
    authority_aware_at: datetime = field(default_factory=lambda: at(11, 40, days_ago=1))
    facts: str = (
        "Found injured at the foot of the stairs.\nThe account given <does not> explain it & was "
        "=changed twice."
    )
    children: tuple[Answers, ...] = field(default_factory=lambda: (elder(), unborn()))
    family: tuple[Answers, ...] = ()
    agencies: tuple[Answers, ...] = ()

    def __post_init__(self) -> None:
        self.family = self.family or (
            {
                "Name": "Thistle Marrowby",
                "Relationship to the child": "Mother",
                "Date of birth, if known": aged(34),
                "Do they have parental responsibility?": "Yes",
                "Do they live with the child?": "Yes",
                "Anything else": "Works nights at the bakery.",
            },
        )
        self.agencies = self.agencies or (
            {
                "Which agency?": "Metropolitan Police Service",
                "Contact name and role": "Duty inspector",
                "Telephone or email": "020 7946 0333",
                "How are they involved?": "Attended on the night of the incident.",
            },
        )

    @property
    def sections(self) -> Mapping[str, Answers]:
        """Every page that is no list of rows."""
        return {
            "Who is notifying": {
                "Your telephone number": "020 7946 0412",
                "Have you consulted your safeguarding lead?": "Yes",
                "Who did you consult?": "The named doctor",
                "When did you consult them?": at(12, 5, days_ago=1),
            },
            "Why you are notifying": {
                "Which of these apply?": [
                    "A child was seriously harmed, and abuse or neglect is known or suspected"
                ],
            },
            "When it happened and who knew when": {
                "Do you know exactly when it happened?": "Yes, I know the date and time",
                "When did it happen?": self.happened_at,
                "When did your agency become aware?": self.agency_aware_at,
                "Is the local authority aware?": "Yes, and I know when",
                "When did the local authority become aware?": self.authority_aware_at,
            },
            "What happened": {
                "Where did it happen?": "The family's flat, Sorrel Court",
                "What kind of place is it?": "Somewhere else",
                "Describe the place": "A shared stairwell",
                "Is it inside the partnership's area?": "Inside the partnership's area",
                "What happened?": self.facts,
                "What kind of harm is it?": ["Physical abuse", "Neglect"],
                "Is abuse or neglect known or suspected?": "Suspected",
                "Was there harm from outside the family?": "No",
                "Was anything online a factor?": "Yes",
                "What happened online?": "Messages from an unknown account.",
                "What is the relationship of any suspected person to the child?": "Lodger",
            },
            "Immediate safeguarding": {
                "What has been done to keep the child or children safe?": "In hospital, watched.",
                "What has been done to keep brothers and sisters safe?": "With an aunt.",
                "What has been done to keep anyone else safe?": "The lodger has moved out.",
                "Has a strategy discussion been held?": "Yes, it has been held",
                "When was it held?": at(17, 20, days_ago=1),
                "Police reference": "DEMO/7781/26",
            },
            "Parallel processes": {
                "Which other processes are under way or expected?": [
                    "Criminal investigation or proceedings"
                ],
                "Details and contacts": "Child abuse investigation team, desk four.",
            },
            "Family and media": {
                "Does the family know of this notification?": "Yes",
                "Who told them?": "The ward sister",
                "When were they told?": at(18, 30, days_ago=1),
                "What are their views?": "Frightened, and want to help.",
                "Does the family need an interpreter?": "Yes",
                "Which language or sign language?": "Romanian",
                "Is there media interest, or is it likely?": "No",
                "Who has been briefed?": "The chief nurse.",
            },
            "Your agency's view": {
                "What is your agency's view?": "Meets the criteria for telling the national Panel",
                "Why?": "Serious harm, and the account keeps changing.",
                "Who else has had a copy?": "Nobody yet.",
            },
        }

    @property
    def rows(self) -> Mapping[str, tuple[str, tuple[Answers, ...]]]:
        """The pages that list children, family and agencies: (noun, answers of each)."""
        return {
            "The children": ("child", self.children),
            "Household and family": ("person", self.family),
            "Agencies involved": ("agency", self.agencies),
        }

    def personal_words(self) -> Iterator[str]:
        """What may never stand in a mail: names, numbers, addresses, what happened."""
        for row in (*self.children, *self.family):
            for question in ("First names", "Last name", "Name", "NHS number", "Address"):
                if row.get(question):
                    yield row[question]
        yield "Sorrel"
        yield "stairs"


def elder() -> Answers:
    return {
        "First names": "Bramble Óisín",
        "Last name": "Marrowby",
        "Any other names used": "Bram",
        "Is the child born?": "Born",
        "Date of birth": aged(9),
        "Sex": "Female",
        "Ethnicity": "Mixed: White and Asian",
        "First language": "English",
        "Is the child disabled?": "Yes",
        "Describe the disability": "Wears hearing aids.",
        "NHS number": "999 000 0018",
        "Address": "Flat 3, Sorrel Court\nDemoford DM2 9QQ",
        "Must the address be kept confidential?": "Yes",
        "Legal status": "Interim care order",
        "Where does the child live?": "With a parent or parents",
        "Plans now": ["Child in need plan"],
        "Plans before": ["Early help"],
        "School, college or nursery": "Demoford Junior School",
        "How is the child now?": "Stable after an operation.",
    }


def unborn() -> Answers:
    return {
        "First names": "not known",
        "Last name": "Marrowby",
        "Is the child born?": "Not yet born",
        "Expected date of delivery": datetime.now(LONDON).date() + timedelta(days=90),
        "Sex": "Not known",
        "Ethnicity": "Any other ethnic group",
        "Is the child disabled?": "Not known",
        "Address": "Flat 3, Sorrel Court",
        "Must the address be kept confidential?": "No",
        "Legal status": "None",
        "Where does the child live?": "Not yet born",
        "Plans now": ["None"],
        "How is the child now?": "The pregnancy goes well.",
    }


def starts_a_draft(person: Person) -> int:
    """From the home page to the task list of a new draft; its number."""
    person.opens("/home/")
    person.follows("Notify a serious incident")
    person.presses("Start now")
    person.sees_heading("Serious incident notification")
    return int(person.page.url.rstrip("/").split("/")[-2])


def opens_section(person: Person, draft: int, title: str) -> None:
    person.opens(f"/incidents/{draft}/tasks/")
    person.follows(title)
    person.sees_heading(title)


def answers_section(person: Person, draft: int, title: str, answers: Answers) -> None:
    opens_section(person, draft, title)
    person.answers(answers)
    person.saves_and_continues()
    expect(person.page.get_by_role("heading", level=1)).not_to_have_text(title)


def adds_rows(person: Person, draft: int, title: str, noun: str, rows: tuple[Answers, ...]) -> None:
    opens_section(person, draft, title)
    for row in rows:
        person.page.get_by_role("button", name=re.compile(f"^Add an?(other)? {noun}$")).click()
        person.answers(row)
        person.saves_and_continues()
        person.sees_heading(title)
    assert person.page.locator("main section h2").count() == len(rows)
    person.saves_and_continues()


def fills_in(person: Person, draft: int, story: Story) -> None:
    """Every section, each opened from the task list."""
    for title, answers in story.sections.items():
        answers_section(person, draft, title, answers)
    for title, (noun, rows) in story.rows.items():
        adds_rows(person, draft, title, noun, rows)


def declares_and_submits(person: Person, draft: int) -> str:
    """From check your answers to the confirmation; the reference."""
    person.opens(f"/incidents/{draft}/check/")
    person.sees_heading("Check your answers")
    person.page.get_by_label(DECLARE).check()
    person.presses(SUBMIT)
    return reads_reference(person)


def reads_reference(person: Person) -> str:
    person.sees_heading("Notification submitted")
    panel = person.page.locator(".govuk-panel__body").inner_text()
    return panel.split()[-1]
