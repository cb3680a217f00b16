"""Pages of bodies, seats and business: who reads which names, what forms do, what a list costs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership.models import (
    Agreement,
    Body,
    Budget,
    Contribution,
    Holding,
    PersonnelChange,
    ReportingDuty,
    StandingItem,
)
from partnership.views.pictures import bars, branches, tree
from tests.core import html
from tests.partnership.browsing import as_, parts, reads, sends
from tests.partnership.conftest import Structure
from tests.personas import People

pytestmark = pytest.mark.django_db
NOW = timezone.localdate


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["police_lead", "operations", "scrutineer"])
def test_who_sits_there_is_read_by_those_who_sit_there_and_who_read_all(
    seated: Structure, people: People, persona: str
) -> None:
    said = reads(getattr(people, persona), "body_detail", pk=seated.board.pk)
    assert "Uma Lead" in said
    assert said.count("Vacant") == 1  # the seat of health


@pytest.mark.parametrize("persona", ["health_lead", "board_member", "auditor", "champion"])
def test_posts_are_for_everybody_and_names_are_not(
    seated: Structure, people: People, persona: str
) -> None:
    person = getattr(people, persona)
    for said in (reads(person, "body_detail", pk=seated.board.pk), reads(person, "body_list")):
        assert not [name for name in ("Uma Lead", "Paula Lead", "Vacant") if name in said]
    assert "Superintendent" in reads(person, "body_detail", pk=seated.board.pk)


def test_a_name_is_no_longer_read_the_day_after(seated: Structure, people: People) -> None:
    Holding.objects.filter(user=people.police_lead).update(ends_on=NOW() - timedelta(days=1))
    assert "Uma Lead" not in reads(people.police_lead, "body_detail", pk=seated.board.pk)


def test_the_structure_says_where_one_sits(seated: Structure, people: People) -> None:
    assert reads(people.police_lead, "body_list").count("You sit here") == 1
    assert "You sit here" not in reads(people.health_lead, "body_list")


def test_the_picture_and_the_list_name_the_same_bodies(seated: Structure, people: People) -> None:
    page = as_(people.champion).get(reverse("body_list")).content.decode()
    picture, _, below = page.partition("</svg>")
    for name in ("The Board", "The Executive"):
        assert (name in picture, name in below) == (True, True)
    assert "style=" not in page


# --- Pictures -------------------------------------------------------------------------------------


def test_a_body_stands_right_of_its_parent_and_leaves_have_rows_of_their_own(
    structure: Structure,
) -> None:
    Body.objects.create(name="The Forum", slug="forum", purpose="x", parent=structure.board)
    drawn = tree(branches(list(Body.objects.order_by("pk"))))
    assert [(box.x > 0, box.y, bool(box.path)) for box in drawn.boxes] == [
        (False, 0, False),
        (True, 0, True),
        (True, 76, True),
    ]
    assert (drawn.width, drawn.height) == (500, 134)


def test_a_body_whose_parent_has_ended_stands_at_the_top(structure: Structure) -> None:
    (top,) = branches([structure.executive])
    assert (top.body, top.below) == (structure.executive, ())


def test_bars_are_on_one_scale() -> None:
    lines = [
        Contribution(contributor="A", promised=Decimal(200), received=Decimal(100)),
        Contribution(contributor="B", promised=Decimal(50), received=Decimal(0)),
    ]
    assert [(bar.promised, bar.received) for bar in bars(lines)] == [(400, 200), (100, 0)]
    assert bars([Contribution(contributor="A", promised=Decimal(0))])[0].promised == 0


# --- Forms ----------------------------------------------------------------------------------------

BODY = {
    "name": "The Forum",
    "purpose": "Learns",
    "chairing_kind": "joint",
    "rhythm": "around",
    "before_days": "7",
    "after_days": "14",
    "quorum_kind": "kinds",
    "quorum_kinds": ["police"],
    "quorum_others": "2",
    "usual_start": "9.30",
    "usual_end": "11:00",
    "needs_agreement": "not_known",
}


def test_a_body_is_added_with_its_rules_as_data(structure: Structure, people: People) -> None:
    answer = sends(people.operations, "body_add", BODY | {"around": structure.board.pk})
    body = Body.objects.get(name="The Forum")
    assert answer["Location"] == body.get_absolute_url()
    assert body.quorum_rule == {"agency_kinds": ["police"], "others": 2}
    assert (body.around, body.before_days, body.needs_agreement) == (structure.board, 7, None)
    assert (str(body.usual_start), str(body.usual_end)) == ("09:30:00", "11:00:00")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "the board"}, "There is a body of this name already"),
        ({"usual_end": "9:00"}, "Usual end must be later than the usual start"),
        ({"usual_start": "half past"}, "Usual start must be a time of day"),
        ({"quorum_others": ""}, "Enter an answer to “How many other agencies?”"),
        ({"around": ""}, "Select an answer to “Which body?”"),
    ],
)
def test_what_is_wrong_with_a_body_stands_beside_the_field(
    structure: Structure, people: People, said: dict[str, str], words: str
) -> None:
    answer = sends(people.operations, "body_add", BODY | {"around": structure.board.pk} | said)
    assert words in html.text(answer.content.decode())
    assert Body.objects.count() == 2


def test_a_form_that_is_saved_untouched_changes_nothing(
    structure: Structure, people: People
) -> None:
    sends(people.operations, "body_add", BODY | {"around": structure.board.pk})
    body = Body.objects.filter(name="The Forum")
    before = body.values().get()
    sends(people.operations, "body_edit", BODY | {"around": structure.board.pk}, pk=body.get().pk)
    assert body.values().get() == before


def test_a_refusal_stands_above_the_form_and_nothing_typed_is_lost(
    structure: Structure, people: People
) -> None:
    said = BODY | {"name": "The Board", "rhythm": "none", "parent": structure.executive.pk}
    answer = sends(people.operations, "body_edit", said, pk=structure.board.pk)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A body cannot stand below itself." in html.text(page)
    assert "Learns" in page


def test_a_row_that_was_not_asked_for_is_none(structure: Structure, people: People) -> None:
    said = {"body": structure.board.pk, "where": "outside", "to_outside": "Scrutiny"}
    sends(people.operations, "duty_add", said | {"times_a_year": "2"})
    duty = ReportingDuty.objects.get()
    assert (duty.to_body, duty.to_words, duty.times_a_year) == (None, "Scrutiny", 2)


def test_items_move_by_a_button(structure: Structure, people: People) -> None:
    items = [
        StandingItem.objects.create(body=structure.board, order=n, title=title, purpose="note")
        for n, title in enumerate("AB", start=1)
    ]
    sends(people.operations, "item_move", {"direction": "up"}, pk=items[1].pk)
    rows = structure.board.standing_items.order_by("order")
    assert "".join(rows.values_list("title", flat=True)) == "BA"
    assert sends(people.operations, "item_move", {}, pk=items[1].pk).status_code == 302
    assert "".join(rows.all().values_list("title", flat=True)) == "BA"


def test_somebody_is_appointed_and_leaves(structure: Structure, people: People) -> None:
    said = {
        "person": "Board.Member@example.test",
        "is_deputy": "no",
        **parts("starts_on", NOW()),
    }
    sends(people.operations, "seat_appoint", said, pk=structure.police.pk)
    holding = Holding.objects.get()
    assert (holding.user, holding.is_deputy) == (people.board_member, False)
    sends(people.operations, "holding_end", {"when": "at_once"}, pk=holding.pk)
    holding.refresh_from_db()
    assert holding.ends_on == NOW() - timedelta(days=1)


@pytest.mark.parametrize("address", ["leaver@example.test", "nobody@example.test"])
def test_nobody_without_a_role_is_named(structure: Structure, people: People, address: str) -> None:
    said = {"person": address, "is_deputy": "no", **parts("starts_on", NOW())}
    answer = sends(people.operations, "seat_appoint", said, pk=structure.police.pk)
    assert "Nobody with a role in the portal has this email address" in html.text(
        answer.content.decode()
    )
    assert not Holding.objects.exists()


ROWS = (
    "body,agency,post,email,from,to,deputy\n"
    "The Board,Northshire Police,Superintendent,police.lead@example.test,2026-01-01,,no\n"
)


def test_many_are_shown_first_and_then_appointed(structure: Structure, people: People) -> None:
    answer = sends(people.operations, "seat_appoint_many", {"text": ROWS})
    assert "This one would be appointed" in html.text(answer.content.decode())
    assert not Holding.objects.exists()
    sends(people.operations, "seat_appoint_many", {"text": ROWS, "action": "appoint"})
    assert Holding.objects.get().user == people.police_lead


def test_bad_rows_are_named_and_kept_to_be_put_right(structure: Structure, people: People) -> None:
    bad = ROWS.replace("Superintendent", "Sheriff")
    answer = sends(people.operations, "seat_appoint_many", {"text": bad, "action": "appoint"})
    page = answer.content.decode()
    assert "Line 2, column “post”: there is no such seat." in html.text(page)
    assert "Sheriff" in page
    assert not Holding.objects.exists()


# --- The agreement --------------------------------------------------------------------------------


@pytest.fixture
def agreement(seated: Structure, people: People) -> Agreement:
    return Agreement.objects.create(
        body=seated.board,
        number=1,
        text="It stays here",
        recorded_by=people.operations,
        recorded_at=timezone.now(),
    )


def test_one_signs_what_one_has_read(agreement: Agreement, people: People) -> None:
    board = agreement.body.pk
    assert "You have not signed edition 1" in reads(people.police_lead, "body_detail", pk=board)
    sends(people.police_lead, "agreement_detail", {"edition": "1"}, pk=board)
    assert "You have signed edition 1" in reads(people.police_lead, "body_detail", pk=board)
    assert "Not yet" in reads(people.operations, "agreement_detail", pk=board)  # Uma has not


@pytest.mark.parametrize("edition", ["", "2", "x", "1" * 9])
def test_an_edition_that_is_not_there_is_not_signed(
    agreement: Agreement, people: People, edition: str
) -> None:
    answer = sends(
        people.police_lead, "agreement_detail", {"edition": edition}, pk=agreement.body.pk
    )
    assert answer.status_code == 404
    assert not agreement.signings.exists()


def test_whoever_read_the_old_edition_is_told_of_the_new(
    agreement: Agreement, people: People
) -> None:
    Agreement.objects.create(
        body=agreement.body,
        number=2,
        text="All of it",
        recorded_by=people.operations,
        recorded_at=timezone.now(),
    )
    answer = sends(people.police_lead, "agreement_detail", {"edition": "1"}, pk=agreement.body.pk)
    assert answer.status_code == 409
    assert "There is a newer edition" in html.text(answer.content.decode())
    assert not agreement.signings.exists()


# --- Changes of personnel -------------------------------------------------------------------------


def test_an_agency_says_who_leaves_and_operations_confirm(
    seated: Structure, people: People
) -> None:
    last = NOW() + timedelta(days=5)
    said = {"what": "leaves", **parts("last_day", last), "successor_name": "not asked"}
    sends(people.police_lead, "change_notify", said, pk=seated.police.pk)
    change = PersonnelChange.objects.get()
    assert (change.leaver, change.last_day, change.successor_name) == (people.police_lead, last, "")
    assert "Paula Lead" in reads(people.operations, "change_answer", pk=change.pk)
    sends(people.operations, "change_answer", {"action": "confirm"}, pk=change.pk)
    assert Holding.objects.get(user=people.police_lead).ends_on == last


def test_an_agency_sees_its_own_seats_alone(seated: Structure, people: People) -> None:
    said = reads(people.police_lead, "agency_seats")
    assert "Superintendent" in said
    assert "Director" not in said


# --- Money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "stored"), [("£1,250.5", "1250.50"), ("−20", "-20.00"), ("0", None), ("lots", None)]
)
def test_money_is_typed_as_people_write_it(
    structure: Structure, people: People, amount: str, stored: str | None
) -> None:
    budget = Budget.objects.create(year="2026-27", budgeted=Decimal(1))
    said = {"what": "Room", "amount": amount, **parts("spent_on", date(2026, 3, 2))}
    sends(people.operations, "spend_add", said, pk=budget.pk)
    spent = [str(one) for one in budget.spends.values_list("amount", flat=True)]
    assert spent == ([stored] if stored else [])


@pytest.mark.parametrize(
    ("year", "is_taken"),
    [("2026-27", True), ("1999-00", True), ("2026-28", False), ("2026-26", False)],
)
def test_a_budget_is_of_two_years_that_follow_each_other(
    structure: Structure, people: People, year: str, is_taken: bool
) -> None:
    sends(people.operations, "budget_add", {"year": year, "budgeted": "1"})
    assert Budget.objects.filter(year=year).exists() == is_taken


def test_more_than_was_promised_is_said_so(seated: Structure, people: People) -> None:
    budget = Budget.objects.create(year="2026-27", budgeted=Decimal(1000), body=seated.board)
    Contribution.objects.create(
        budget=budget, contributor="Probation", promised=Decimal(10), received=Decimal(5000)
    )
    said = reads(people.police_lead, "budget_detail", pk=budget.pk)
    assert "£4,990.00 more than promised" in said
    assert "−£4,990.00" not in said


def test_a_budget_shows_its_figures(seated: Structure, people: People) -> None:
    budget = Budget.objects.create(year="2026-27", budgeted=Decimal(1000), body=seated.board)
    Contribution.objects.create(
        budget=budget, contributor="Probation", promised=Decimal("60.10"), received=Decimal(50)
    )
    said = reads(people.police_lead, "budget_detail", pk=budget.pk)
    for words in ("£1,000.00", "£60.10", "£50.00", "£10.10"):
        assert words in said
    assert as_(people.health_lead).get(budget.get_absolute_url()).status_code == 404


def test_the_list_of_seats_leads_whoever_keeps_them_from_a_vacant_one_to_an_appointment(
    seated: Structure, people: People
) -> None:
    assert "Appoint: Named nurse" in reads(people.operations, "seat_list")
    assert "Appoint: Superintendent" not in reads(people.operations, "seat_list")
    assert "Appoint" not in reads(people.scrutineer, "seat_list")
    answer: Any = as_(people.operations).get(f"{reverse('seat_list')}?format=csv")
    assert b"Appoint" not in b"".join(answer.streaming_content)
