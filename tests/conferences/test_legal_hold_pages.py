"""The pages of legal holds, and what is left of a conference that was erased."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import Conference, LegalHold
from tests.conferences.browsing import as_, fills, page, reads, to
from tests.conferences.holding import held
from tests.conferences.test_retention import cancelled
from tests.conferences.whole_story import CANARIES, whole_story
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

NOTHING = "There are no legal holds. What conferences said is erased when its time is over."


@pytest.fixture
def past() -> datetime:
    return timezone.now().replace(hour=10) - timedelta(days=4 * 366)


def test_a_hold_is_placed_read_and_lifted(people: People, past: datetime) -> None:
    conference, lead = cancelled(people, past), people.data_protection
    assert NOTHING in reads(lead, "legal_hold_list")
    placed = fills(
        lead,
        "legal_hold_place",
        {"of": "one", "reference": conference.reference, "reason": "The coroner asked"},
    )
    hold = LegalHold.objects.get()
    assert placed.url == to("legal_hold_detail", hold)
    listed = reads(lead, "legal_hold_list")
    assert conference.reference in listed
    assert "Standing" in listed
    assert "The coroner asked" in reads(people.operations, "legal_hold_detail", pk=hold.pk)
    told = reads(lead, "legal_hold_lift", pk=hold.pk)
    assert "What was said at one conference, whose time is over, is erased during" in told
    fills(lead, "legal_hold_lift", {"reason": "The coroner has it"}, pk=hold.pk)
    read = reads(lead, "legal_hold_detail", pk=hold.pk)
    assert "Lifted" in read
    assert "The coroner has it" in read
    assert as_(lead).get(to("legal_hold_lift", hold)).status_code == 302


def test_one_whose_time_is_not_over_says_that_nothing_goes_at_once(people: People) -> None:
    conference = cancelled(people, timezone.now())
    hold = services.place_hold(
        reference=conference.reference, reason="x", token=conference.form_token,
        by=people.operations, at=timezone.now(),
    )  # fmt: skip
    assert "Nothing is erased at once" in reads(people.operations, "legal_hold_lift", pk=hold.pk)


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        (
            {"of": "one", "reference": "", "reason": "x"},
            200,
            "Enter the reference of the conference",
        ),
        (
            {"of": "one", "reference": "CPC-2020-9999", "reason": "x"},
            409,
            "There is no conference with this reference. Check it.",
        ),
        ({"reference": "", "reason": "x"}, 200, "Select what must not be erased"),
        ({"of": "all", "reason": ""}, 200, "Enter why it must be kept"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(
    people: People, said: dict[str, str], status: int, words: str
) -> None:
    answer = fills(people.data_protection, "legal_hold_place", said)
    assert answer.status_code == status
    assert words in page(answer)
    assert f'value="{said.get("reference", "")}"' in page(answer) or not said.get("reference")
    assert not LegalHold.objects.exists()


def test_every_conference_is_held_at_once(people: People) -> None:
    fills(people.operations, "legal_hold_place", {"of": "all", "reason": "The inquiry"})
    assert LegalHold.objects.get().conference is None
    both = fills(
        people.data_protection,
        "legal_hold_place",
        {"of": "all", "reference": "CPC-2026-0001", "reason": "Again"},
    )
    assert "Select one conference, or take the reference out" in page(both)
    assert LegalHold.objects.count() == 1


def test_whoever_runs_it_reads_until_when_it_is_kept(people: People, past: datetime) -> None:
    ended = held(people, past, "no_plan")
    assert "Kept until" in reads(ended.chair, "conference_detail", pk=ended.pk)
    runs = held(people, timezone.now(), "plan", family_reference="FAM-2")
    assert "Kept as long as" in reads(runs.chair, "conference_detail", pk=runs.pk)


def test_what_is_left_of_an_erased_one_is_shown_and_nothing_else(
    people: People, past: datetime
) -> None:
    conference = whole_story(people, past)
    request = conference.requests.get()
    services.erase_over(at=timezone.now())
    assert Conference.objects.get().erased_at
    chair, writer = conference.chair, people.health_practitioner
    shown = reads(chair, "conference_detail", pk=conference.pk)
    for words in (
        "was erased on",
        request.agency.name,
        "A child protection plan is made",
        "Neglect",
    ):
        assert words in shown
    asked = reads(writer, "report_request", pk=request.pk)
    assert "was erased on" in asked
    assert "A child protection plan is made" not in asked
    for text in (shown, asked, reads(chair, "conference_list")):
        assert [one for one in CANARIES if one in text] == []
    for name in ("conference_pack", "conference_outcome", "core_group_detail", "outcome_letter",
                 "conference_access_detail", "conference_edit"):  # fmt: skip
        assert as_(chair).get(to(name, conference)).status_code == 404, name
    for name in ("report_detail", "report_pdf", "request_pack", "report_files", "report_add"):
        assert as_(writer).get(to(name, request)).status_code == 404, name
