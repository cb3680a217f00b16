"""A conference from end to end: scheduled, reported to, held, and what follows for the children."""

import re
import uuid
from dataclasses import replace
from datetime import datetime

from playwright.sync_api import expect

from shield.core.london import LONDON
from tests.journeys.conference import (
    AT_NURSERY,
    AUTHORITY,
    CHAIR,
    COMMENTS,
    FAMILY,
    FIRST,
    HEALTH,
    KEEPER,
    KEPT,
    LAST,
    MANAGER,
    MET,
    NAMED_NURSE,
    NEIGHBOUR,
    NURSE,
    SCHOOL,
    SECOND,
    SECONDARY,
    WORKER,
    WORKING_WELL,
    Story,
    Visit,
    looks_on,
    moment,
    number_in,
    sends,
    today,
    writes_report,
)
from tests.journeys.meeting import saves
from tests.journeys.portal import Portal


def the_administrator_schedules_it(visit: Visit, story: Story) -> None:
    # Given an administrator, and a strategy discussion three days ago
    keeper = visit(KEEPER)
    keeper.opens("/conferences/schedule/")
    keeper.answers(
        {
            "What kind of conference is it?": "Initial",
            "When was the strategy discussion that began the enquiry?": moment(-3, 11),
            "Family reference": story.family,
            "When does it start?": moment(15, 10),
            "How many minutes is it to last?": "90",
            "Where is it held?": "Committee room 1",
            "Which languages need an interpreter, sign language included?": "Tigrinya",
        }
    )
    for question, name in (("Who chairs it?", "Conference Chair"),
                           ("Who administers it?", "Conference Administrator")):  # fmt: skip
        choice = keeper.field(question).locator("option", has_text=name)
        keeper.field(question).select_option(value=str(choice.get_attribute("value")))
    sends(keeper, "Schedule this conference")

    # Then it has a reference, and says by when it must be held and why
    story.conference = number_in(keeper, "conferences")
    keeper.opens(story.at())
    story.reference = keeper.page.locator(".govuk-caption-l").inner_text()
    keeper.sees("To be held by")
    keeper.page.get_by_text("Why it must be held by then").click()
    keeper.sees(re.compile("15 working days"))

    # And the children and their mother are named, in whatever script
    for first in (FIRST, SECOND):
        keeper.opens(story.at("children/add/"))
        keeper.answers(
            {
                "First names": first,
                "Last name": LAST,
                "Is the child born?": "Born",
                "Date of birth": today().replace(year=today().year - 4, day=3),
            }
        )
        sends(keeper, "Save this child")
        keeper.sees(re.compile(first))
    keeper.opens(story.at("family/add/"))
    keeper.answers(
        {
            "Name": f"Aster {LAST}",
            "Relationship to the children": "Mother",
            "Are they invited?": "Invited",
        }
    )
    sends(keeper, "Save this person")


def three_agencies_are_asked(visit: Visit, story: Story) -> None:
    keeper = visit(KEEPER)
    for agency, account in ((AUTHORITY, WORKER), (HEALTH, NURSE), (SECONDARY, "")):
        keeper.opens(story.at("reports/ask/"))
        keeper.answer("Which agency?", agency)
        if account:
            address = f"{account}@demo.example"
            keeper.answer("Email address of who is to write it", address)
        sends(keeper, "Ask for a report")
        if account:
            keeper.sees_heading("Is it this person?")
            sends(keeper, "Yes, ask this person")
    keeper.opens(story.at())

    # Then each finds it among what they are asked, and what it is about
    for account, agency, readers in (
        (WORKER, AUTHORITY, (WORKER, MANAGER)),
        (NURSE, HEALTH, (NURSE, NAMED_NURSE)),
        (SCHOOL, SECONDARY, (SCHOOL,)),
    ):
        asked = visit(account)
        asked.opens("/conferences/reports/")
        asked.follows(re.compile(story.reference))
        story.requests[agency] = number_in(asked, "reports")
        asked.opens(story.of(agency, readers=readers))
        asked.sees(re.compile(FIRST))


def onlookers_would_be_noticed(visit: Visit, story: Story) -> None:
    """Were one page open to a neighbour, or shut to its own people, looking on would say so."""
    here = story.at()
    as_if = replace(story, reference="nowhere", pages={here: frozenset({NEIGHBOUR})})
    assert sorted(looks_on(visit, as_if)) == [
        f"{KEEPER}: 200 at {here}",
        f"{CHAIR}: 200 at {here}",
        f"{NEIGHBOUR}: 404 at {here}",
    ]


