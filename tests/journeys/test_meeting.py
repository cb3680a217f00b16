"""A meeting from end to end: planned, published, held, minuted, and what it asked for done."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.meeting import (
    ABSENT,
    CANARY,
    CHAIR,
    DECIDED,
    DEPUTY,
    DEPUTY_NAMED,
    IN_KEPT,
    IN_PAPER,
    KEPT,
    MEMBER,
    MOVED,
    NAMED,
    OPEN,
    OPERATIONS,
    PAPER,
    RESTRICTED,
    SAID,
    STANDING,
    STRANGER,
    TO_DO,
    Story,
    Visit,
    adds_item,
    adds_meeting,
    approves,
    brings_paper,
    distributes,
    finds_item,
    in_days,
    reads_message,
    record_on,
    saves,
    waits_for_link,
    writes_minute,
)
from tests.journeys.portal import Portal

PACK = re.compile(r"^Download your pack")
MINUTES_PDF = re.compile(r"^Download these minutes")
EVIDENCE = "It stands on the public page since this morning."


def operations_plan_the_meeting(visit: Visit, story: Story) -> None:
    # Given the operations team, and a body that is to meet in three weeks
    operations = visit(OPERATIONS)

    # When they add a meeting and confirm it
    story.meeting = adds_meeting(operations, story.name, in_days(21, 10))

    # Then whoever sits there is invited, and one of them sends a deputy
    absent = visit(ABSENT)
    absent.opens(story.at())
    absent.follows("Answer the invitation")
    absent.sees_heading("Answer the invitation")
    absent.answers(
        {
            "Will you attend?": "Sends a deputy",
            "Who comes as the deputy?": DEPUTY_NAMED,
        }
    )
    absent.presses("Send this answer")
    absent.sees(re.compile("was recorded: Sends a deputy"))


def operations_draft_the_agenda(visit: Visit, story: Story) -> None:
    # Given an empty agenda, into which belongs what stands on each
    operations = visit(OPERATIONS)
    operations.opens(story.at())
    operations.follows("The draft of its agenda")
    operations.presses("Draw them in")
    operations.sees("Drawn in: 2 items.")
    operations.sees(STANDING)

    # When two items are added, and the second is moved up without a mouse
    adds_item(operations, story, OPEN)
    story.items[OPEN] = finds_item(operations, OPEN)
    adds_item(operations, story, MOVED)
    story.items[MOVED] = finds_item(operations, MOVED)
    order = "main tbody tr th a"
    before = operations.page.locator(order).all_inner_texts()
    assert before[-2:] == [OPEN, MOVED]
    operations.page.get_by_role("link", name=MOVED, exact=True).focus()
    operations.page.keyboard.press("Tab")
    up = operations.page.get_by_role("button", name=re.compile(f"^Up ?: {re.escape(MOVED)}$"))
    expect(up).to_be_focused()
    operations.page.keyboard.press("Enter")

    # Then it stands before the first
    operations.sees(f"“{MOVED}” was moved.")
    expect(operations.page.locator(order)).to_have_text([*before[:-2], MOVED, OPEN])

    # And a paper that was brought can be opened once it is checked
    brings_paper(operations, story, OPEN, PAPER, IN_PAPER)


def an_item_is_for_two_readers_alone(visit: Visit, story: Story) -> None:
    # Given an item that only the chair, one member and the operations team are to read
    operations = visit(OPERATIONS)
    asked = f"To agree what {CANARY} is paid."
    adds_item(operations, story, RESTRICTED, CHAIR, NAMED, **{"What is the body asked?": asked})

    # When the operations team has not signed the agreement, they do not see it either
    expect(operations.page.get_by_text(CANARY)).to_have_count(0)
    operations.follows("Read and sign the agreement")
    operations.presses("I have read this and sign it")
    operations.opens(story.at("agenda/"))
    operations.sees(RESTRICTED)
    story.items[RESTRICTED] = finds_item(operations, RESTRICTED)

    # Then they add its paper, and its readers sign
    brings_paper(operations, story, RESTRICTED, KEPT, IN_KEPT)
    for account in (CHAIR, NAMED):
        reader = visit(account)
        reader.opens(f"/partnership/bodies/{story.body}/agreement/")
        reader.presses("I have read this and sign it")


def the_agenda_is_published(visit: Visit, story: Story) -> None:
    # Given a member who does not see a draft
    member, operations = visit(MEMBER), visit(OPERATIONS)
    member.opens(story.at("agenda/"))
    member.sees("The agenda of this meeting is not published yet.")
    expect(member.page.get_by_text(OPEN)).to_have_count(0)

    # When it is published
    operations.opens(story.at("agenda/"))
    operations.presses("Publish it")
    operations.sees(RESTRICTED)
    operations.presses("Publish the agenda")
    operations.sees("The agenda is published, and its readers are told.")

    # Then the member is told, and reads it with its paper
    reads_message(member, re.compile(f"^{story.name}: the agenda of .* is published$"))
    member.sees_heading("Agenda")
    member.follows(OPEN)
    member.sees(PAPER)
    assert member.opens(f"/partnership/agenda/{story.items[RESTRICTED]}/") == 404
    assert member.opens(f"/partnership/papers/{story.papers[KEPT]}/") == 404

    # And so does the deputy who comes
    assert visit(DEPUTY).opens(story.at("agenda/")) == 200


def each_reader_has_their_own_pack(visit: Visit, story: Story) -> None:
    # Given the pack of the member who is not named, and of the one who is
    packs = {}
    for account in (MEMBER, NAMED):
        reader = visit(account)
        reader.opens(story.at("agenda/"))
        assert (reader.page.get_by_text(CANARY).count() > 0) is (account == NAMED)
        reader.follows("Your pack")
        packs[account] = saves(reader, PACK)

    # Then both hold what is open
    for said in packs.values():
        assert [one for one in (story.name, OPEN, MOVED, PAPER, IN_PAPER) if one not in said] == []

    # And only one of them anything of what is restricted
    assert CANARY not in packs[MEMBER]
    assert [one for one in (RESTRICTED, KEPT, IN_KEPT) if one not in packs[NAMED]] == []

    # And the chair sees who has opened what
    chair = visit(CHAIR)
    chair.opens(story.at("agenda/opened/"))
    row = chair.page.get_by_role("row", name=re.compile("^Board Member"))
    expect(row).not_to_contain_text("Not yet")


def attendance_is_taken(visit: Visit, story: Story) -> None:
    # Given a meeting that has begun, and a deputy who came
    operations = visit(OPERATIONS)
    operations.opens(story.at())
    operations.follows("Record who is there")
    seat = "Director of children's services, London Borough of Bexley"
    chosen = operations.field(seat).locator("option:checked")
    expect(chosen).to_have_text("Social Worker was present as deputy")

    # When one partner is not there, the body cannot decide
    said = {
        "Chief nursing officer, NHS South East London ICB": "Designated Nurse was present",
        "Director of nursing, Dartford & Gravesham NHS Trust": "Board Member was present",
    }
    police = "Superintendent, Metropolitan Police Service"
    operations.answers(said | {police: "Apologies"})
    operations.presses("Save")
    operations.sees("Saved. The body cannot decide: 2 of 3 statutory partners present.")
    operations.sees("Metropolitan Police Service: nobody")

    # Then it can once they come
    operations.answer(police, "Detective Inspector was present")
    operations.presses("Save")
    operations.sees("Saved. The body can decide: 3 of 3 statutory partners present.")
    operations.sees("London Borough of Bexley: Social Worker (deputy)")
    operations.sees("Metropolitan Police Service: Detective Inspector")


def the_minutes_are_written(visit: Visit, story: Story) -> None:
    # Given minutes that have begun
    operations = visit(OPERATIONS)
    operations.opens(story.at())
    operations.follows("Begin the minutes")
    operations.sees_heading("Begin the minutes")
    operations.presses("Begin the minutes")
    operations.sees_heading("Minutes")

    # When what was said is typed, it saves itself
    for item, words in SAID.items():
        writes_minute(operations, story, item, words)

    # Then the page holds all of it
    operations.opens(story.at("minutes/"))
    for words in SAID.values():
        operations.sees(words)


def a_decision_is_recorded(visit: Visit, story: Story) -> None:
    # Given the item under which it was decided
    operations = visit(OPERATIONS)
    operations.opens(f"/partnership/agenda/{story.items[OPEN]}/minute/")
    operations.follows("Record a decision")
    operations.sees("The body can decide: 3 of 3 statutory partners present.")

    # When it is written down
    operations.answers(
        {
            "What was decided?": DECIDED,
            "Did the body decide it?": "Yes, it was decided",
            "Reasons": "So they said.",
        }
    )
    operations.presses("Save")

    # Then one is back at the minute, and from there it has a reference, its quorum, who agreed
    operations.page.get_by_role("link", name=re.compile("^DEC-")).click()
    story.decision, story.decision_reference = record_on(operations, "decisions")
    operations.sees(DECIDED)
    operations.sees("London Borough of Bexley: Director of children's services (deputy)")
    operations.sees("London Borough of Bexley: Social Worker (deputy)")


def an_action_is_raised(visit: Visit, story: Story) -> None:
    # Given the same item
    operations = visit(OPERATIONS)
    operations.opens(f"/partnership/agenda/{story.items[OPEN]}/minute/")
    operations.follows("Raise an action")
    operations.sees_heading("Add an action")

    # When a member is to do something
    seat = "Board Member: Director of nursing, Dartford & Gravesham NHS Trust"
    operations.answers(
        {
            "What is to be done?": TO_DO,
            "What will show that it is done?": "The page on which they stand.",
            "Who does it?": "Somebody who sits in the body",
            "Which person?": seat,
            "Due day": in_days(30, 12).date(),
        }
    )
    operations.presses("Add this action")
    operations.page.get_by_role("link", name=re.compile("^ACT-")).click()
    operations.sees_heading(re.compile("^Action "))
    story.action, story.action_reference = record_on(operations, "actions")

    # Then it stands in the draft, with the decision
    operations.opens(story.at("minutes/"))
    operations.sees(story.action_reference)
    operations.sees(story.decision_reference)


def the_chair_approves_and_members_read(visit: Visit, story: Story) -> None:
    # Given a meeting that is recorded as held, of which a member reads no draft
    operations, member, chair = visit(OPERATIONS), visit(MEMBER), visit(CHAIR)
    operations.opens(story.at())
    operations.follows("Record that the meeting was held")
    operations.sees_heading("This meeting was held")
    operations.presses("The meeting was held")
    operations.sees("The meeting is recorded as held.")
    assert member.opens(story.at("minutes/")) == 404
    assert member.opens(f"/partnership/decisions/{story.decision}/") == 404

    # When the chair approves and the operations team distributes them
    approves(chair, story)
    distributes(operations, story)

    # Then the member is told and reads them, on the page and in a PDF
    reads_message(member, re.compile(f"^{story.name}: the minutes of .* can be read$"))
    expect(member.page.get_by_text(CANARY)).to_have_count(0)
    kept = [SAID[OPEN], SAID[MOVED], DECIDED, TO_DO, story.action_reference]
    for words in kept:
        member.sees(words)
    said = saves(member, MINUTES_PDF)
    assert [one for one in kept if one not in said] == []
    assert CANARY not in said

    # And whoever is named reads what is restricted as well
    named = visit(NAMED)
    named.opens(story.at("minutes/"))
    named.sees(SAID[RESTRICTED])
    assert SAID[RESTRICTED] in saves(named, MINUTES_PDF)


def the_action_is_done_and_accepted(visit: Visit, story: Story, tmp_path: Path) -> None:
    # Given the member who holds the action
    member, chair = visit(MEMBER), visit(CHAIR)
    member.opens("/partnership/actions/")
    member.follows(story.action_reference)

    # When she says that it is done, with what shows it
    proof = tmp_path / "page.txt"
    proof.write_text("As it is published.")
    member.presses("Say that it is done")
    member.sees_heading("Say that it is done")
    member.answer("What shows that it is done?", EVIDENCE)
    member.page.locator("input[type=file]").set_input_files(proof)
    member.presses("Say that it is done")
    member.sees("Those who lead the body are told, and accept it or send it back.")

    # Then the chair looks at it and accepts it
    waits_for_link(chair, f"/partnership/actions/{story.action}/", "page.txt")
    chair.sees(EVIDENCE)
    chair.presses("Accept it as done")
    chair.sees_heading("Accept this action as done")
    chair.presses("Accept it as done")
    chair.sees("The action is closed. Its holder is told.")


def the_next_agenda_shows_it_closed(visit: Visit, story: Story) -> None:
    # Given the next meeting of the body, with what belongs on its agenda
    operations, member = visit(OPERATIONS), visit(MEMBER)
    following = adds_meeting(operations, story.name, in_days(42, 10))
    path = f"/partnership/meetings/{following}/agenda/"
    operations.opens(path)
    operations.presses("Draw them in")
    operations.presses("Publish it")
    operations.sees_heading("Publish the agenda")
    operations.presses("Publish the agenda")

    # Then a member finds the action closed under matters arising
    member.opens(path)
    member.follows("Matters arising")
    closed = member.page.locator("main h3", has_text="Closed since the last meeting")
    expect(closed.locator("+ ul")).to_contain_text(story.action_reference)
    expect(closed.locator("+ ul")).to_contain_text("closed on")

    # And the minutes are there to be confirmed
    member.opens(path)
    member.follows("Minutes of the last meeting")
    member.follows(re.compile("^Minutes"))
    member.sees(SAID[OPEN])


def a_stranger_finds_nothing(visit: Visit, story: Story) -> None:
    stranger = visit(STRANGER)
    meeting = ("", "agenda/", "pack/", "pack/file/", "minutes/", "minutes/pdf/", "attendance/")
    pages = [
        *(story.at(page) for page in meeting),
        *(f"/partnership/agenda/{pk}/" for pk in story.items.values()),
        *(f"/partnership/papers/{pk}/" for pk in story.papers.values()),
        f"/partnership/agenda/{story.items[OPEN]}/excerpt/",
        f"/partnership/agenda/{story.items[OPEN]}/minute/",
        f"/partnership/decisions/{story.decision}/",
        f"/partnership/actions/{story.action}/",
    ]
    assert [page for page in pages if stranger.opens(page) != 404] == []
    for page in ("meetings/", "decisions/", "actions/?state=any"):
        stranger.opens(f"/partnership/{page}")
        for words in (story.name, story.decision_reference, story.action_reference):
            expect(stranger.page.locator("main tbody").get_by_text(words)).to_have_count(0)


def test_a_meeting_from_its_plan_to_what_came_of_it(
    visit: Visit, portal: Portal, tmp_path: Path
) -> None:
    """The parts follow one meeting, so they are one journey, in this order."""
    story = Story(**portal.run("tests.journeys.stage_meeting"))
    operations_plan_the_meeting(visit, story)
    operations_draft_the_agenda(visit, story)
    an_item_is_for_two_readers_alone(visit, story)
    the_agenda_is_published(visit, story)
    each_reader_has_their_own_pack(visit, story)
    portal.run("tests.journeys.stage_meeting", str(story.meeting))
    attendance_is_taken(visit, story)
    the_minutes_are_written(visit, story)
    a_decision_is_recorded(visit, story)
    an_action_is_raised(visit, story)
    the_chair_approves_and_members_read(visit, story)
    the_action_is_done_and_accepted(visit, story, tmp_path)
    the_next_agenda_shows_it_closed(visit, story)
    a_stranger_finds_nothing(visit, story)
