"""The pages of what happens at a conference, as those who run it go through them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.models import (
    Attendance,
    Category,
    Conference,
    ConferenceGrant,
    CoreGroupMeeting,
    OutcomeLetter,
    Plan,
    Status,
)
from conferences.permissions import Perm
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.core.london import LONDON
from shield.documents import making
from tests.conferences.arranging import a_child
from tests.conferences.holding import came, core_group, decided, held, today
from tests.conferences.test_letter import letter
from tests.core import html
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def at() -> datetime:
    """Now: pages read the clock themselves."""
    return timezone.now()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def reads(user: User, name: str, pk: int) -> str:
    answer = as_(user).get(reverse(name, kwargs={"pk": pk}))
    assert answer.status_code == 200, answer.status_code
    return html.text(answer.content.decode())


def sends(user: User, page: str, pk: int, status: int = 302, /, **said: Any) -> Any:
    answer = as_(user).post(reverse(page, kwargs={"pk": pk}), {"form_token": uuid.uuid4()} | said)
    assert answer.status_code == status, html.text(answer.content.decode())
    return answer


def moment(name: str, when: datetime) -> dict[str, Any]:
    local = when.astimezone(LONDON)
    parts = (local.day, local.month, local.year, f"{local:%H:%M}")
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


def test_from_attendance_to_the_first_core_group_and_the_letter(
    people: People, at: datetime
) -> None:
    conference = today(people, at, children=0)
    a_child(conference, at, first_names="Ada")
    by, pk = people.conference_chair, conference.pk
    child = conference.children.get()
    for agency in ("authority", "police"):
        sends(
            by, "conference_attendance", pk, who="agency", name=f"Somebody of {agency}",
            agency=getattr(people.agencies, agency).pk, how="in_person",
        )  # fmt: skip
    page = reads(by, "conference_attendance", pk)
    assert "Not quorate" in page
    assert "Other agencies, at least 2: 1 there (Northshire Police); 1 missing" in page
    sends(by, "conference_quorum", pk, next="go_on", reason="The baby is due")
    assert "It can be recorded as held once" in reads(by, "conference_outcome", pk)
    sends(
        by, "child_decide", child.pk, version=0, decided="plan", reason="Hungry",
        category=Category.objects.get(code="neglect").pk,
    )  # fmt: skip
    sends(by, "child_dissent", child.pk, agency=people.agencies.police.pk, reason="Too much")
    sends(by, "conference_outline", pk, version=0, summary="Agreed", must_change="Meals")
    sends(by, "plan_step_add", pk, what="Weigh weekly", who="Nurse")
    sends(by, "core_group_member_add", pk, name="Nurse Ó", agency=people.agencies.health.pk)
    sends(by, "conference_hold", pk)
    page = reads(by, "conference_outcome", pk)
    for words in (
        "Held",
        "A child protection plan is made",
        "Northshire Police did not agree",
        "The conference went on without a quorum: The baby is due",
        "Weigh weekly",
    ):
        assert words in page
    plan = Plan.objects.get()
    sends(
        by, "plan_lead", plan.pk, name="Una", agency=people.agencies.authority.pk,
        user="authority.practitioner@example.test",
    )  # fmt: skip
    later = at + timedelta(days=3)
    sends(by, "core_group_plan", pk, **moment("planned_at", later))
    sends(
        by, "core_group_hold", pk, done="Visited", came=[conference.core_group.get().pk],
        **moment("held_at", at - timedelta(minutes=1)), **moment("next_at", later),
    )  # fmt: skip
    page = reads(by, "core_group_detail", pk)
    for words in ("Hold the next core group", "Hold the first review conference",
                  "kept by Una Practitioner", "Who came: Nurse Ó", "Visited"):  # fmt: skip
        assert words in page
    sends(by, "outcome_letter", pk, who="other", name="Dr A", children=[child.pk])
    found = OutcomeLetter.objects.get()
    assert "The PDF is being made" in reads(by, "outcome_letter", pk)
    making.make(document_id=found.document_id, at=timezone.now())
    assert "Download this letter to Dr A (PDF, " in reads(by, "outcome_letter", pk)
    answer = as_(by).get(reverse("outcome_letter_pdf", kwargs={"pk": found.pk}))
    assert answer.getvalue().startswith(b"%PDF-")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{conference.reference}-letter-{found.pk}.pdf"'
    )
    assert Entry.objects.filter(verb="conference.letter_downloaded").count() == 1


def test_inquorate_it_leads_to_being_held_again(people: People, at: datetime) -> None:
    conference = today(people, at)
    by, pk = people.conference_chair, conference.pk
    answer = sends(by, "conference_quorum", pk, next="end", reason="Nobody came")
    assert answer.url == reverse("conference_reconvene", kwargs={"pk": pk})
    answer = sends(by, "conference_reconvene", pk, **moment("starts_at", at + timedelta(days=5)))
    after = Conference.objects.get(reconvenes=conference)
    assert answer.url == after.get_absolute_url()
    page = reads(by, "conference_outcome", pk)
    assert "Why it ended: Nobody came" in page
    assert f"It is held again as {after.reference}" in page


def test_the_review_is_scheduled_from_what_was_decided(people: People, at: datetime) -> None:
    conference = held(people, at, "plan", "no_plan")
    by, pk = people.conference_chair, conference.pk
    with_plan, _ = conference.children.order_by("pk")
    assert "Schedule the review conference" in reads(by, "conference_outcome", pk)
    shown = reads(by, "conference_review", pk)
    assert f"those whose plan runs: {with_plan}." in shown
    answer = sends(by, "conference_review", pk, **moment("starts_at", at + timedelta(days=80)))
    after = Conference.objects.latest("pk")
    assert answer.url == after.get_absolute_url()
    assert [one.before for one in after.children.all()] == [with_plan]
    assert after.kind.is_review


def test_without_a_plan_there_is_nothing_to_review(people: People, at: datetime) -> None:
    conference = held(people, at, "no_plan")
    by, pk = people.conference_chair, conference.pk
    assert "none is to be reviewed" in reads(by, "conference_review", pk)
    sends(by, "conference_review", pk, 409, **moment("starts_at", at + timedelta(days=80)))
    assert Conference.objects.latest("pk") == conference


def test_a_late_child_keeps_it_from_being_held_and_is_named(people: People, at: datetime) -> None:
    conference = today(people, at)
    came(conference, people, at)
    decided(conference.children.get(), at)
    a_child(conference, at, first_names="Late")
    answer = sends(people.conference_chair, "conference_hold", conference.pk, 409)
    assert "of what was decided of: Late Quillfeathery (Born 4 March 2019)." in html.text(
        answer.content.decode()
    )
    conference.refresh_from_db()
    assert conference.status == Status.SCHEDULED


def test_of_two_who_decide_at_once_the_second_sees_what_stands_and_loses_nothing(
    people: People, at: datetime
) -> None:
    conference = today(people, at)
    by, child = people.conference_chair, conference.children.get()
    decided(child, at, "no_plan", reason="Safe with her aunt")
    said = {"decided": "plan", "category": Category.objects.get(code="neglect").pk}
    answer = sends(by, "child_decide", child.pk, 409, version=0, reason="Hungry", **said)
    page = html.text(answer.content.decode())
    assert "Somebody else recorded what was decided" in page
    assert "Safe with her aunt" in page
    source = answer.content.decode()
    assert "Hungry" in source
    version = next(one for one in html.elements(source, "input") if one.get("name") == "version")
    assert version["value"] == "1"
    sends(by, "child_decide", child.pk, version=1, reason="Hungry", **said)
    child.refresh_from_db()
    assert (child.decision.decided, child.decision.reason) == ("plan", "Hungry")


def test_refusals_stand_above_the_form(people: People, at: datetime) -> None:
    conference = held(people, at)
    by, pk, plan = people.conference_chair, conference.pk, Plan.objects.get()
    late = at + timedelta(days=2)
    sends(by, "conference_attendance", pk, 409, who="other", name="A", how="online")
    sends(by, "conference_hold", pk, 409)
    sends(by, "core_group_hold", pk, 409, done="A", **moment("held_at", late))
    sends(by, "plan_end", plan.pk, 409, reason="A", **moment("ended_at", late))
    sends(
        by, "plan_lead", plan.pk, 409, name="A", agency=people.agencies.police.pk,
        user="authority.practitioner@example.test",
    )  # fmt: skip
    sends(by, "plan_lead", plan.pk, 200, name="", agency=people.agencies.police.pk)
    assert (Attendance.objects.count(), CoreGroupMeeting.objects.count()) == (3, 0)


def test_who_may_read_it_reads_the_outcome_and_changes_nothing(
    people: People, at: datetime
) -> None:
    conference = held(people, at)
    reader = people.health_practitioner
    ConferenceGrant.objects.create(
        record=conference, user=reader, perm=Perm.READ, reason="Named",
        granted_by=people.conference_chair, granted_at=at,
    )  # fmt: skip
    assert "Neglect" in reads(reader, "conference_outcome", conference.pk)
    page = reads(reader, "core_group_detail", conference.pk)
    assert ("Neglect" in page, "Record a core group" in page) == (True, False)
    for name in ("conference_attendance", "conference_hold", "outcome_correct", "outcome_letter",
                 "core_group_hold"):  # fmt: skip
        address = reverse(name, kwargs={"pk": conference.pk})
        assert as_(reader).get(address).status_code == 404
    child = reverse("child_decide", kwargs={"pk": conference.children.get().pk})
    assert as_(reader).get(child).status_code == 404


def test_each_page_that_shows_a_case_is_a_consultation(people: People, at: datetime) -> None:
    conference = held(people, at)
    by = people.conference_chair
    for name in ("conference_outcome", "core_group_detail", "conference_attendance",
                 "outcome_letter"):  # fmt: skip
        before = Entry.objects.count()
        reads(by, name, conference.pk)
        assert Entry.objects.count() == before + 1


def test_no_query_a_row(people: People, at: datetime) -> None:
    """With one of everything, and with three."""
    by, costs = people.conference_chair, []
    for number in (1, 3):
        conference = rows_of(people, at, number)
        client, found = as_(by), []
        for name in ("conference_attendance", "conference_outcome", "core_group_detail",
                     "outcome_letter"):  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, kwargs={"pk": conference.pk}))
            found.append(len(queries))
        costs.append(found)
    assert costs == [[13, 21, 18, 14]] * 2


def rows_of(people: People, at: datetime, number: int) -> Conference:
    """A held conference with so many of everything."""
    by, then = people.conference_chair, at - timedelta(days=30)
    conference = today(people, then, children=number)
    for place in range(number - 1):
        services.record_attendance(
            conference=conference, token=uuid.uuid4(), facts={"name": f"N{place}", "how": "online"},
            by=by, at=then,
        )  # fmt: skip
    for place in range(number):
        services.add_step(
            conference=conference, token=uuid.uuid4(), by=by, at=then,
            facts={"what": "A", "who": "B", "child": conference.children.first()},
        )  # fmt: skip
        services.add_member(
            conference=conference, token=uuid.uuid4(), by=by, at=then,
            facts={"name": f"N{place}", "agency": people.agencies.health},
        )  # fmt: skip
    held(people, then, *(["plan"] * number), conference=conference)
    for place in range(number):
        services.correct(
            conference=conference, child=conference.children.first(), text="A",
            token=uuid.uuid4(), by=by, at=at,
        )  # fmt: skip
        letter(conference, at, guest=None, name="A", agency=people.agencies.health)
        met = then + timedelta(days=place + 1)
        core_group(conference, met, at, came=list(conference.core_group.all()))
    return conference