def the_social_worker_reports_in_time(visit: Visit, story: Story) -> None:
    worker, manager = visit(WORKER), visit(MANAGER)
    both = (WORKER, MANAGER)
    worker.opens(story.of(AUTHORITY, "begin/", readers=both))
    sends(worker, "Start the report")
    writes_report(worker, AUTHORITY, story, "They open the door.")

    # When it is handed to a manager, who returns it with comments
    worker.opens(story.of(AUTHORITY, "check/", readers=both))
    worker.answer("What do you want to do?", "Hand it to a manager to check")
    sends(worker, "Continue")
    worker.sees("The report is with a manager, who has been told.")
    manager.opens(story.of(AUTHORITY, "review/", readers=(MANAGER,)))
    manager.sees(re.compile(re.escape(WORKING_WELL)))
    manager.answer("Do you agree this report?", "No, return it with comments")
    manager.answer("What has to be changed?", COMMENTS)
    sends(manager, "Continue")

    # Then its author reads them, mends it and hands it on again; agreed, it is sent
    tasks = story.of(AUTHORITY, "tasks/", readers=both)
    worker.opens(tasks)
    worker.sees(COMMENTS)
    worker.follows("Your agency's involvement")
    worker.answer("How do the family work with your agency?", "Seen on Tuesday: they open.")
    worker.saves_and_continues()
    worker.opens(story.of(AUTHORITY, "check/", readers=both))
    worker.answer("What do you want to do?", "Hand it to a manager to check")
    sends(worker, "Continue")
    manager.opens(story.of(AUTHORITY, "review/", readers=(MANAGER,)))
    manager.answer("Do you agree this report?", "Yes, it can be sent")
    sends(manager, "Continue")
    worker.opens(story.of(AUTHORITY, "send/", readers=both))
    sends(worker, "Send the report")
    worker.opens(story.of(AUTHORITY, "report/", readers=both))
    expect(worker.page.get_by_text("Late", exact=True)).to_have_count(0)

    # And the family's copy holds nothing of what is kept from them
    said = saves(worker, re.compile("^The family's copy"))
    assert WORKING_WELL in said
    assert KEPT not in said
    worker.opens(story.of(AUTHORITY, "report/", readers=both))
    assert KEPT in saves(worker, re.compile("^The whole report"))


def the_nurse_reports_late_and_the_school_not_at_all(
    visit: Visit, story: Story, portal: Portal
) -> None:
    # Given a nurse who writes while the conference is brought forward to today
    nurse, school = visit(NURSE), visit(SCHOOL)
    readers = (NURSE, NAMED_NURSE)
    nurse.opens(story.of(HEALTH, "begin/", readers=readers))
    sends(nurse, "Start the report")
    portal.run("tests.journeys.stage_conference", str(story.conference))

    # When she sends it, nothing that she wrote is lost, and it is taken and marked
    writes_report(nurse, HEALTH, story, AT_NURSERY)
    nurse.opens(story.of(HEALTH, "check/", readers=readers))
    nurse.answer("What do you want to do?", "Send it to the conference without a check")
    nurse.answer("Why is it sent without a manager's check?", "The conference is today.")
    sends(nurse, "Continue")
    nurse.sees("The report has been sent to the conference.")
    nurse.opens(story.of(HEALTH, "report/", readers=readers))
    expect(nurse.page.get_by_text("Late", exact=True).first).to_be_visible()

    # And the school says that it does not know the family
    school.opens(story.of(SECONDARY, "decline/", readers=(SCHOOL,)))
    school.page.get_by_role("radio").first.check()
    sends(school)
    school.sees(re.compile("nil return", re.IGNORECASE))


def the_chair_sees_who_reported(visit: Visit, story: Story) -> None:
    chair = visit(CHAIR)
    chair.opens(story.at())
    for agency, state in (
        (AUTHORITY, "Reported"),
        (HEALTH, "Late"),
        (SECONDARY, "No report: nil return"),
    ):
        row = chair.page.get_by_role("row", name=re.compile(re.escape(agency)))
        expect(row.first).to_contain_text(state)
    for agency in (AUTHORITY, HEALTH):
        chair.opens(story.at(f"reports/{story.requests[agency]}/"))
        chair.sees(re.compile(re.escape(WORKING_WELL)))


