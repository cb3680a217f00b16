"""A draft goes wrong in every way a draft can, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Person
from tests.journeys.filing import (
    DECLARE,
    SUBMIT,
    Story,
    adds_rows,
    aged,
    at,
    declares_and_submits,
    elder,
    fills_in,
    opens_section,
    reads_reference,
    starts_a_draft,
)

Visit = Callable[..., Person]
WORDS = "Seen by the health visitor on Tuesday; no bruise then. Ünïcödé ✓ <b>as typed</b>"


def test_each_error_leads_to_its_question(visit: Visit) -> None:
    # Given a practitioner who has answered nothing on a page that must be answered
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, "Immediate safeguarding")

    # When she continues
    nurse.saves_and_continues()

    # Then the problems stand at the top, the title says so, and each leads to its question
    nurse.is_told(
        "Enter what has been done to keep the child or children safe",
        "Select whether a strategy discussion has been held",
    )
    assert nurse.page.title().startswith("Error: ")
    expect(nurse.page.locator(".govuk-error-summary")).to_be_focused()
    for link in nurse.page.locator(".govuk-error-summary__list a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        assert nurse.page.evaluate("document.activeElement.id") == target


@pytest.mark.parametrize(
    ("title", "answers", "problems"),
    [
        (
            "When it happened and who knew when",
            {
                "Do you know exactly when it happened?": "Yes, I know the date and time",
                "When did it happen?": at(9, 0, days_ago=1),
                "When did your agency become aware?": at(9, 0, days_ago=3),
                "Is the local authority aware?": "Not known",
            },
            ["When your agency became aware must be the same as or after when it happened"],
        ),
        (
            "Who is notifying",
            {
                "Your email address": "nobody at all",
                "Have you consulted your safeguarding lead?": "No",
                "Why not?": "It was late at night.",
            },
            ["Enter an email address in the correct format, like name@example.com"],
        ),
    ],
)
def test_contradictions_are_named_and_the_rest_is_kept(
    visit: Visit, title: str, answers: dict[str, object], problems: list[str]
) -> None:
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, title)
    nurse.answers(answers)
    nurse.saves_and_continues()
    nurse.is_told(*problems)
    nurse.sees("Everything else on this page has been saved.")


def test_a_birth_in_the_future_is_refused_beside_its_field(visit: Visit) -> None:
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, "The children")
    nurse.presses("Add a child")
    nurse.answers({**elder(), "Date of birth": aged(-3)})
    nurse.saves_and_continues()
    nurse.is_told("Date of birth must be today or in the past")
    error = nurse.page.get_by_role("group", name="Date of birth")
    expect(error.locator(".govuk-error-message")).to_have_count(1)
    expect(nurse.field("First names")).to_have_value("Bramble Óisín")


def test_without_scripts_the_whole_filing_works(visit: Visit) -> None:
    # Given a practitioner whose browser runs no scripts
    nurse = visit("practitioner.health", java_script_enabled=False)
    story = Story(children=(elder(),))

    # When she files
    draft = starts_a_draft(nurse)
    fills_in(nurse, draft, story)
    reference = declares_and_submits(nurse, draft)

    # Then she can open it, and looks again until the PDF is there
    nurse.follows(f"Open {reference}")
    for _ in range(60):
        if nurse.page.get_by_role("link", name=re.compile("^Download SIN")).count():
            break
        nurse.page.wait_for_timeout(1000)
        with nurse.page.expect_navigation():
            nurse.follows("Look again")
    nurse.sees(re.compile(f"^Download {reference}"))


def test_two_people_edit_one_page_and_neither_loses_anything(visit: Visit) -> None:
    # Given a practitioner and her lead with the same page open
    nurse, lead = visit("practitioner.health"), visit("lead.health")
    draft = starts_a_draft(nurse)
    for person in (nurse, lead):
        opens_section(person, draft, "Immediate safeguarding")
    question = "What has been done to keep the child or children safe?"

    # When the lead saves first
    lead.answer(question, "The lead's words.")
    lead.presses("Save and come back later")
    lead.sees_heading("Serious incident notification")

    # Then the practitioner is told, and sees both answers
    nurse.answer(question, WORDS)
    nurse.saves_and_continues()
    nurse.sees("Your answers have not been saved yet")
    nurse.sees("The lead's words.")
    field = nurse.field(question)
    expect(field).to_have_value(WORDS)

    # And when she saves again, hers are kept
    nurse.presses("Save and come back later")
    nurse.sees_heading("Serious incident notification")
    opens_section(lead, draft, "Immediate safeguarding")
    expect(lead.field(question)).to_have_value(WORDS)


def test_autosave_says_that_somebody_was_faster(visit: Visit) -> None:
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, "Immediate safeguarding")
    other = visit("lead.health")
    opens_section(other, draft, "Immediate safeguarding")
    other.answer("Police reference", "DEMO/1")
    other.presses("Save and come back later")
    other.sees_heading("Serious incident notification")
    nurse.answer("Police reference", "DEMO/2")
    nurse.sees(re.compile("changed this page on .* after you opened it"))
    expect(nurse.field("Police reference")).to_have_value("DEMO/2")


def test_a_session_that_ends_keeps_what_was_typed(visit: Visit) -> None:
    # Given a practitioner who is typing when her session ends
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, "Immediate safeguarding")
    question = "What has been done to keep brothers and sisters safe?"
    nurse.context.clear_cookies()
    nurse.answer(question, WORDS)
    nurse.presses("Save and come back later")

    # Then her words are on the page, and she signs in beside it
    nurse.sees_heading("You were signed out")
    kept = nurse.page
    with nurse.context.expect_page() as opened:
        nurse.follows("Sign in (opens in a new tab)")
    nurse.page = opened.value
    nurse.gives_sign_in("practitioner.health")
    expect(nurse.page.get_by_role("heading", level=1)).to_be_visible()

    # When she sends them again, they arrive
    nurse.page = kept
    for _ in range(2):
        nurse.presses("Send what I typed")
        nurse.page.wait_for_load_state()
        if "tasks" in nurse.page.url:
            break
    nurse.sees_heading("Serious incident notification")
    opens_section(nurse, draft, "Immediate safeguarding")
    expect(nurse.field(question)).to_have_value(WORDS)


def test_a_double_click_submits_once(visit: Visit) -> None:
    # Given a finished draft of one child, and nobody known besides
    lead = visit("lead.health")
    draft = starts_a_draft(lead)
    fills_in(lead, draft, Story(children=(elder(),)))
    lead.opens(f"/incidents/{draft}/check/")
    lead.page.get_by_label(DECLARE).check()

    # When she clicks twice
    lead.page.get_by_role("button", name=SUBMIT).dblclick()
    reference = reads_reference(lead)

    # Then there is one notification, and sending the old page again shows the same
    lead.page.go_back()
    lead.page.goto(f"/incidents/{draft}/check/")
    lead.sees_heading("Serious incident notification")
    lead.sees(reference)
    lead.opens("/messages/")
    told = lead.page.get_by_role("link", name=f"{reference} has been submitted")
    expect(told).to_have_count(1)


def test_a_child_is_removed_and_brought_back(visit: Visit) -> None:
    # Given a draft with one child
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    adds_rows(nurse, draft, "The children", "child", (elder(),))
    name = "Bramble Óisín Marrowby"

    # When she removes it and thinks again
    opens_section(nurse, draft, "The children")
    nurse.follows(f"Remove {name}")
    nurse.presses("Remove")
    nurse.sees_heading(f"{name} has been removed")
    nurse.presses(f"Bring back {name}")

    # Then it is there again with its answers
    nurse.sees("The child is back.")
    nurse.follows(f"Change {name}")
    expect(nurse.field("First names")).to_have_value("Bramble Óisín")


def test_a_draft_is_discarded_and_brought_back(visit: Visit) -> None:
    # Given a draft that says something
    nurse = visit("practitioner.health")
    draft = starts_a_draft(nurse)
    opens_section(nurse, draft, "Immediate safeguarding")
    nurse.answer("Police reference", "DEMO/44")
    nurse.presses("Save and come back later")

    # When she discards it
    nurse.follows("Discard this draft")
    nurse.presses("Discard the draft")
    nurse.sees("This draft was discarded.")

    # Then it waits among the discarded, and comes back whole
    nurse.opens("/incidents/?state=discarded")
    nurse.follows(f"Draft {draft}")
    nurse.presses("Bring the draft back")
    nurse.follows("Immediate safeguarding")
    expect(nurse.field("Police reference")).to_have_value("DEMO/44")
