"""The pages of questions: saved, continued, left for later, corrected; nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from incidents.completeness import NEEDED
from incidents.models import Incident, Option
from incidents.sections import BY_SLUG, SECTIONS
from shield.audit.models import Entry
from shield.core.sections import values_of
from tests.core import html
from tests.incidents import filling
from tests.incidents.browsing import (
    address,
    beside,
    hidden,
    ids,
    open_and_send,
    page,
    step,
    summary,
    text,
    value,
)
from tests.incidents.filling import now, parts, posted
from tests.personas import People

SLUGS = [section.slug for section in SECTIONS]
PLAIN = [section.slug for section in SECTIONS if not section.rows]


@pytest.fixture
def draft(ground: People) -> Incident:
    return filling.draft(ground, now())


def stored(draft: Incident) -> Incident:
    return Incident.objects.get(pk=draft.pk)


def good(slug: str) -> dict[str, object]:
    return posted(filling.pages(now())[slug])


# --- drawn ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_is_drawn(draft: Incident, health: Client, slug: str) -> None:
    answer = health.get(step(draft, slug))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("slug", SLUGS)
def test_no_page_uses_an_id_twice(draft: Incident, health: Client, slug: str) -> None:
    found = ids(page(health.get(step(draft, slug))))
    assert sorted(found) == sorted(set(found))


def test_opening_a_page_is_written_down(draft: Incident, health: Client) -> None:
    health.get(step(draft, "dates"))
    entry = Entry.objects.get(verb="consulted")
    assert (entry.subject_id, entry.facts) == (draft.pk, {"page": "dates"})


def test_a_page_shows_what_is_stored(
    draft: Incident, health: Client, ground: People, at: datetime
) -> None:
    answers = filling.pages(at)["dates"]
    filling.answer(draft, "dates", ground.health_practitioner, at, **answers)
    source = page(health.get(step(draft, "dates")))
    shown = [value(source, f"happened_at_{part}") for part in range(4)]
    assert shown == ["21", "11", "2026", "10:00am"]
    assert value(source, "happened") == "exact"


def test_choices_are_the_partnerships_own(draft: Incident, health: Client, ground: People) -> None:
    Option.objects.filter(list="harm", code="physical").update(label="Bodily harm")
    Option.objects.filter(list="harm", code="neglect").update(is_offered=False)
    source = page(health.get(step(draft, "incident")))
    assert "Bodily harm" in source
    assert "neglect" not in {
        one["value"] for one in html.elements(source, "input") if one.get("name") == "harms"
    }


@pytest.mark.parametrize("slug", ["family-summary", "agencies-summary", "nothing", "children-x"])
def test_there_is_no_other_page(draft: Incident, health: Client, slug: str) -> None:
    assert health.get(step(draft, slug)).status_code == 404


# --- saved ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "following"), list(zip(SLUGS, [*SLUGS[1:], None], strict=True)))
def test_a_page_leads_to_the_next(
    draft: Incident, health: Client, ground: People, slug: str, following: str | None
) -> None:
    if slug in PLAIN:
        answers = good(slug)
    else:
        answers = {"no_people_known": "on"} if slug == "family" else {"no_agencies_known": "on"}
        if slug == "children":
            answers = {}
            filling.add_row(draft, slug, ground.health_practitioner, now(), first_names="Wren")
    answer = open_and_send(health, step(draft, slug), {**answers, "action": "continue"})
    expected = step(draft, following) if following else address("notification_check", draft)
    assert (answer.status_code, answer.headers.get("Location")) == (302, expected)


@pytest.mark.parametrize("slug", PLAIN)
def test_every_answer_of_a_page_is_stored(draft: Incident, health: Client, slug: str) -> None:
    answers = filling.pages(now())[slug]
    open_and_send(health, step(draft, slug), {**posted(answers), "action": "continue"})
    assert values_of(stored(draft), BY_SLUG[slug]) == answers


@pytest.mark.parametrize("slug", PLAIN)
def test_an_empty_page_may_be_left_for_later(draft: Incident, health: Client, slug: str) -> None:
    answer = open_and_send(health, step(draft, slug), {"action": "later"})
    assert (answer.status_code, answer["Location"]) == (302, address("notification_tasks", draft))


def test_an_answer_taken_back_is_stored_as_none(
    draft: Incident, health: Client, ground: People
) -> None:
    at = now()
    filling.answer(draft, "incident", ground.health_practitioner, at, facts="Too soon", harms=["x"])
    open_and_send(health, step(draft, "incident"), {"facts": "", "action": "later"})
    assert (stored(draft).facts, stored(draft).harms) == ("", [])


def test_an_answer_to_a_question_no_longer_asked_is_dropped(
    draft: Incident, health: Client
) -> None:
    answers = {**good("notifier"), "lead_consulted": "no", "lead_not_consulted_reason": "Alone"}
    open_and_send(health, step(draft, "notifier"), {**answers, "action": "continue"})
    found = stored(draft)
    assert (found.lead_name, found.lead_consulted_at, found.lead_not_consulted_reason) == (
        "",
        None,
        "Alone",
    )


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", PLAIN)
def test_what_is_missing_is_said_beside_each_question(
    draft: Incident, health: Client, slug: str
) -> None:
    Incident.objects.filter(pk=draft.pk).update(
        notifier_name="", notifier_role="", notifier_phone="", notifier_email=""
    )
    answer = open_and_send(health, step(draft, slug), {"action": "continue"})
    source = page(answer)
    needed = filling.asked_on(slug)
    expected = {
        name: message for name, message in NEEDED[slug].items() if name not in needed.conditions
    }
    assert answer.status_code == 200
    assert {name: beside(source, name) for name in expected} == expected
    assert sorted(summary(source).values()) == sorted(expected.values())
    assert {link.removeprefix("#") for link in summary(source)} <= set(ids(source))


def test_the_title_says_that_something_is_wrong(draft: Incident, health: Client) -> None:
    answer = open_and_send(health, step(draft, "view"), {"action": "continue"})
    assert "<title>Error: Your agency&#39;s view" in page(answer)


def test_good_answers_beside_bad_ones_are_saved(draft: Incident, health: Client) -> None:
    wrong = {**good("dates"), **parts("happened_at", 31, 2, 2026, "10:00")}
    answer = open_and_send(health, step(draft, "dates"), {**wrong, "action": "continue"})
    assert "Everything else on this page has been saved." in page(answer)
    found = stored(draft)
    assert (found.happened_at, found.happened, found.authority_aware) == (None, "exact", "yes")
    assert found.agency_aware_at == filling.pages(now())["dates"]["agency_aware_at"]


def test_everything_wrong_is_still_on_the_page(draft: Incident, health: Client) -> None:
    typed = {
        "happened": "exact",
        **parts("happened_at", 31, 2, 2026, "25:00"),
        **parts("agency_aware_at", "x", 13, 99, "noonish"),
        "authority_aware": "yes",
        **parts("authority_aware_at", 1, "", 2026, ""),
    }
    source = page(open_and_send(health, step(draft, "dates"), {**typed, "action": "continue"}))
    assert {name: value(source, name) for name in typed} == typed


def test_a_page_with_errors_can_be_sent_again_at_once(draft: Incident, health: Client) -> None:
    wrong = {**good("dates"), **parts("happened_at", 31, 2, 2026, "10:00")}
    source = page(open_and_send(health, step(draft, "dates"), {**wrong, "action": "continue"}))
    again = {**good("dates"), "fingerprint": hidden(source, "fingerprint"), "action": "continue"}
    answer = health.post(step(draft, "dates"), again)
    assert (answer.status_code, answer.headers.get("Location")) == (302, step(draft, "incident"))


# --- autosave -------------------------------------------------------------------------------------


def autosave(client: Client, draft: Incident, slug: str, answers: Mapping[str, object]) -> Any:
    seen = hidden(page(client.get(step(draft, slug))), "fingerprint")
    return client.post(
        step(draft, slug), {"fingerprint": seen, **answers}, headers={"X-Autosave": "1"}
    )


def test_typing_is_saved_along_the_way(draft: Incident, health: Client) -> None:
    answer = autosave(health, draft, "incident", {"facts": "Half a sent"})
    told = answer.json()
    assert stored(draft).facts == "Half a sent"
    assert (told["errors"], told["saved"].startswith("Saved ")) == ({}, True)
    assert told["fingerprint"] == hidden(page(health.get(step(draft, "incident"))), "fingerprint")


def test_autosave_misses_nothing_that_is_not_answered_yet(draft: Incident, health: Client) -> None:
    assert autosave(health, draft, "view", {}).json()["errors"] == {}


def test_autosave_says_what_it_could_not_save(draft: Incident, health: Client) -> None:
    typed = {"happened": "exact", **parts("happened_at", 31, 2, 2026, "10:00")}
    told = autosave(health, draft, "dates", typed).json()
    assert list(told["errors"]) == ["happened_at"]
    assert (stored(draft).happened, stored(draft).happened_at) == ("exact", None)


def test_autosave_goes_on_from_its_own_mark(draft: Incident, health: Client) -> None:
    typed = good("dates")
    first = autosave(health, draft, "dates", typed).json()
    answer = health.post(
        step(draft, "dates"),
        {**typed, "authority_aware": "no", "fingerprint": first["fingerprint"]},
        headers={"X-Autosave": "1"},
    )
    assert (answer.status_code, stored(draft).authority_aware) == (200, "no")


def test_autosave_is_told_of_somebody_elses_answers(
    draft: Incident, health: Client, ground: People
) -> None:
    seen = hidden(page(health.get(step(draft, "incident"))), "fingerprint")
    filling.answer(draft, "incident", ground.health_lead, now(), facts="The lead's")
    answer = health.post(
        step(draft, "incident"),
        {"facts": "Mine", "fingerprint": seen},
        headers={"X-Autosave": "1"},
    )
    assert answer.status_code == 409
    assert "Harriet Lead changed this page" in answer.json()["conflict"]
    assert stored(draft).facts == "The lead's"


# --- two people -----------------------------------------------------------------------------------


def conflict(draft: Incident, client: Client, people: People) -> str:
    """The page that the second of two is given."""
    seen = hidden(page(client.get(step(draft, "incident"))), "fingerprint")
    filling.answer(draft, "incident", people.health_lead, now(), facts="The lead's", area="inside")
    answer = client.post(
        step(draft, "incident"),
        {"facts": "My own words", "place": "Here", "fingerprint": seen, "action": "later"},
    )
    assert answer.status_code == 409
    return page(answer)


def test_the_second_of_two_sees_both_answers(
    draft: Incident, health: Client, ground: People
) -> None:
    source = conflict(draft, health, ground)
    assert "Your answers have not been saved yet" in source
    assert "Harriet Lead changed this page" in html.text(source)
    assert "The lead&#39;s" in source
    assert (value(source, "facts"), value(source, "place")) == ("My own words", "Here")
    assert stored(draft).facts == "The lead's"


def test_saving_again_keeps_ones_own(draft: Incident, health: Client, ground: People) -> None:
    source = conflict(draft, health, ground)
    again = {
        "facts": "My own words",
        "place": "Here",
        "fingerprint": hidden(source, "fingerprint"),
        "action": "later",
    }
    assert health.post(step(draft, "incident"), again).status_code == 302
    assert (stored(draft).facts, stored(draft).place) == ("My own words", "Here")


def test_a_page_that_was_submitted_meanwhile_keeps_what_was_typed(
    ground: People, health: Client
) -> None:
    draft = filling.filled(ground, now())
    seen = hidden(page(health.get(step(draft, "incident"))), "fingerprint")
    filling.submit(draft, ground.health_lead, now())
    answer = health.post(
        step(draft, "incident"),
        {"facts": "One more thing", "fingerprint": seen, "action": "continue"},
    )
    assert answer.status_code == 409
    assert "no longer a draft" in text(answer)
    assert value(page(answer), "facts") == "One more thing"
    assert stored(draft).facts != "One more thing"


def test_a_filed_notification_has_no_pages_of_questions(ground: People, health: Client) -> None:
    incident = filling.submitted(ground, now())
    answer = health.get(step(incident, "incident"))
    assert (answer.status_code, answer["Location"]) == (302, incident.get_absolute_url())


def test_nobody_known_and_somebody_named_is_a_plain_message(
    draft: Incident, health: Client, ground: People
) -> None:
    filling.add_row(draft, "family", ground.health_practitioner, now(), name="Morgan")
    answer = open_and_send(health, step(draft, "family"), {"no_people_known": "on"})
    said = beside(page(answer), "no_people_known")
    assert said == "Remove each person first, or leave the box unticked"
    assert "Morgan" in text(answer)
    assert not stored(draft).no_people_known


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("children", "Add a child"),
        ("family", "Add a person, or tick the box if none is known"),
        ("agencies", "Add an agency, or tick the box if none is known"),
    ],
)
def test_a_list_without_rows_does_not_lead_on(
    draft: Incident, health: Client, slug: str, says: str
) -> None:
    answer = open_and_send(health, step(draft, slug), {"action": "continue"})
    assert answer.status_code == 200
    assert says in text(answer)
    later = open_and_send(health, step(draft, slug), {"action": "later"})
    assert later["Location"] == address("notification_tasks", draft)
