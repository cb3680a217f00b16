"""Answers that make no sense are refused beside the question, and nothing typed is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from incidents.models import Child, Incident
from shield.core.london import london_day
from tests.core import html
from tests.incidents import filling
from tests.incidents.browsing import (
    address,
    as_,
    beside,
    open_and_send,
    page,
    step,
    summary,
    text,
    value,
)
from tests.incidents.filling import now, parts, posted
from tests.personas import People

EMOJI = "Falls asleep \N{SLEEPING FACE}\N{FAMILY}"
ARABIC, HEBREW = "سلمى محمد", "דנה לוי"
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def draft(ground: People) -> Incident:
    return filling.draft(ground, now())


def stored(draft: Incident) -> Incident:
    return Incident.objects.get(pk=draft.pk)


def send(client: Client, draft: Incident, slug: str, **changes: Any) -> str:
    """A good page with some answers changed; the page that comes back."""
    good = posted(filling.pages(now())[slug])
    return page(open_and_send(client, step(draft, slug), {**good, **changes, "action": "continue"}))


def send_child(client: Client, draft: Incident, **changes: Any) -> str:
    url = address("notification_row_add", draft, slug="children")
    good = posted(filling.child(now()))
    return page(open_and_send(client, url, {**good, **changes, "action": "continue"}))


# --- days and moments -----------------------------------------------------------------------------


def test_aware_before_it_happened(draft: Incident, health: Client) -> None:
    before = filling.day_before(now(), 4)
    source = send(health, draft, "dates", **posted({"agency_aware_at": before}))
    message = "When your agency became aware must be the same as or after when it happened"
    assert beside(source, "agency_aware_at") == message
    assert message in summary(source).values()
    assert value(source, "agency_aware_at_0") == str(before.day)
    assert stored(draft).agency_aware_at is None


def test_born_tomorrow(draft: Incident, health: Client) -> None:
    tomorrow = london_day(now()) + timedelta(days=1)
    source = send_child(health, draft, **posted({"birth_date": tomorrow}))
    assert beside(source, "birth_date") == "Date of birth must be today or in the past"
    assert value(source, "birth_date_2") == str(tomorrow.year)
    assert Child.objects.get().birth_date is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("31", "2", "2026", "10:00"), "When it happened must be a real date and time"),
        (("", "2", "2026", "10:00"), "When it happened must include a day"),
        (("3", "", "", "10:00"), "When it happened must include a month and year"),
        (("3", "2", "26", "10:00"), "Year must include 4 numbers"),
        (("3", "2", "2026", ""), "When it happened must include a time"),
        (
            ("3", "2", "2026", "half past"),
            "When it happened must include a real time, like 4:30pm or 16:30",
        ),
        (("3", "2", "1066", "10:00"), "When it happened must be in 1850 or later"),
    ],
)
def test_a_moment_that_is_none(
    draft: Incident, health: Client, given: tuple[str, ...], message: str
) -> None:
    source = send(health, draft, "dates", **parts("happened_at", *given))
    assert beside(source, "happened_at") == message
    assert tuple(value(source, f"happened_at_{part}") for part in range(4)) == given


# --- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x1b", "\x9f"])
def test_control_characters(draft: Incident, health: Client, letter: str) -> None:
    source = send(health, draft, "incident", facts=f"Found{letter}here")
    assert "contains a character that is not text" in beside(source, "facts")
    assert stored(draft).facts == ""
    assert stored(draft).place == "The kitchen at home"


@pytest.mark.parametrize("words", [EMOJI, ARABIC, HEBREW, "O’Neill-Łukasz", "=cmd|' /C calc'!A0"])
def test_words_of_every_kind_are_kept_as_they_are(
    draft: Incident, health: Client, words: str
) -> None:
    send_child(health, draft, first_names=words)
    row = Child.objects.get()
    assert row.first_names == words
    assert html.text(f"<p>{words}</p>") in text(health.get(step(draft, "children")))


def test_text_over_several_lines_keeps_them(draft: Incident, health: Client) -> None:
    send(health, draft, "incident", facts="One\r\n\r\nTwo")
    assert stored(draft).facts == "One\n\nTwo"


@pytest.mark.parametrize(("field", "longest"), [("notifier_name", 200), ("lead_name", 200)])
def test_too_long_an_answer(draft: Incident, health: Client, field: str, longest: int) -> None:
    typed = "x" * (longest + 1)
    source = send(health, draft, "notifier", **{field: typed})
    assert beside(source, field).endswith(f"must be {longest} characters or fewer")
    assert value(source, field) == typed


def test_too_long_an_account(draft: Incident, health: Client) -> None:
    source = send(health, draft, "incident", facts="x" * 10_001)
    assert beside(source, "facts") == "Your answer must be 10,000 characters or fewer"
    assert value(source, "facts") == "x" * 10_001


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("notifier_email", "hazel at work", "Enter an email address in the correct format"),
        ("notifier_phone", "ring me", "Enter a telephone number, like"),
    ],
)
def test_malformed_answers(
    draft: Incident, health: Client, field: str, typed: str, message: str
) -> None:
    source = send(health, draft, "notifier", **{field: typed})
    assert beside(source, field).startswith(message)
    assert value(source, field) == typed


def test_an_nhs_number_that_is_none(draft: Incident, health: Client) -> None:
    source = send_child(health, draft, nhs_number="485 777 3456")
    assert "must be a valid NHS number" in beside(source, "nhs_number")
    assert value(source, "nhs_number") == "485 777 3456"


@pytest.mark.parametrize(
    ("slug", "field", "typed"),
    [
        ("criteria", "criteria", ["made-up"]),
        ("incident", "harms", ["physical", "made-up"]),
        ("incident", "setting", "made-up"),
        ("incident", "abuse", "made-up"),
    ],
)
def test_an_answer_that_was_not_offered(
    draft: Incident, health: Client, slug: str, field: str, typed: Any
) -> None:
    source = send(health, draft, slug, **{field: typed})
    assert beside(source, field) != ""
    assert getattr(stored(draft), field) in ("", [])


def test_none_together_with_others(draft: Incident, health: Client) -> None:
    source = send(health, draft, "incident", harms=["none", "physical"])
    assert beside(source, "harms") == "Select “No harm” or the ones that apply, not both"
    assert value(source, "harms") == "physical none"


# --- markup ---------------------------------------------------------------------------------------


def test_html_is_shown_as_text_everywhere(ground: People, health: Client) -> None:
    at = now()
    changes = {"incident": {"facts": SCRIPT, "place": SCRIPT}, "notifier": {"lead_name": SCRIPT}}
    draft = filling.filled(ground, at, changes=changes)
    filling.add_row(
        draft,
        "children",
        ground.health_practitioner,
        at,
        **filling.child(at, first_names=SCRIPT, address=SCRIPT),
    )
    row = draft.children.order_by("pk").last()
    assert row is not None
    urls = [
        step(draft, "incident"),
        step(draft, "children"),
        address("notification_row_edit", draft, slug="children", row=row.pk),
        address("notification_row_remove", draft, slug="children", row=row.pk),
        address("notification_check", draft),
    ]
    for url in urls:
        source = page(health.get(url))
        assert "<script>alert" not in source, url
        assert "&lt;script&gt;" in source, url
    filling.submit(draft, ground.health_practitioner, at)
    assert "<script>alert" not in page(health.get(draft.get_absolute_url()))
    source = page(health.get(address("notification_detail", draft)))
    assert "<script>alert" not in source
    assert "&lt;script&gt;" in source


def test_html_that_was_refused_comes_back_as_text(draft: Incident, health: Client) -> None:
    source = send(health, draft, "notifier", notifier_email=SCRIPT, notifier_name=f'"><b>{SCRIPT}')
    assert "<script>alert" not in source
    assert "<b>" not in source
    assert value(source, "notifier_name") == f'"><b>{SCRIPT}'


# --- too much -------------------------------------------------------------------------------------


def test_megabytes_of_text(draft: Incident, health: Client) -> None:
    answer = health.post(
        step(draft, "incident"), {"facts": "x" * (6 * 1024 * 1024), "action": "continue"}
    )
    assert answer.status_code == 413
    assert "too" in text(answer).lower()
    assert stored(draft).facts == ""


def test_thousands_of_fields(draft: Incident, health: Client) -> None:
    answer = health.post(step(draft, "incident"), {f"field{number}": "" for number in range(2001)})
    assert answer.status_code == 413


# --- addresses ------------------------------------------------------------------------------------

DRAFT_PAGES = (
    "notification_tasks", "notification_check", "notification_submitted", "notification_discard",
)  # fmt: skip
FILED_PAGES = (
    "notification_detail", "notification_correct", "notification_panel", "notification_pdf",
    "notification_pdf_progress",
)  # fmt: skip


def untimed(answer: Any) -> str:
    """A page without how long its session lasts, which goes down while a busy machine answers."""
    return re.sub(r'(data-left=")[^"]*', r"\1", page(answer))


@pytest.mark.parametrize("name", [*DRAFT_PAGES, *FILED_PAGES])
@pytest.mark.parametrize("person", ["police_lead", "health_colleague", "scrutineer"])
def test_other_peoples_and_absent_notifications_answer_alike(
    ground: People, name: str, person: str
) -> None:
    incident = filling.submitted(ground, now())
    client = as_(getattr(ground, person))
    there, absent = address(name, incident), address(name, pk=incident.pk + 1000)
    for method in (client.get, client.post):
        found, nothing = method(there), method(absent)
        assert (found.status_code, nothing.status_code) in {(404, 404), (405, 405)}
        assert untimed(found) == untimed(nothing)


def test_other_peoples_drafts_and_absent_ones_answer_alike(ground: People) -> None:
    draft = filling.draft(ground, now())
    client = as_(ground.police_lead)
    for found, absent in (
        (step(draft, "dates"), f"/incidents/{draft.pk + 1000}/dates/"),
        (
            address("notification_row_add", draft, slug="children"),
            f"/incidents/{draft.pk + 1000}/children/add/",
        ),
    ):
        assert client.get(found).status_code == client.get(absent).status_code == 404
        assert client.post(found).status_code == client.post(absent).status_code == 404
    assert stored(draft).saved_at == draft.saved_at


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x"])
def test_ids_that_are_none(ground: People, health: Client, number: str) -> None:
    assert health.get(f"/incidents/{number}/").status_code == 404
