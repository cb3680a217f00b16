"""The pages of a report: begun, written, checked, sent, read; nothing typed is lost."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conferences import services
from conferences.completeness import questions_for
from conferences.models import Report, ReportRequest, RequestStatus
from shield.accounts.models import AgencyKind
from shield.audit.models import Entry
from shield.documents.models import Document
from tests.conferences.arranging import a_conference, asked
from tests.conferences.browsing import as_, hidden, page, posted, to
from tests.conferences.writing import (
    ANSWERS,
    CHILD,
    EVENT,
    RESTRICTED,
    begun,
    save,
    section_of,
    sent,
    written,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

PAGES = [
    "author", "involvement", "children", "adults", "chronology", "views", "signs", "factors",
    "health", "recommendation", "restricted", "shared",
]  # fmt: skip


@pytest.fixture
def request_(people: People, at: datetime) -> ReportRequest:
    AgencyKind.objects.filter(pk=people.agencies.health.kind_id).update(code="health-provider")
    return asked(a_conference(people, at), people, at, "health", people.health_practitioner)


@pytest.fixture
def health(people: People) -> Client:
    return as_(people.health_practitioner)


def step(request: ReportRequest, slug: str) -> str:
    return to("report_step", request, slug=slug)


def test_it_is_begun_from_its_page(request_: ReportRequest, health: Client) -> None:
    assert "Start the report" in page(health.get(to("report_begin", request_)))
    answer = health.post(to("report_begin", request_))
    assert answer.headers["Location"] == to("report_tasks", request_)
    assert health.get(to("report_begin", request_)).status_code == 302
    assert "You have completed 1 of 12 sections" in page(health.get(to("report_tasks", request_)))


def test_every_page_asks_and_is_kept_by_no_browser(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    report = begun(request_, people.health_practitioner, at)
    assert [one.slug for one in questions_for(report).sections] == PAGES
    for slug in PAGES:
        answer = health.get(step(request_, slug))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), slug


@pytest.mark.parametrize("slug", ["police", "education", "changes", "nothing"])
def test_a_page_that_is_not_asked_is_not_there(
    request_: ReportRequest, health: Client, people: People, at: datetime, slug: str
) -> None:
    begun(request_, people.health_practitioner, at)
    assert health.get(step(request_, slug)).status_code == 404
    assert health.post(step(request_, slug), {"action": "continue"}).status_code == 404


def test_a_page_is_saved_and_the_next_one_follows(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    begun(request_, people.health_practitioner, at)
    shown = page(health.get(step(request_, "signs")))
    answer = health.post(
        step(request_, "signs"),
        {**posted(ANSWERS["signs"]), "fingerprint": hidden(shown, "fingerprint"),
         "action": "continue"},
    )  # fmt: skip
    assert answer.headers["Location"] == step(request_, "factors")
    assert Report.objects.get().past_harm == "A broken arm"


def test_what_is_typed_is_saved_by_itself(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    begun(request_, people.health_practitioner, at)
    shown = page(health.get(step(request_, "signs")))
    answer = health.post(
        step(request_, "signs"),
        {"working_well": "Nan", "fingerprint": hidden(shown, "fingerprint")},
        headers={"X-Autosave": "1"},
    )
    assert sorted(answer.json()) == ["errors", "fingerprint", "saved"]
    assert Report.objects.get().working_well == "Nan"


def test_somebody_elses_words_are_shown_and_ones_own_are_kept(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    mine, theirs = people.health_practitioner, people.health_colleague
    begun(request_, mine, at)
    services.join(request=request_, person=theirs, duty="author", by=mine, at=at)
    seen = hidden(page(as_(mine).get(step(request_, "signs"))), "fingerprint")
    for person, words in ((theirs, "Their words"), (mine, "My words")):
        answer = as_(person).post(
            step(request_, "signs"),
            {"working_well": words, "fingerprint": seen, "action": "later"},
        )
    assert answer.status_code == 409
    assert "Their words" in page(answer)
    assert "My words" in page(answer)
    assert Report.objects.get().working_well == "Their words"


def test_each_child_has_a_page_and_none_is_added_here(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    report = begun(request_, people.health_practitioner, at)
    row = report.children.get()
    listed = page(health.get(step(request_, "children")))
    assert "Zebulonia 1 Quillfeathery" in listed
    assert reverse("report_row_add", kwargs={"pk": request_.pk, "slug": "children"}) not in listed
    assert health.get(to("report_row_add", request_, slug="children")).status_code == 404
    remove = to("report_row_remove", request_, slug="children", row=row.pk)
    assert (health.get(remove).status_code, health.post(remove).status_code) == (404, 404)
    edit = to("report_row_edit", request_, slug="children", row=row.pk)
    shown = page(health.get(edit))
    answer = health.post(
        edit, {**posted(CHILD), "fingerprint": hidden(shown, "fingerprint"), "action": "continue"}
    )
    assert answer.headers["Location"] == step(request_, "children")
    row.refresh_from_db()
    assert (row.scale, row.voice) == (3, "I like my nan")


def test_a_scale_of_none_and_of_zero_are_told_apart(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    report = begun(request_, people.health_practitioner, at)
    row = report.children.get()
    edit = to("report_row_edit", request_, slug="children", row=row.pk)
    said = {**posted(CHILD), "fingerprint": hidden(page(health.get(edit)), "fingerprint")}
    del said["scale"]
    answer = page(health.post(edit, {**said, "action": "continue"}))
    assert "Select how safe this child is" in answer
    said["fingerprint"] = hidden(answer, "fingerprint")
    assert health.post(edit, {**said, "scale": 0, "action": "continue"}).status_code == 302
    row.refresh_from_db()
    assert row.scale == 0


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"known": "year", "year": 1800}, "Year must be between 1900 and"),
        ({"known": "year", "year": ""}, "Enter the year"),
        ({"known": "month", "year": 2020, "month": ""}, "Select the month"),
        ({"known": "year", "year": "soon"}, "must be a whole number"),
    ],
)
def test_an_event_that_cannot_be_is_said_beside_the_field(
    request_: ReportRequest, health: Client, people: People, at: datetime,
    facts: dict[str, Any], message: str,
) -> None:  # fmt: skip
    begun(request_, people.health_practitioner, at)
    add = to("report_row_add", request_, slug="chronology")
    token = hidden(page(health.get(add)), "form_token")
    said = posted({**EVENT, "on": None}) | facts
    answer = health.post(
        add, {**said, "form_token": token, "fingerprint": "", "action": "continue"}
    )
    assert answer.status_code == 200
    assert message in page(answer)
    assert Report.objects.get().events.get().event == "Broken arm"


def test_unfinished_it_cannot_be_handed_over(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    begun(request_, people.health_practitioner, at)
    shown = page(health.get(to("report_check", request_)))
    assert "Finish these sections before you submit" in shown
    assert health.post(to("report_check", request_), {"what": "check"}).status_code == 409


def test_it_goes_to_a_manager_comes_back_is_agreed_and_sent(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    written(request_, people.health_practitioner, at)
    lead = as_(people.health_lead)
    assert health.get(to("report_review", request_)).status_code == 404
    health.post(to("report_check", request_), {"what": "check"})
    assert "Grandmother helps" in page(lead.get(to("report_review", request_)))
    missing = page(lead.post(to("report_review", request_), {"agreed": "no", "comments": ""}))
    assert "Enter what has to be changed" in missing
    lead.post(to("report_review", request_), {"agreed": "no", "comments": "Say when"})
    assert "Say when" in page(health.get(to("report_tasks", request_)))
    health.post(to("report_check", request_), {"what": "check"})
    lead.post(to("report_review", request_), {"agreed": "yes"})
    assert "Send the report" in page(health.get(to("report_detail", request_)))
    assert health.post(to("report_send", request_)).headers["Location"] == to(
        "report_request", request_
    )
    request_.refresh_from_db()
    assert request_.status == RequestStatus.REPORTED
    assert health.post(to("report_send", request_)).status_code == 409


def test_whoever_wrote_on_it_is_refused_as_its_checker_in_words(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    report = written(request_, people.health_practitioner, at)
    save(report, section_of(report, "signs"), {"working_well": "x"}, people.health_lead, at)
    services.join(
        request=request_, person=people.health_colleague, duty="checker",
        by=people.health_practitioner, at=at,
    )  # fmt: skip
    services.hand_over(report=report, by=people.health_practitioner, at=at)
    answer = as_(people.health_lead).post(to("report_review", request_), {"agreed": "yes"})
    assert answer.status_code == 409
    assert "somebody else must check it" in page(answer)


def test_without_a_check_the_reason_is_asked_for(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    written(request_, people.health_practitioner, at)
    answer = page(health.post(to("report_check", request_), {"what": "send"}))
    assert "Enter why it is sent without a check" in answer
    said = {"what": "send", "unchecked_because": "Nobody else"}
    assert health.post(to("report_check", request_), said).status_code == 302
    # The same page sent twice leads to what was sent.
    assert health.post(to("report_check", request_), said).status_code == 302
    assert Document.objects.count() == 2


def test_what_was_sent_is_read_and_added_to(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    sent(request_, people.health_practitioner, at)
    shown = page(health.get(to("report_detail", request_)))
    assert RESTRICTED in shown
    assert health.get(to("report_tasks", request_)).status_code == 302
    token = hidden(page(health.get(to("report_add", request_))), "form_token")
    for _ in range(2):
        health.post(to("report_add", request_), {"form_token": token, "text": "Plaster off"})
    assert page(health.get(to("report_detail", request_))).count("Plaster off") == 1


def test_reading_it_is_written_down(
    request_: ReportRequest, health: Client, people: People, at: datetime
) -> None:
    written(request_, people.health_practitioner, at)
    before = Entry.objects.count()
    health.get(to("report_detail", request_))
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("name", ["begin", "tasks", "check", "detail", "review", "send", "add"])
@pytest.mark.parametrize("who", ["health_colleague", "police_lead", "conference_chair"])
def test_nobody_else_finds_any_page_of_it(
    request_: ReportRequest, people: People, at: datetime, name: str, who: str
) -> None:
    written(request_, people.health_practitioner, at)
    client = as_(getattr(people, who))
    assert client.get(to(f"report_{name}", request_)).status_code == 404
    assert client.get(to(f"report_{name}", pk=999_999)).status_code == 404


def test_a_checker_reads_it_and_changes_no_page(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    written(request_, people.health_practitioner, at)
    services.join(
        request=request_, person=people.health_colleague, duty="checker",
        by=people.health_practitioner, at=at,
    )  # fmt: skip
    checker = as_(people.health_colleague)
    assert checker.get(to("report_detail", request_)).status_code == 200
    assert checker.get(step(request_, "signs")).status_code == 404
    assert checker.post(step(request_, "signs"), {"action": "later"}).status_code == 404
    assert checker.post(to("report_send", request_)).status_code == 404
