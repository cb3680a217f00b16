"""A report is begun, written by several, checked by another, sent once, added to."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.completeness import questions_for
from conferences.models import Child, Conference, Report, ReportRequest, RequestStatus
from conferences.pdf.report import frozen, frozen_for_family
from shield.accounts.models import AgencyKind
from shield.core.drafting import ChangedMeanwhile, NoLongerDraft
from shield.core.sections import fingerprint, values_of
from shield.core.workflow import MoveNotAllowed
from shield.documents.models import Document
from tests.conferences.arranging import a_child, a_conference, asked, kind
from tests.conferences.test_scheduling import told
from tests.conferences.writing import (
    ANSWERS,
    RESTRICTED,
    an_event,
    begun,
    save,
    section_of,
    sent,
    written,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def conference(people: People, at: datetime) -> Conference:
    return a_conference(people, at, children=2)


@pytest.fixture
def request_(conference: Conference, people: People, at: datetime) -> ReportRequest:
    return asked(conference, people, at, "health", people.health_practitioner)


def slugs(report: Report) -> list[str]:
    return [one.slug for one in questions_for(report).sections]


def test_it_has_a_page_for_each_child_and_is_begun_once(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = begun(request_, by, at)
    assert begun(request_, by, at) == report
    assert [str(row) for row in report.children.present()] == [
        "Zebulonia 1 Quillfeathery", "Zebulonia 2 Quillfeathery",
    ]  # fmt: skip
    request_.refresh_from_db()
    assert request_.status == RequestStatus.WRITING


def test_a_lead_who_begins_it_answers_for_it(
    conference: Conference, people: People, at: datetime
) -> None:
    request = asked(conference, people, at, "health")
    begun(request, people.health_lead, at)
    request.refresh_from_db()
    assert request.practitioner == people.health_lead
    assert request.clock is not None
    assert request.clock.holder == people.health_lead


@pytest.mark.parametrize(
    ("agency", "who", "extra"),
    [
        ("health", "health_practitioner", "health"),
        ("police", "police_practitioner", "police"),
        ("school", "school_practitioner", "education"),
        ("authority", "authority_practitioner", ""),
    ],
)
def test_an_agency_is_asked_the_pages_of_its_kind(
    conference: Conference, people: People, at: datetime, agency: str, who: str, extra: str
) -> None:
    assert AgencyKind.objects.filter(code=agency).exists() is (agency in ("police", "school"))
    request = asked(conference, people, at, agency, getattr(people, who))
    asks = {"health", "education", "police"} & set(slugs(begun(request, getattr(people, who), at)))
    assert asks == ({extra} if extra else set())


def test_only_a_review_asks_what_has_changed(people: People, at: datetime) -> None:
    by = people.health_practitioner
    initial = asked(a_conference(people, at), people, at, "health", by)
    review = asked(a_conference(people, at, code="review"), people, at, "health", by)
    assert "changes" not in slugs(begun(initial, by, at))
    assert "changes" in slugs(begun(review, by, at))


def test_who_is_no_author_writes_nothing(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    report = begun(request_, people.health_practitioner, at)
    for stranger in (people.health_colleague, people.police_lead, people.conference_chair):
        with pytest.raises(PermissionDenied):
            save(report, section_of(report, "signs"), ANSWERS["signs"], stranger, at)
    report.refresh_from_db()
    assert report.working_well == ""


def test_two_authors_at_once_keep_both_their_words(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by, other = people.health_practitioner, people.health_colleague
    report = begun(request_, by, at)
    services.join(request=request_, person=other, duty="author", by=by, at=at)
    section = section_of(report, "views")
    seen = fingerprint(values_of(report, section))
    mine = {"parents_views_known": "yes", "parents_views": "Mine"}
    services.save_page(
        report=report, section=section, answers=mine, seen=seen, confirms=False, by=by, at=at
    )
    theirs = {"parents_views_known": "yes", "parents_views": "Theirs"}
    with pytest.raises(ChangedMeanwhile, match="Hazel Practitioner changed this page") as refusal:
        services.save_page(
            report=report, section=section, answers=theirs, seen=seen, confirms=False,
            by=other, at=at,
        )  # fmt: skip
    assert refusal.value.theirs["parents_views"] == "Mine"
    report.refresh_from_db()
    assert (report.parents_views, report.saved_by) == ("Mine", by)


def test_it_is_not_handed_on_while_something_is_missing(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = begun(request_, by, at)
    with pytest.raises(services.Unfinished) as refusal:
        services.hand_over(report=report, by=by, at=at)
    assert refusal.value.sections == [
        "author", "involvement", "children", "adults", "chronology", "views", "signs", "factors",
        "recommendation", "restricted", "shared",
    ]  # fmt: skip


def test_a_manager_returns_it_and_then_agrees(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by, lead = people.health_practitioner, people.health_lead
    report = written(request_, by, at)
    services.hand_over(report=report, by=by, at=at)
    assert told(lead, request_.conference)[-1] == "CPC-2026-0001: a report waits for your check"
    with pytest.raises(NoLongerDraft):
        save(report, section_of(report, "signs"), {"working_well": "New"}, by, at)
    services.check(report=report, agreed=False, comments="Say when", by=lead, at=at)
    save(report, section_of(report, "signs"), {"working_well": "New"}, by, at)
    services.hand_over(report=report, by=by, at=at)
    services.check(report=report, agreed=True, comments="", by=lead, at=at)
    services.send(report=report, unchecked_because="", by=by, at=at)
    request_.refresh_from_db()
    assert (request_.status, request_.checked_by) == (RequestStatus.REPORTED, lead)
    assert [one.agreed for one in report.checks.order_by("pk")] == [False, True]


def test_nobody_checks_what_they_wrote(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by, lead = people.health_practitioner, people.health_lead
    report = written(request_, by, at)
    save(report, section_of(report, "signs"), {"working_well": "The lead wrote this"}, lead, at)
    with pytest.raises(services.NobodyChecks):
        services.hand_over(report=report, by=by, at=at)
    services.join(request=request_, person=people.health_colleague, duty="checker", by=by, at=at)
    services.hand_over(report=report, by=by, at=at)
    with pytest.raises(services.ChecksOwn):
        services.check(report=report, agreed=True, comments="", by=lead, at=at)
    with pytest.raises(PermissionDenied):
        services.check(report=report, agreed=True, comments="", by=by, at=at)
    services.check(report=report, agreed=True, comments="", by=people.health_colleague, at=at)


def test_a_checker_does_not_write(request_: ReportRequest, people: People, at: datetime) -> None:
    by, checker = people.health_practitioner, people.health_colleague
    report = written(request_, by, at)
    services.join(request=request_, person=checker, duty="checker", by=by, at=at)
    with pytest.raises(PermissionDenied):
        save(report, section_of(report, "signs"), {"working_well": "New"}, checker, at)


def test_an_agreed_report_taken_back_is_checked_anew(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = written(request_, by, at)
    services.hand_over(report=report, by=by, at=at)
    services.check(report=report, agreed=True, comments="", by=people.health_lead, at=at)
    services.take_back(report=report, by=by, at=at)
    with pytest.raises(services.ReasonNeeded):
        services.send(report=report, unchecked_because=" ", by=by, at=at)


def test_without_a_check_it_is_sent_with_a_reason_and_once(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = written(request_, by, at)
    services.send(report=report, unchecked_because="Nobody else", by=by, at=at)
    with pytest.raises(MoveNotAllowed):
        services.send(report=report, unchecked_because="Nobody else", by=by, at=at)
    request_.refresh_from_db()
    assert (request_.unchecked_because, request_.is_late) == ("Nobody else", False)
    assert Document.objects.count() == 2
    assert told(people.conference_chair, request_.conference) == [
        "CPC-2026-0001: Riverside Health Trust has answered"
    ]


@pytest.mark.parametrize(("days", "late"), [(19, False), (20, True)])
def test_a_late_report_is_taken_and_marked(
    request_: ReportRequest, people: People, at: datetime, days: int, late: bool
) -> None:
    by = people.health_practitioner
    report = written(request_, by, at)
    moment = at.replace(hour=23, minute=59, second=59) + timedelta(days=days)
    services.send(report=report, unchecked_because="Nobody else", by=by, at=moment)
    request_.refresh_from_db()
    assert request_.is_late is late


def test_what_was_sent_is_added_to_and_not_changed(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = sent(request_, by, at)
    with pytest.raises(NoLongerDraft):
        save(report, section_of(report, "signs"), {"working_well": "New"}, by, at)
    token = uuid.uuid4()
    for _ in range(2):
        services.add(
            report=report, text="The plaster is off", is_restricted=False, token=token, by=by, at=at
        )
    assert report.additions.get().text == "The plaster is off"


def test_a_child_added_later_has_a_page_and_one_taken_off_has_none(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    report = begun(request_, people.health_practitioner, at)
    twin = a_child(request_.conference, at, first_names="Twin")
    names = [str(row) for row in report.children.present()]
    assert names[-1] == "Twin Quillfeathery"
    services.set_removed(person=twin, removed=True, by=people.conference_chair, at=at)
    assert len(list(report.children.present())) == 2
    services.set_removed(person=twin, removed=False, by=people.conference_chair, at=at)
    assert len(list(report.children.present())) == 3


def test_a_report_that_was_sent_keeps_the_children_it_had(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    report = sent(request_, people.health_practitioner, at)
    a_child(request_.conference, at, first_names="Late")
    assert len(list(report.children.present())) == 2


# --- From the last report -------------------------------------------------------------------------


@pytest.fixture
def review(request_: ReportRequest, people: People, at: datetime) -> ReportRequest:
    """The agency is asked for a review of the same family; each child follows itself."""
    sent(request_, people.health_practitioner, at)
    first = request_.conference
    review = a_conference(people, at, code="review", children=0, days=60)
    for child in Child.objects.present().filter(conference=first):
        a_child(review, at, first_names=child.first_names, before=child)
    return asked(review, people, at, "health", people.health_colleague)


def test_a_review_starts_from_the_last_report_and_each_part_waits_to_be_confirmed(
    review: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_colleague
    report = begun(review, by, at, from_last=True)
    assert report.working_well == "Grandmother helps"
    assert (report.recommends, report.author_name) == ("", "Hugo Colleague")
    assert [row.analysis for row in report.children.present()] == ["He is often afraid"] * 2
    assert [row.scale for row in report.children.present()] == [None, None]
    assert services.still_carried(report) == [
        "involvement", "children", "adults", "chronology", "views", "signs", "factors",
        "restricted",
    ]  # fmt: skip
    section = section_of(report, "signs")
    save(report, section, {"working_well": "Grandmother helps"}, by, at)
    report.refresh_from_db()
    assert "signs" not in services.still_carried(report)
    assert "signs" not in report.carried


def test_what_is_taken_over_is_not_sent_unconfirmed(
    review: ReportRequest, people: People, at: datetime
) -> None:
    report = begun(review, people.health_colleague, at, from_last=True)
    assert set(services.still_carried(report)) <= set(services.unfinished(report, at=at))


def test_autosaving_confirms_nothing(review: ReportRequest, people: People, at: datetime) -> None:
    by = people.health_colleague
    report = begun(review, by, at, from_last=True)
    section = section_of(report, "signs")
    services.save_page(
        report=report, section=section, answers={"working_well": "More"},
        seen=fingerprint(values_of(report, section)), confirms=False, by=by, at=at,
    )  # fmt: skip
    report.refresh_from_db()
    assert "signs" in report.carried


def test_the_last_report_of_a_conference_that_is_kept_from_the_author_is_not_taken_over(
    review: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_colleague
    assert services.last_report(review, by) is not None
    Conference.objects.filter(kind=kind()).update(is_restricted=True)
    assert services.last_report(review, by) is None
    assert begun(review, by, at, from_last=True).working_well == ""


def test_another_agencys_report_is_never_taken_over(
    review: ReportRequest, people: People, at: datetime
) -> None:
    request = asked(review.conference, people, at, "police", people.police_practitioner)
    report = begun(request, people.police_practitioner, at, from_last=True)
    assert (report.carried_from, report.working_well) == (None, "")


# --- What is kept from the family -----------------------------------------------------------------


def text_in(content: Any) -> str:
    return repr(content)


def test_the_familys_copy_never_held_what_is_restricted(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    report = sent(request_, people.health_practitioner, at)
    report = Report.objects.select_related("request__conference__kind").get(pk=report.pk)
    assert RESTRICTED in text_in(frozen(report))
    family = text_in(frozen_for_family(report.pk))
    for kept in (RESTRICTED, "Named nurse", "Information not to be shared", "Thimblewick"):
        assert kept not in family
    assert "Grandmother helps" in family
    assert "Zebulonia 1 Quillfeathery" in family


def test_events_stand_by_when_they_were_as_exactly_as_that_is_known(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = written(request_, by, at)
    an_event(report, by, at, known="year", on=None, year=2026, event="Moved")
    an_event(report, by, at, known="month", on=None, year=2026, month=10, event="Lost the job")
    an_event(report, by, at, known="year", on=None, year=2024, event="Born")
    content = frozen(services.send(report=report, unchecked_because="-", by=by, at=at))
    part = next(one for one in content["sections"] if one["title"].startswith("Chronology"))
    assert [group["heading"] for group in part["groups"][:4]] == [
        "Event 1: 2024", "Event 2: 2026", "Event 3: October 2026", "Event 4: 3 October 2026",
    ]  # fmt: skip
