"""Which family the journey of a conference follows, what is said of it, and who looks on?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from shield.core.london import LONDON
from tests.journeys.browser import Answers, Person

Visit = Callable[..., Person]

CHAIR, KEEPER, OTHER_CHAIR = "chair", "admin.conferences", "chair.conferences"
WORKER, MANAGER = "practitioner.authority", "lead.authority"
NURSE, NAMED_NURSE, SCHOOL = "practitioner.health", "lead.health", "lead.school"
NEIGHBOUR = "lead.police"
AUTHORITY, HEALTH = "London Borough of Bexley", "Oxleas NHS Foundation Trust"
SECONDARY = "Bexley Association of Secondary Leaders (BASL)"
# Whoever looks at each page on the way, beside those whose page it is.
ONLOOKERS = (
    CHAIR, KEEPER, OTHER_CHAIR, WORKER, MANAGER, NURSE, NAMED_NURSE, SCHOOL, NEIGHBOUR,
    "operations", "board", "auditor", "scrutineer", "system", "",
)  # fmt: skip

# Stand in what is written of this family, and nowhere else.
FIRST, SECOND, LAST = "Wrenfield", "ሰላም", "Marlowcastle"
FAMILY = (FIRST, SECOND, LAST)
KEPT = "The uncle does not know that the school has spoken"
WORKING_WELL = "Marigolds grow on the window sill, and the rent is paid."
AT_NURSERY = "The health visitor finds the flat warm."
MET = "Everybody came, and the plan holds."
COMMENTS = "Say when you saw them last."


def today() -> date:
    return datetime.now(LONDON).date()


def moment(days: int, hour: int) -> datetime:
    day = today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=LONDON)


@dataclass
class Story:
    """What the journey has made so far: numbers in addresses, and the pages it went through.

    `pages` holds who opens each of them, beside nobody.
    """

    family: str
    conference: int = 0
    reference: str = ""
    requests: dict[str, int] = field(default_factory=dict)
    pages: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def told(self) -> frozenset[str]:
        """Everybody who runs it, or whose agency was asked."""
        return frozenset().union(*self.pages.values())

    def at(self, path: str = "") -> str:
        """An address under the conference, for those who run it."""
        found = f"/conferences/{self.conference}/{path}"
        self.pages[found] = frozenset({CHAIR, KEEPER})
        return found

    def of(self, agency: str, path: str = "", *, readers: tuple[str, ...]) -> str:
        """An address under what an agency was asked, for its own people."""
        found = f"/conferences/reports/{self.requests[agency]}/{path}"
        self.pages[found] = frozenset(readers)
        return found


def report_pages(last_seen: str) -> Mapping[str, Answers]:
    """Every page of a report that is no list of rows, by the words of its link."""
    return {
        "Who reports": {
            "Your name": "Sol Fennel",
            "Your role": "Worker",
            "Will the agency be at the conference?": "Yes, the author",
        },
        "Your agency's involvement": {
            "Since when is your agency involved?": "Since birth",
            "Why is it involved?": "The family asked for help.",
            "When did your agency last see the family?": today() - timedelta(days=3),
            "How do the family work with your agency?": last_seen,
            "What help has been given, and what came of it?": "A visit each week.",
        },
        "Parents' and carers' views": {
            "Do you know the parents' or carers' views?": "Yes",
            "What are their views, in their words?": "We want this to end well.",
        },
        "What is working well, what you are worried about, what needs to happen": {
            "What is working well?": WORKING_WELL,
            "What harm has there been?": "A fall that nobody explained.",
            "What are you worried will happen if nothing changes?": "Another fall.",
            "What makes this harder to resolve?": "Debt.",
            "What needs to happen?": "Somebody sees them each day.",
        },
        "Risk, protection, identity and culture": {
            "What makes harm more likely?": "They are alone at night.",
            "What protects the children?": "A grandmother next door.",
            "What about the family's identity and culture must the conference understand?": "They "
            "speak Tigrinya at home.",
        },
        "Recommendation": {
            "What does your agency recommend?": "A child protection plan",
            "Under which category?": "Neglect",
            "Why?": "The fall is not explained.",
        },
        "Information not to be shared with the family": {
            "Is there anything that must not be shared with the family?": "Yes",
            "What must not be shared with them?": KEPT,
            "Why not?": "It would put somebody at risk of harm",
            "Who agreed that it is kept from them?": "The head of standards",
        },
        "Sharing the report with parents or carers": {
            "Has this report been shared with the parents or carers?": "No",
            "Why has it not been shared?": "They are met tomorrow.",
        },
    }


CHILD: Answers = {
    "Was the child seen alone?": "Yes",
    "What is life like for this child?": "Afraid on some days.",
    "Do you know what the child says or feels?": "Yes",
    "What does the child say, in the child's words?": "I like my gran.",
    "How did you find that out?": "Drawing together.",
    "How safe is this child, from 0 to 10?": "4",
    "Why this number?": "The fall.",
}
EVENT: Answers = {
    "Is it known when it was?": "Only the month",
    "Which month?": "March",
    "Which year?": "2025",
    "What happened?": "A fall from the window.",
    "What did it mean for the children?": "A night in hospital.",
    "What is it?": "Harm",
}


def number_in(person: Person, kind: str) -> int:
    """The number of a record in the address of the page that is open."""
    found = re.search(rf"/{kind}/([0-9]+)/", person.page.url)
    assert found, person.page.url
    return int(found[1])


# --- What people do -------------------------------------------------------------------------------


def sends(person: Person, button: str = "") -> None:
    """Press a button, or the form's own, and wait for the page that follows."""
    with person.page.expect_navigation():
        if button:
            person.presses(button)
        else:
            person.page.locator("main form button").last.click()


