"""Pages by which a chair schedules a conference, changes it, moves it, cancels it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.models import (
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
)
from shield.audit.models import Entry
from tests.conferences.arranging import a_conference, asked, kind
from tests.conferences.browsing import (
    as_,
    reads,
    sends,
    to,
    when,
    words,
)
from tests.conferences.browsing import (
    page as source,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    """Pages live in the present."""
    return timezone.now().replace(second=0, microsecond=0)


def said(people: People, now: datetime, **more: Any) -> dict[str, Any]:
    """A conference as a careful chair schedules it."""
    initial = kind()
    return {
        "form_token": uuid.uuid4(),
        "kind": initial.pk,
        "family_reference": "FAM-0042",
        "chair": people.conference_chair.pk,
        "administrator": people.other_chair.pk,
        **when("starts_at", now + timedelta(days=10)),
        **when(f"triggered_at_{initial.pk}", now - timedelta(days=3)),
        "minutes": 120,
        "place": "The Old Mill",
        "link": "https://meet.example/1",
        "interpreter": "Polish",
        "access_needs": "A ramp",
        **more,
    }


# --- Scheduling -----------------------------------------------------------------------------------


def test_a_conference_is_scheduled_and_its_page_says_what_was_said(
    people: People, now: datetime
) -> None:
    answer = sends(people.conference_chair, "conference_schedule", said(people, now))
    made = Conference.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.clock is not None
    page = reads(people.conference_chair, "conference_detail", pk=made.pk)
    for one in (
        made.when_words, "The Old Mill", "Take part online", "Connie Chair", "Orla Otherchair",
        "FAM-0042", "Polish", "A ramp", "No child is named yet.", "No agency is asked yet.",
        "When was the strategy discussion that began the enquiry?", "How the date was worked out",
    ):  # fmt: skip
        assert one in page


def test_it_is_suggested_that_one_runs_it_oneself(people: People) -> None:
    kind()
    page = source(as_(people.conference_chair).get(to("conference_schedule")))
    chosen = f'<option value="{people.conference_chair.pk}" selected>Connie Chair, chair</option>'
    assert page.count(chosen) == 2
    # Nobody else is offered than those whose role it is.
    assert page.count(f'<option value="{people.other_chair.pk}"') == 2
    assert f'<option value="{people.health_lead.pk}"' not in page


def test_only_a_kind_that_counts_from_a_moment_asks_for_it(people: People, now: datetime) -> None:
    review = kind("review")
    page = source(as_(people.conference_chair).get(to("conference_schedule")))
    assert f"triggered_at_{kind().pk}_0" in page
    assert f"triggered_at_{review.pk}_0" not in page
    # What was answered under another kind is not taken.
    sends(people.conference_chair, "conference_schedule", said(people, now, kind=review.pk))
    made = Conference.objects.get()
    assert (made.triggered_at, made.clock) == (None, None)


def test_the_same_page_sent_twice_schedules_one(people: People, now: datetime) -> None:
    told = said(people, now)
    first = sends(people.conference_chair, "conference_schedule", told)
    again = sends(people.conference_chair, "conference_schedule", told)
    assert (first.url, Conference.objects.count()) == (again.url, 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Select what kind of conference it is"),
        ({"family_reference": " "}, "Enter the family reference"),
        ({"family_reference": "x" * 61}, "Family reference must be 60 characters or fewer"),
        ({"chair": ""}, "Select who chairs it"),
        ({"starts_at_0": "31", "starts_at_1": "2"}, "The start must be a real date and time"),
        ({"starts_at_2": "2019"}, "When the conference starts must be today or later."),
        ({"minutes": "5"}, "Your answer must be 15 or more"),
        ({"link": "http://meet.example"}, "The link must be an address that begins with https://"),
        ({"link": "javascript:alert(1)"}, "The link must be an address that begins with https://"),
    ],
)
def test_what_cannot_be_is_said_beside_its_question_and_nothing_is_lost(
    people: People, now: datetime, wrong: dict[str, str], message: str
) -> None:
    answer = sends(people.conference_chair, "conference_schedule", said(people, now, **wrong))
    assert answer.status_code in (200, 409)
    page = source(answer)
    assert page.count(message) == 2  # in the summary, and beside the question
    assert 'value="The Old Mill"' in page
    assert Conference.objects.count() == 0


def test_a_moment_that_is_yet_to_come_is_said_beside_it(people: People, now: datetime) -> None:
    name = f"triggered_at_{kind().pk}"
    wrong = when(name, now + timedelta(days=2))
    answer = sends(people.conference_chair, "conference_schedule", said(people, now, **wrong))
    assert answer.status_code == 409
    assert f'href="#id_{name}_0"' in source(answer)
    assert "From when the time runs must be in the past." in words(answer)


def test_whoever_schedules_for_others_alone_is_led_to_the_list(
    people: People, now: datetime
) -> None:
    other = people.other_chair.pk
    told = said(people, now, chair=other, administrator=other)
    answer = sends(people.conference_chair, "conference_schedule", told)
    assert answer.url == reverse("conference_list")
    assert Conference.objects.get().chair == people.other_chair
    page = reads(people.conference_chair, "conference_list")
    assert "There are no conferences yet that you chair or administer." in page


@pytest.mark.parametrize("persona", ["health_lead", "operations", "authority_practitioner"])
def test_nobody_else_schedules(people: People, now: datetime, persona: str) -> None:
    who = getattr(people, persona)
    assert as_(who).get(to("conference_schedule")).status_code == 404
    assert sends(who, "conference_schedule", said(people, now)).status_code == 404
    assert as_(who).get(to("conference_list")).status_code == 404
    assert Conference.objects.count() == 0


# --- One conference -------------------------------------------------------------------------------


def test_each_page_of_a_conference_is_there_for_who_runs_it_alone(
    people: People, now: datetime
) -> None:
    made = a_conference(people, now)
    child = made.children.get()
    guest = services.add_guest(
        conference=made,
        token=uuid.uuid4(),
        facts={"name": "A", "relationship": "Aunt", "invited": "yes"},
        by=people.conference_chair,
        at=now,
    )
    request = asked(made, people, now, "health")
    pages: list[tuple[str, dict[str, int]]] = [
        *((f"conference_{name}", {}) for name in ("detail", "edit", "move", "cancel", "hand_on")),
        *((f"conference_{name}", {}) for name in ("child_add", "guest_add")),
        *((f"conference_child_{name}", {"row": child.pk}) for name in ("edit", "remove")),
        *((f"conference_guest_{name}", {"row": guest.pk}) for name in ("edit", "remove")),
        *((name, {}) for name in ("report_ask", "report_ask_several")),
        ("report_withdraw", {"row": request.pk}),
    ]
    strangers = (people.other_chair, people.operations, people.health_lead, people.authority_lead)
    for name, path in pages:
        assert reads(people.conference_chair, name, pk=made.pk, **path)
        for stranger in strangers:
            url = to(name, pk=made.pk, **path)
            assert as_(stranger).get(url).status_code == 404
            if name != "conference_detail":
                assert as_(stranger).post(url, {"why": "x"}).status_code == 404
    # A page with somebody else's row is not there.
    other = a_conference(people, now)
    for name in ("conference_child_edit", "conference_child_remove"):
        url = to(name, pk=other.pk, row=child.pk)
        assert as_(people.conference_chair).get(url).status_code == 404


def test_a_conference_that_was_read_is_written_down(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    before = Entry.objects.count()
    reads(people.conference_chair, "conference_detail", pk=made.pk)
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("pk").actor_id == people.conference_chair.pk


def test_a_day_too_late_is_warned_of_with_its_working(people: People, now: datetime) -> None:
    late = a_conference(people, now, triggered_at=now, days=40)
    page = reads(people.conference_chair, "conference_detail", pk=late.pk)
    assert "The day set is too late: the conference must be held by the end of" in page
    in_time = a_conference(people, now, triggered_at=now, days=3)
    assert "too late" not in reads(people.conference_chair, "conference_detail", pk=in_time.pk)


def test_a_moment_not_recorded_yet_is_said(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    page = reads(people.conference_chair, "conference_detail", pk=made.pk)
    assert "Not recorded yet, so nothing says by when the conference must be held" in page


def test_who_may_see_it_is_said(people: People, now: datetime) -> None:
    made = a_conference(people, now, administrator=people.other_chair)
    ConferenceExclusion.objects.create(
        record=made, user=people.scrutineer, reason="A relative",
        excluded_by=people.conference_chair, excluded_at=now,
    )  # fmt: skip
    page = reads(people.conference_chair, "conference_detail", pk=made.pk)
    assert "Connie Chair (chair, Northshire Council): chairs it" in page
    assert "Orla Otherchair (otherchair, Northshire Council): administers it" in page
    assert "Shut out Silas Scrutineer" in page
    assert "Olive Operations" not in page


def test_whoever_may_only_read_it_is_offered_no_change(people: People, now: datetime) -> None:
    made = a_conference(people, now)
    ConferenceGrant.objects.create(
        record=made, user=people.health_lead, perm="conferences.read", reason="Named",
        granted_by=people.conference_chair, granted_at=now,
    )  # fmt: skip
    page = reads(people.health_lead, "conference_detail", pk=made.pk)
    assert "Zebulonia 1 Quillfeathery" in page
    for one in ("Change the details", "Add another child", "Ask several agencies", "Take off"):
        assert one not in page
    for name in ("conference_edit", "conference_move", "conference_child_add", "report_ask"):
        assert as_(people.health_lead).get(to(name, pk=made.pk)).status_code == 404


def test_a_restricted_conference_asks_for_a_fresh_proof(
    people: People, now: datetime, settings: Any
) -> None:
    made = a_conference(people, now)
    ConferenceGrant.objects.create(
        record=made, user=people.conference_chair, perm="conferences.read", reason="Runs it",
        granted_by=people.conference_chair, granted_at=now,
    )  # fmt: skip
    Conference.objects.filter(pk=made.pk).update(is_restricted=True)
    client = as_(people.conference_chair)
    assert client.get(made.get_absolute_url()).status_code == 200
    settings.SHIELD_STEP_UP_SECONDS = 0
    for name in ("conference_detail", "conference_edit", "conference_child_add", "report_ask"):
        answer: Any = client.get(to(name, pk=made.pk))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("confirm"))