def the_chair_makes_the_pack(visit: Visit, story: Story) -> None:
    # Given reports of two agencies, and of a third that has nothing to say
    chair = visit(CHAIR)
    chair.opens(story.at("pack/"))
    for row, names in (("Reported", 2), ("Nil return", 1), ("Answered late", 2)):
        term = chair.page.locator("main dt").get_by_text(row, exact=True)
        expect(term.locator("+ dd")).to_contain_text(re.compile(rf"^{names}:"))
    sends(chair, "Make a pack")
    chair.page.get_by_role("link", name="Pack 1 is ready: open this page again").click(
        timeout=180_000
    )

    # Then it holds what both wrote, and what is kept from the family stands apart
    said = saves(chair, re.compile("^Download pack 1"))
    for words in (WORKING_WELL, AT_NURSERY, FIRST, AUTHORITY, HEALTH, SECONDARY):
        assert words in said, words
    assert KEPT not in said
    assert KEPT in saves(chair, re.compile("^Download its restricted annex"))

    # And nobody else reads it before it is shared, and then those alone who reported
    nurse, school = visit(NURSE), visit(SCHOOL)
    assert nurse.opens(f"/conferences/reports/{story.requests[HEALTH]}/pack/") == 404
    chair.follows("Share pack 1 with agencies")
    sends(chair)
    chair.sees(re.compile("The restricted annex is not shared with them"))
    sends(chair, "Share")
    chair.sees("Pack 1 is shared with 2 agencies.")
    nurse.opens(story.of(HEALTH, readers=(NURSE, NAMED_NURSE)))
    said = saves(nurse, re.compile("^Download pack 1|^Download the chair"))
    assert "Seen on Tuesday" in said
    assert KEPT not in said
    assert school.opens(f"/conferences/reports/{story.requests[SECONDARY]}/pack/") == 404


def the_conference_is_held(visit: Visit, story: Story) -> None:
    # Given those who came: children's social care, and two agencies beside it
    chair = visit(CHAIR)
    for agency in (AUTHORITY, HEALTH, SECONDARY):
        chair.opens(story.at("attendance/"))
        chair.answers(
            {
                "Who is it?": "Somebody of an agency",
                "Which agency?": agency,
                "Name": "Sol Fennel",
                "How did they take part?": "In person",
            }
        )
        sends(chair, "Record this person")
    chair.opens(story.at("outcome/"))
    chair.sees("Quorate")

    # When each child has a decision of their own
    for first, decided in ((FIRST, "plan"), (SECOND, "plan")):
        chair.opens(story.at("outcome/"))
        chair.follows(re.compile(first))
        child = number_in(chair, "children")
        story.pages[f"/conferences/children/{child}/decide/"] = frozenset({CHAIR, KEEPER})
        chair.page.get_by_role("radio", name=re.compile(decided, re.IGNORECASE)).first.check()
        chair.answers({"Under which category?": "Neglect", "Why?": "The fall is not explained."})
        sends(chair, "Save")
    chair.opens(story.at("outline/"))
    chair.answers(
        {"Chair’s summary": "Everybody is worried.", "What must change for the children?": "Safety"}
    )
    sends(chair, "Save")
    chair.opens(story.at("outline/add/"))
    chair.answers({"What is to be done?": "Visit each day", "Who does it?": "Sol Fennel"})
    sends(chair, "Add this step")
    for name, agency in (("Sol Fennel", AUTHORITY), ("Community Nurse", HEALTH)):
        chair.opens(story.at("core-group/add/"))
        chair.answers({"Name": name, "Which agency?": agency})
        sends(chair, "Add to the core group")
    chair.opens(story.at("hold/"))
    sends(chair)

    # Then each child's first core group and review have a day
    chair.opens(story.at("core-group/"))
    for name in FAMILY[:2]:
        chair.sees(re.compile(name))
    for due in ("Hold the first core group", "Hold the first review conference"):
        expect(chair.page.locator("main dt").get_by_text(due, exact=True)).to_have_count(2)


def the_core_group_meets(visit: Visit, story: Story) -> None:
    keeper = visit(KEEPER)
    keeper.opens(story.at("core-group/hold/"))
    keeper.answers(
        {
            "When did it meet?": datetime.now(LONDON),
            "What has been done, and what is to be done next?": MET,
        }
    )
    sends(keeper, "Record this core group")
    keeper.opens(story.at("core-group/"))
    keeper.sees(MET)

    # And the family is told in a letter
    keeper.opens(story.at("letters/"))
    keeper.page.get_by_role("radio", name=re.compile("Aster")).check()
    sends(keeper, "Make the letter")
    said = saves(keeper, re.compile("PDF|letter", re.IGNORECASE))
    assert FIRST in said
    assert KEPT not in said


def test_a_conference_from_its_day_to_its_core_group(visit: Visit, portal: Portal) -> None:
    """The parts follow one family, so they are one journey, in this order."""
    story = Story(family=f"FAM-{uuid.uuid4().hex[:6]}")
    the_administrator_schedules_it(visit, story)
    three_agencies_are_asked(visit, story)
    assert looks_on(visit, story) == []
    onlookers_would_be_noticed(visit, story)
    the_social_worker_reports_in_time(visit, story)
    the_nurse_reports_late_and_the_school_not_at_all(visit, story, portal)
    the_chair_sees_who_reported(visit, story)
    the_chair_makes_the_pack(visit, story)
    assert looks_on(visit, story) == []
    the_conference_is_held(visit, story)
    the_core_group_meets(visit, story)
    assert looks_on(visit, story) == []