def writes_report(author: Person, agency: str, story: Story, last_seen: str) -> None:
    """Go through the task list until nothing is left of it."""
    readers = (WORKER, MANAGER) if agency == AUTHORITY else (NURSE, NAMED_NURSE)
    tasks = story.of(agency, "tasks/", readers=readers)
    for title, answers in report_pages(last_seen).items():
        author.opens(tasks)
        author.follows(title)
        author.answers(answers)
        sends(author, "Save and continue")
    for name in (FIRST, SECOND):
        author.opens(tasks)
        author.follows("Each child")
        author.follows(re.compile(f"^Change.*{name}"))
        author.answers(CHILD)
        sends(author, "Save and continue")
    author.opens(tasks)
    author.follows("Household and significant adults")
    author.page.get_by_label("No adults are known to your agency").check()
    sends(author, "Save and continue")
    author.opens(tasks)
    author.follows("Chronology of significant events")
    sends(author, "Add an event")
    author.answers(EVENT)
    sends(author, "Save and continue")


# Lists in which somebody would find the conference who is told of it.
LISTS = ("/home/", "/clocks/", "/conferences/", "/conferences/reports/", "/messages/")


def looks_on(visit: Visit, story: Story) -> list[str]:
    """Whoever opens a page that is not theirs, or does not open their own, or reads of the family.

    Every onlooker asks for every page of the journey, as it stands now.
    """
    wrong = []
    for account in ONLOOKERS:
        person: Any = visit(account).page.request
        for path, readers in story.pages.items():
            answer = person.get(path, max_redirects=0)
            if account in readers:
                # What was answered or held leads on from its form.
                fits = answer.status in (200, 302)
            else:
                fits = answer.status in ((302,) if not account else (403, 404))
                fits = fits and not any(name in answer.text() for name in FAMILY)
            if not fits:
                wrong.append(f"{account or 'anybody'}: {answer.status} at {path}")
        if account not in story.told:
            shown = [path for path in LISTS if story.reference in person.get(path).text()]
            wrong += [f"{account or 'anybody'}: {story.reference} in {path}" for path in shown]
    return wrong
