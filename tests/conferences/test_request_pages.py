"""The pages on which an agency sees what it was asked, and says who deals with it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from conferences import services
from conferences.models import Child, ReportRequest, RequestStatus
from shield.accounts.models import Membership
from shield.clocks.models import Clock
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.browsing import as_, page, to
from tests.conferences.writing import begun
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def request_(people: People, at: datetime) -> ReportRequest:
    conference = a_conference(people, at, place="Civic Hall", children=2)
    return asked(conference, people, at, "health", people.health_practitioner)


@pytest.fixture
def lead(people: People) -> Client:
    return as_(people.health_lead)


def test_it_says_what_is_asked_about_whom_and_by_when(
    request_: ReportRequest, lead: Client
) -> None:
    shown = page(lead.get(to("report_request", request_)))
    for words in (
        "The report is due by the end of <strong>Sunday 13 December 2026</strong>",
        "15 December 2026 at 2:30pm, 120 minutes",
        "Civic Hall",
        "Connie Chair",
        "Zebulonia 1 Quillfeathery",
        "Born 4 March 2019",
        "Write the report",
    ):
        assert words in shown, words


def test_no_address_stands_on_it(request_: ReportRequest, lead: Client) -> None:
    assert "Thimblewick" not in page(lead.get(to("report_request", request_)))
    Child.objects.update(address_confidential=True)
    assert "Thimblewick" not in page(lead.get(to("report_request", request_)))


def test_what_another_agency_was_asked_does_not_stand_on_it(
    request_: ReportRequest, lead: Client, people: People, at: datetime
) -> None:
    asked(request_.conference, people, at, "police", people.police_practitioner)
    shown = page(lead.get(to("report_request", request_)))
    assert "Northshire Police" not in shown
    assert "Perry" not in shown


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("postpone", "The conference is postponed and has no day yet"),
        ("cancel", "The conference was cancelled. No report is needed"),
        ("withdraw", "Your agency is no longer asked for a report"),
    ],
)
def test_what_became_of_the_conference_is_said_and_nothing_is_offered(
    request_: ReportRequest, lead: Client, people: People, at: datetime, change: str, words: str
) -> None:
    by, conference = people.conference_chair, request_.conference
    if change == "postpone":
        services.move(conference=conference, starts_at=None, why="-", by=by, at=at)
    elif change == "cancel":
        services.cancel(conference=conference, why="-", by=by, at=at)
    else:
        services.withdraw(request=request_, by=by, at=at)
    shown = page(lead.get(to("report_request", request_)))
    assert words in shown
    assert ("Write the report" in shown) is (change == "postpone")


def test_the_lead_passes_it_to_somebody_of_the_agency_alone(
    request_: ReportRequest, lead: Client, people: People
) -> None:
    shown = page(lead.get(to("report_assign", request_)))
    assert "Hugo Colleague" in shown
    for name in ("Hazel Practitioner", "Perry Practitioner", "Lena Leaver", "Aaron Administrator"):
        assert f">{name}" not in shown, name
    answer = lead.post(to("report_assign", request_), {"practitioner": people.health_colleague.pk})
    assert answer.status_code == 302
    request_.refresh_from_db()
    assert request_.practitioner == people.health_colleague


@pytest.mark.parametrize("persona", ["police_practitioner", "leaver", "operations"])
def test_somebody_who_works_elsewhere_is_no_choice(
    request_: ReportRequest, lead: Client, people: People, persona: str
) -> None:
    answer = lead.post(to("report_assign", request_), {"practitioner": getattr(people, persona).pk})
    assert answer.status_code == 200
    assert "from the list" in page(answer)
    request_.refresh_from_db()
    assert request_.practitioner == people.health_practitioner


def test_a_checker_is_added_and_taken_off(
    request_: ReportRequest, lead: Client, people: People
) -> None:
    lead.post(
        to("report_join", request_), {"person": people.health_colleague.pk, "duty": "checker"}
    )
    member = request_.members.get(user=people.health_colleague)
    away = to("report_leave", request_, row=member.pk)
    assert "Hugo Colleague no longer sees the report" in page(lead.get(away))
    lead.post(away)
    assert not request_.members.current().filter(user=people.health_colleague).exists()
    assert lead.get(away).status_code == 404


def test_that_there_is_no_report_is_answered_and_taken_back(
    request_: ReportRequest, lead: Client
) -> None:
    lead.post(to("report_decline", request_), {"decline_reason": "not-known"})
    shown = page(lead.get(to("report_request", request_)))
    assert "The children and their family are not known to us" in shown
    lead.post(to("report_reopen", request_))
    request_.refresh_from_db()
    assert request_.status == RequestStatus.ASKED


@pytest.mark.parametrize(
    ("said", "message"),
    [({}, "Select why there is no report"), ({"decline_reason": "other"}, "Enter which, or why")],
)
def test_a_nil_return_says_why(
    request_: ReportRequest, lead: Client, said: dict[str, str], message: str
) -> None:
    assert message in page(lead.post(to("report_decline", request_), said))
    request_.refresh_from_db()
    assert request_.status == RequestStatus.ASKED


def test_what_is_with_a_manager_is_not_declined_in_passing(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    begun(request_, people.health_practitioner, at)
    ReportRequest.objects.update(status=RequestStatus.CHECKING)
    answer = as_(people.health_practitioner).post(
        to("report_decline", request_), {"decline_reason": "not-known"}
    )
    assert answer.status_code == 409
    assert "not handed on yet" in page(answer)


@pytest.mark.parametrize("name", ["request", "assign", "join", "decline", "reopen"])
@pytest.mark.parametrize("who", ["police_lead", "health_colleague", "operations", "other_chair"])
def test_nobody_else_finds_any_of_it(
    request_: ReportRequest, people: People, name: str, who: str
) -> None:
    client = as_(getattr(people, who))
    for method in (client.get, client.post):
        # Who opens these pages at all is told that this one takes nothing.
        takes = (name, method) != ("request", client.post) or who == "operations"
        wanted = 404 if takes else 405
        assert method(to(f"report_{name}", request_)).status_code == wanted
        assert method(to(f"report_{name}", pk=999_999)).status_code == wanted


# --- The list -------------------------------------------------------------------------------------


def rows(client: Client, query: str = "") -> list[str]:
    shown = page(client.get(to("report_request_list") + query))
    return [f"CPC-2026-{n:04d}" for n in range(1, 10) if f"CPC-2026-{n:04d}<" in shown]


def test_a_list_holds_ones_own_and_a_leads_the_agencys(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    other = a_conference(people, at)
    asked(other, people, at, "health", people.health_colleague)
    asked(a_conference(people, at), people, at, "police", people.police_practitioner)
    assert rows(as_(people.health_lead)) == ["CPC-2026-0001", "CPC-2026-0002"]
    assert rows(as_(people.health_practitioner)) == ["CPC-2026-0001"]
    assert rows(as_(people.police_lead)) == ["CPC-2026-0003"]
    assert rows(as_(people.school_practitioner)) == []
    assert as_(people.operations).get(to("report_request_list")).status_code == 404


def test_filters_narrow_it(request_: ReportRequest, people: People, at: datetime) -> None:
    asked(a_conference(people, at), people, at, "health")
    lead = as_(people.health_lead)
    assert rows(lead, "?who=nobody") == ["CPC-2026-0002"]
    assert rows(lead, "?who=me") == []
    assert request_.clock is not None
    Clock.objects.filter(pk=request_.clock.pk).update(due_on=(at - timedelta(days=400)).date())
    assert rows(lead, "?state=overdue") == ["CPC-2026-0001"]
    assert "Overdue: " in page(lead.get(to("report_request_list")))
    services.decline(request=request_, reason="not-known", details="", by=people.health_lead, at=at)
    assert rows(lead, "?state=open") == ["CPC-2026-0002"]
    assert rows(lead, "?state=late") == ["CPC-2026-0001"]


def test_an_author_who_has_left_answers_for_nothing(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    Membership.objects.filter(user=people.health_practitioner).update(
        ends_on=at.date() - timedelta(days=1)
    )
    lead = as_(people.health_lead)
    assert rows(lead, "?who=nobody") == ["CPC-2026-0001"]
    assert "Nobody who works at your agency answers" in page(
        lead.get(to("report_request", request_))
    )


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_no_query_a_row(
    people: People, at: datetime, number: int, django_assert_num_queries: object
) -> None:
    for _ in range(number):
        asked(a_conference(people, at), people, at, "health", people.health_practitioner)
    client = as_(people.health_lead)
    client.get(to("report_request_list"))
    with django_assert_num_queries(LIST_QUERIES):  # type: ignore[operator]
        client.get(to("report_request_list"))


LIST_QUERIES = 5


def test_a_child_taken_off_does_not_stand_on_it(
    request_: ReportRequest, lead: Client, people: People, at: datetime
) -> None:
    twin = a_child(request_.conference, at, first_names="Twin")
    services.set_removed(person=twin, removed=True, by=people.conference_chair, at=at)
    assert "Twin" not in page(lead.get(to("report_request", request_)))
