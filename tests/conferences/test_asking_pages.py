"""Pages by which a conference asks agencies for reports, and asks no longer."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import Conference, ConferenceExclusion, ReportRequest, RequestStatus
from shield.accounts.models import Membership
from shield.notifications.models import Notification
from tests.conferences.arranging import FAMILY, a_conference, asked
from tests.conferences.browsing import as_, kept, reads, sends, to, words
from tests.conferences.browsing import page as source
from tests.core import html
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    """Pages live in the present."""
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def conference(people: People, now: datetime) -> Conference:
    return a_conference(people, now)


def ticked(page: str) -> set[str]:
    boxes = html.elements(page, "input")
    return {one["value"] for one in boxes if one.get("name") == "agencies" and "checked" in one}


def test_an_agency_is_asked_of_its_leads(conference: Conference, people: People) -> None:
    told = {"agency": people.agencies.health.pk, "practitioner": "", "note": "About the bruise"}
    answer = sends(people.conference_chair, "report_ask", told, pk=conference.pk)
    assert answer.url == conference.get_absolute_url()
    request = ReportRequest.objects.get()
    assert (request.practitioner, request.note) == (None, "About the bruise")
    page = reads(people.conference_chair, "conference_detail", pk=conference.pk)
    assert "Riverside Health Trust Asked" in page
    assert "Harriet Lead (safeguarding lead)" in page
    assert Notification.objects.filter(recipient=people.health_lead).count() == 1


def test_whoever_is_named_is_shown_before_they_are_told(
    conference: Conference, people: People
) -> None:
    who = people.conference_chair
    told = {
        "agency": people.agencies.health.pk,
        "practitioner": people.health_practitioner.email.upper(),
        "note": "",
    }
    client, url = as_(who), to("report_ask", pk=conference.pk)
    shown = client.post(url, told)
    assert shown.status_code == 200
    for one in ("Is it this person?", "Hazel Practitioner", "practitioner, Riverside Health Trust"):
        assert one in words(shown)
    assert ReportRequest.objects.count() == 0
    # Back to the form with what was typed.
    back = client.post(url, {**told, "back": "1"})
    assert 'value="health.practitioner@example.test"' in source(back).lower()
    assert ReportRequest.objects.count() == 0
    # Another person's confirmation does not count.
    wrong = client.post(url, {**told, "confirmed": people.health_colleague.pk})
    assert wrong.status_code == 200
    assert client.post(url, {**told, **kept(source(shown))}).status_code == 302
    assert ReportRequest.objects.get().practitioner == people.health_practitioner
    assert "Hazel Practitioner" in reads(who, "conference_detail", pk=conference.pk)


@pytest.mark.parametrize("email", ["nobody@example.test", "police.practitioner@example.test"])
def test_of_whoever_works_elsewhere_as_much_is_said_as_of_nobody(
    conference: Conference, people: People, email: str
) -> None:
    told = {"agency": people.agencies.health.pk, "practitioner": email, "note": "x"}
    answer = sends(people.conference_chair, "report_ask", told, pk=conference.pk)
    assert answer.status_code == 409
    message = (
        "Nobody with this email address works at Riverside Health Trust in a role that writes "
        "reports."
    )
    assert source(answer).count(message) == 2
    assert 'href="#id_practitioner"' in source(answer)


def test_nobody_writes_from_whom_it_is_kept(
    conference: Conference, people: People, now: datetime
) -> None:
    ConferenceExclusion.objects.create(
        record=conference, user=people.health_practitioner, reason="A relative",
        excluded_by=people.conference_chair, excluded_at=now,
    )  # fmt: skip
    told = {
        "agency": people.agencies.health.pk,
        "practitioner": people.health_practitioner.email,
        "note": "",
        "confirmed": people.health_practitioner.pk,
    }
    answer = sends(people.conference_chair, "report_ask", told, pk=conference.pk)
    assert answer.status_code == 409
    assert "This conference is kept from Hazel Practitioner." in words(answer)
    assert ReportRequest.objects.count() == 0
    assert Notification.objects.count() == 0


def test_what_is_asked_already_and_what_has_ended_is_not_offered(
    conference: Conference, people: People, now: datetime
) -> None:
    asked(conference, people, now, "health")
    ended = people.agencies.school
    ended.valid_to = (now - timedelta(days=2)).date()
    ended.save()
    page = source(as_(people.conference_chair).get(to("report_ask", pk=conference.pk)))
    assert f'<option value="{people.agencies.police.pk}"' in page
    for agency in (people.agencies.health, ended):
        assert f'<option value="{agency.pk}"' not in page
    told = {"agency": people.agencies.health.pk}
    again = sends(people.conference_chair, "report_ask", told, pk=conference.pk)
    assert "Riverside Health Trust is being asked already." in words(again)
    gone = sends(people.conference_chair, "report_ask", {"agency": ended.pk}, pk=conference.pk)
    assert "This agency is no longer part of the partnership." in words(gone)
    assert ReportRequest.objects.count() == 1


def test_several_are_asked_at_once_and_the_likely_ones_are_ticked(
    people: People, now: datetime
) -> None:
    last = a_conference(people, now, family_reference=FAMILY)
    asked(last, people, now, "school")
    made = a_conference(people, now, family_reference=FAMILY, children=0)
    agencies, who = people.agencies, people.conference_chair
    page = source(as_(who).get(to("report_ask_several", pk=made.pk)))
    likely = {agencies.authority, agencies.police, agencies.icb, agencies.school}
    assert ticked(page) == {str(one.pk) for one in likely}
    assert (
        page.count("No safeguarding lead is there to be told: tell somebody yourself") == 1
    )  # school
    told = {"agencies": [agencies.police.pk, agencies.school.pk], "note": "For both"}
    assert sends(who, "report_ask_several", told, pk=made.pk).status_code == 302
    sends(who, "report_ask_several", told, pk=made.pk)  # sent twice
    rows = made.requests.order_by("agency__name").values_list("agency__name", flat=True)
    assert list(rows) == ["Hillside School", "Northshire Police"]
    assert {one.note for one in made.requests.all()} == {"For both"}
    assert "Nobody there can see the request." in reads(who, "conference_detail", pk=made.pk)


def test_asking_nobody_is_said(conference: Conference, people: People) -> None:
    answer = sends(people.conference_chair, "report_ask_several", {"note": "x"}, pk=conference.pk)
    assert source(answer).count("Select at least one agency") == 2


def test_an_agency_is_asked_no_longer_and_again(
    conference: Conference, people: People, now: datetime
) -> None:
    request = asked(conference, people, now, "health")
    who = people.conference_chair
    path = {"pk": conference.pk, "row": request.pk}
    page = reads(who, "report_withdraw", **path)
    assert "Riverside Health Trust is told that no report is needed." in page
    assert sends(who, "report_withdraw", {}, **path).status_code == 302
    request.refresh_from_db()
    assert request.status == RequestStatus.WITHDRAWN
    shown = source(as_(who).get(conference.get_absolute_url()))
    again = f"{to('report_ask', pk=conference.pk)}?agency={request.agency_id}"
    assert f'href="{again}"' in shown
    assert f'<option value="{request.agency_id}" selected>' in source(as_(who).get(again))
    # One that was taken off is not ticked with the others.
    several = source(as_(who).get(to("report_ask_several", pk=conference.pk)))
    assert str(request.agency_id) not in ticked(several)
    twice = sends(who, "report_withdraw", {}, **path)
    assert twice.status_code == 409
    sends(who, "report_ask", {"agency": request.agency_id}, pk=conference.pk)
    request.refresh_from_db()
    assert request.status == RequestStatus.ASKED


def test_how_far_each_report_is_stands_on_the_page(
    conference: Conference, people: People, now: datetime
) -> None:
    nil = asked(conference, people, now, "health", people.health_practitioner)
    services.decline(
        request=nil, reason="not-known", details="No record of them",
        by=people.health_practitioner, at=now + timedelta(days=30),
    )  # fmt: skip
    page = reads(people.conference_chair, "conference_detail", pk=conference.pk)
    assert "Riverside Health Trust No report: nil return Late" in page
    assert "by Hazel Practitioner" in page
    assert "The children and their family are not known to us: No record of them" in page


def test_a_report_that_is_overdue_is_said(people: People, now: datetime) -> None:
    made = a_conference(people, now - timedelta(days=20), days=21)
    asked(made, people, now - timedelta(days=20), "police")
    page = reads(people.conference_chair, "conference_detail", pk=made.pk)
    assert "Northshire Police Asked Overdue" in page


def test_whoever_left_the_agency_no_longer_answers_for_it(
    conference: Conference, people: People, now: datetime
) -> None:
    asked(conference, people, now, "health", people.health_practitioner)
    Membership.objects.filter(user=people.health_practitioner).update(
        ends_on=(now - timedelta(days=1)).date()
    )
    page = reads(people.conference_chair, "conference_detail", pk=conference.pk)
    assert "Hazel Practitioner" not in page
    assert "Harriet Lead (safeguarding lead)" in page


def test_pages_that_ask_whether_lead_back_to_the_conference(
    conference: Conference, people: People
) -> None:
    told = {
        "agency": people.agencies.health.pk,
        "practitioner": people.health_practitioner.email,
        "note": "",
    }
    sure = source(sends(people.conference_chair, "report_ask", told, pk=conference.pk))
    child = to("conference_child_remove", pk=conference.pk, row=conference.children.get().pk)
    remove = source(as_(people.conference_chair).get(child))
    for page, words_ in ((sure, "Ask nobody"), (remove, "Leave it as it is")):
        assert f'href="{conference.get_absolute_url()}">{words_}</a>' in page
