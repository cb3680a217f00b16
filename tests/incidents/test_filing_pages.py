"""Check your answers, declare, submit; and what a submitted notification shows afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from incidents import services
from incidents.models import Correction, Incident, Status
from shield.audit.models import Entry
from shield.documents import making
from tests.incidents import filling
from tests.incidents.browsing import address, as_, beside, hidden, open_and_send, page, text, value
from tests.incidents.filling import now, parts, posted
from tests.personas import People

DECLARED = {"declared": "on"}
OVERDUE = {"happened": "approximate", "happened_roughly": "In the spring"}


def stored(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def check(incident: Incident) -> str:
    return address("notification_check", incident)


def detail(incident: Incident) -> str:
    return address("notification_detail", incident)


@pytest.fixture
def draft(ground: People) -> Incident:
    return filling.filled(ground, now())


@pytest.fixture
def late(ground: People) -> Incident:
    changes = {"dates": {**OVERDUE, "agency_aware_at": filling.day_before(now(), 30)}}
    return filling.filled(ground, now(), changes=changes)


@pytest.fixture
def filed(ground: People) -> Incident:
    return filling.submitted(ground, now())


# --- check and submit -----------------------------------------------------------------------------


def test_every_answer_is_there_to_check(draft: Incident, health: Client) -> None:
    found = text(health.get(check(draft)))
    for words in ("Found with injuries", "Wren", "14 Larch Close", "Physical", "The chief nurse"):
        assert words in found
    assert "Submit notification" in found


def test_what_is_unfinished_is_named_and_cannot_be_submitted(
    ground: People, health: Client
) -> None:
    draft = filling.filled(ground, now(), without=("view", "children"))
    source = page(health.get(check(draft)))
    assert "Finish these sections before you submit" in source
    assert address("notification_step", draft, slug="view") in source
    assert "Submit notification" not in source
    answer = health.post(check(draft), DECLARED)
    assert (answer.status_code, stored(draft).status) == (409, Status.DRAFT)


def test_what_does_not_seem_to_go_together_is_asked_about_and_may_be_submitted(
    ground: People, health: Client
) -> None:
    draft = filling.filled(ground, now(), changes={"criteria": {"criteria": ["died"]}})
    assert "no child has a date of death" in text(health.get(check(draft)))
    assert health.post(check(draft), DECLARED).status_code == 302


def test_it_must_be_declared(draft: Incident, health: Client) -> None:
    source = page(health.post(check(draft), {}))
    assert beside(source, "declared") == "Tick the box to declare that the information is correct"
    assert stored(draft).status == Status.DRAFT


def test_it_is_submitted_and_confirmed(draft: Incident, health: Client) -> None:
    answer = health.post(check(draft), DECLARED, follow=True)
    found = text(answer)
    incident = stored(draft)
    assert incident.panel_clock is not None
    assert "Notification submitted" in found
    assert f"Your reference: {incident.reference}" in found
    assert "The local authority must tell the national Panel by the end of" in found
    clock = address("clock_detail", pk=incident.panel_clock.pk)
    assert clock in page(answer)
    assert health.get(clock).status_code == 200


def test_submitting_twice_leads_to_the_same_confirmation(draft: Incident, health: Client) -> None:
    places = [health.post(check(draft), DECLARED)["Location"] for _ in range(2)]
    assert places == [address("notification_submitted", draft)] * 2
    assert Entry.objects.filter(verb="incident.submitted").count() == 1


def test_whoever_was_slower_is_led_to_the_confirmation(
    draft: Incident, health: Client, ground: People
) -> None:
    filling.submit(draft, ground.health_lead, now())
    for sent in (DECLARED, {}):
        assert health.post(check(draft), sent)["Location"] == address(
            "notification_submitted", draft
        )


def test_no_confirmation_before_submission(draft: Incident, health: Client) -> None:
    answer = health.get(address("notification_submitted", draft))
    assert answer["Location"] == draft.get_absolute_url()


def test_a_late_one_is_asked_why(late: Incident, health: Client) -> None:
    assert "Why is the notification late?" in text(health.get(check(late)))
    source = page(health.post(check(late), DECLARED))
    assert beside(source, "late_reason") == "Enter why the notification is late"
    assert stored(late).status == Status.DRAFT


def test_a_late_one_is_accepted_and_marked(late: Incident, health: Client) -> None:
    sent = {**DECLARED, "late_reason": "Nobody knew the form."}
    assert "accepted and marked late" in text(health.post(check(late), sent, follow=True))
    found = text(health.get(detail(late)))
    assert "Why it was late: Nobody knew the form." in found


def test_a_reason_typed_without_the_declaration_is_kept(late: Incident, health: Client) -> None:
    source = page(health.post(check(late), {"late_reason": "Nobody knew the form."}))
    assert value(source, "late_reason") == "Nobody knew the form."


def test_a_timely_one_is_not_asked_why(draft: Incident, health: Client) -> None:
    assert "late_reason" not in page(health.get(check(draft)))


# --- the record -----------------------------------------------------------------------------------


def test_the_record_shows_answers_clocks_and_its_state(filed: Incident, health: Client) -> None:
    found = text(health.get(detail(filed)))
    assert filed.partnership_clock is not None
    for words in (
        str(filed.reference),
        "Submitted",
        "Found with injuries",
        "Notify the partnership of a serious incident",
        "Notify the national Panel of a serious incident",
        "The PDF is being made",
        "None. What was submitted is never changed",
    ):
        assert words in found


def test_reading_the_record_is_written_down(filed: Incident, ground: People) -> None:
    as_(ground.operations).get(detail(filed))
    entry = Entry.objects.get(verb="consulted")
    assert (entry.subject_id, entry.actor_id, entry.facts) == (
        filed.pk,
        ground.operations.pk,
        {"page": "notification"},
    )


WHO = {
    "health_practitioner": {"correct"},
    "health_lead": {"correct"},
    "authority_lead": {"panel"},
    "operations": {"correct", "panel"},
}


@pytest.mark.parametrize("persona", WHO)
def test_the_record_offers_what_its_reader_may_do(
    filed: Incident, ground: People, persona: str
) -> None:
    client = as_(getattr(ground, persona))
    source = page(client.get(detail(filed)))
    offered = {
        verb for verb in ("correct", "panel") if address(f"notification_{verb}", filed) in source
    }
    assert offered == WHO[persona]
    opened = {
        verb
        for verb in ("correct", "panel")
        if client.get(address(f"notification_{verb}", filed)).status_code == 200
    }
    assert opened == WHO[persona]


@pytest.mark.parametrize("persona", WHO)
def test_every_clock_offered_can_be_opened(filed: Incident, ground: People, persona: str) -> None:
    client = as_(getattr(ground, persona))
    source = page(client.get(detail(filed)))
    pks = [filed.partnership_clock_id, filed.panel_clock_id]
    urls = [address("clock_detail", pk=pk) for pk in pks]
    dead = [url for url in urls if f'"{url}"' in source and client.get(url).status_code != 200]
    assert dead == []


def test_a_practitioner_whose_lead_submitted_finds_no_dead_link(ground: People) -> None:
    draft = filling.filled(ground, now())
    incident = filling.submit(draft, ground.health_lead, now())
    client = as_(ground.health_practitioner)
    url = address("clock_detail", pk=incident.panel_clock_id)
    for name in ("notification_detail", "notification_submitted"):
        source = page(client.get(address(name, incident)))
        assert f'"{url}"' not in source or client.get(url).status_code == 200


def test_a_draft_has_no_record_yet(draft: Incident, health: Client) -> None:
    assert health.get(detail(draft)).status_code == 404


@pytest.mark.parametrize("name", ["tasks", "check", "discard"])
def test_the_pages_of_a_draft_lead_to_the_record(
    filed: Incident, health: Client, name: str
) -> None:
    answer = health.get(address(f"notification_{name}", filed))
    assert (answer.status_code, answer["Location"]) == (302, detail(filed))


def test_a_notification_that_starts_no_clock_says_so(ground: People, health: Client) -> None:
    changes = {"criteria": {"criteria": ["near-miss"]}}
    incident = filling.submitted(ground, now(), changes=changes)
    for name in ("notification_detail", "notification_submitted"):
        assert "No statutory deadline follows" in text(health.get(address(name, incident)))


# --- the PDF --------------------------------------------------------------------------------------


def test_a_pdf_that_is_not_ready_is_no_download(filed: Incident, health: Client) -> None:
    assert health.get(address("notification_pdf", filed)).status_code == 404
    progress = health.get(address("notification_pdf_progress", filed)).json()
    assert progress["status"] == "waiting"


def test_the_pdf_is_downloaded_under_its_reference(filed: Incident, health: Client) -> None:
    making.make(document_id=filed.document_id or 0, at=now())
    answer = health.get(address("notification_pdf", filed))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{filed.reference}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(verb="incident.downloaded").count() == 1
    found = page(health.get(detail(filed)))
    assert f"Download {filed.reference} (PDF" in found
    assert stored(filed).document.sha256 in found  # type: ignore[union-attr]


# --- corrections ----------------------------------------------------------------------------------


def correct(filed: Incident, client: Client, **answers: Any) -> Any:
    url = address("notification_correct", filed)
    return open_and_send(client, url, {"text": "The place was the garden.", **answers})


def test_a_correction_is_added_below_what_was_said(filed: Incident, health: Client) -> None:
    assert correct(filed, health)["Location"] == detail(filed)
    found = text(health.get(detail(filed)))
    assert "The place was the garden." in found
    assert "The kitchen at home" in found
    assert "by Hazel Practitioner" in found


def test_a_correction_sent_twice_is_added_once(filed: Incident, health: Client) -> None:
    url = address("notification_correct", filed)
    token = hidden(page(health.get(url)), "form_token")
    for _ in range(2):
        health.post(url, {"text": "The garden.", "form_token": token})
    assert Correction.objects.count() == 1


def test_an_empty_correction_is_asked_for_words(filed: Incident, health: Client) -> None:
    source = page(correct(filed, health, text=" "))
    assert beside(source, "text") == "Enter what needs to be added or corrected"


@pytest.mark.parametrize(("days", "says"), [(-1, "must be in the past"), (9, "or after when")])
def test_a_corrected_moment_that_cannot_be(
    filed: Incident, health: Client, days: int, says: str
) -> None:
    moment = filling.day_before(now(), days)
    source = page(correct(filed, health, **posted({"authority_aware_at": moment})))
    assert says in beside(source, "authority_aware_at")
    assert value(source, "text") == "The place was the garden."
    assert not Correction.objects.exists()


def test_who_may_read_and_not_correct_is_refused(filed: Incident, ground: People) -> None:
    url = address("notification_correct", filed)
    answer = as_(ground.authority_lead).post(url, {"text": "X", "form_token": filed.form_token})
    assert answer.status_code in (403, 404)
    assert not Correction.objects.exists()


# --- the Panel ------------------------------------------------------------------------------------


def test_telling_the_panel_is_recorded_and_the_rapid_review_is_due(
    filed: Incident, ground: People
) -> None:
    client = as_(ground.authority_lead)
    told = filling.day_before(now(), 0, hour=0)
    answers = {**posted({"panel_notified_at": told}), "panel_reference": "CSPR-9"}
    assert client.post(address("notification_panel", filed), answers)["Location"] == detail(filed)
    found = text(client.get(detail(filed)))
    assert "its reference is CSPR-9" in found
    assert "rapid review" in found.lower()


def test_telling_the_panel_tomorrow_is_refused_beside_the_question(
    filed: Incident, ground: People
) -> None:
    tomorrow = now() + timedelta(days=1)
    answers = {**posted({"panel_notified_at": tomorrow}), "panel_reference": "CSPR-9"}
    source = page(as_(ground.operations).post(address("notification_panel", filed), answers))
    assert beside(source, "panel_notified_at") == "When the Panel was told must be in the past"
    assert value(source, "panel_reference") == "CSPR-9"
    assert stored(filed).status == Status.SUBMITTED


def test_recording_it_twice_is_refused_in_words(filed: Incident, ground: People) -> None:
    at = now()
    services.record_panel(
        incident=filed,
        panel_reference="CSPR-9",
        panel_notified_at=at,
        by=ground.operations,
        at=at,
    )
    url = address("notification_panel", filed)
    client = as_(ground.operations)
    assert client.get(url)["Location"] == detail(filed)
    answers = {**posted({"panel_notified_at": filling.day_before(at, 0, hour=0)})}
    answer = client.post(url, {**answers, "panel_reference": "CSPR-10"})
    assert "It is already recorded that the Panel was told." in text(answer)
    assert stored(filed).panel_reference == "CSPR-9"


def test_a_panel_page_without_answers_says_what_is_missing(filed: Incident, ground: People) -> None:
    source = page(as_(ground.operations).post(address("notification_panel", filed), parts("x")))
    assert beside(source, "panel_notified_at") == "Enter when the Panel was told"
    assert beside(source, "panel_reference") == "Enter the reference the Panel gave"
