"""The demo: a persona each, a notification in each stage, everything invented, loaded once."""

import io
from collections import Counter

from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from incidents.answers import rows_of
from incidents.completeness import state_of
from incidents.models import Child, Incident, Status
from incidents.sections import SECTIONS
from partnership import services
from partnership.models import (
    Action,
    Body,
    Budget,
    ChairHolding,
    Holding,
    Meeting,
    MeetingStatus,
)
from partnership.models.quorum import Working
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.clocks.models import Clock
from shield.core.forms.fields import is_nhs_number
from shield.demo.people import described
from tests.core import html
from tests.demo.days import BOARD
from tests.partnership.browsing import as_

PARTNERS = 21


def test_it_says_what_it_loaded(demo: str) -> None:
    assert demo == "demo: 21 agencies, 8 groups, 12 notifications, 4 conferences\n"


def test_every_role_has_an_account(demo: str) -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(roles())


def test_every_account_signs_in_with_the_password_that_is_printed(demo: str) -> None:
    password = described()["password"]
    accounts = list(User.objects.values_list("email", "password"))
    assert {email.partition("@")[2] for email, _ in accounts} == {"demo.example"}
    assert check_password(password, accounts[0][1])


def test_the_sign_ins_are_printed_one_a_line(demo: str) -> None:
    said = io.StringIO()
    call_command("demo_sign_ins", stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0] == "Password of every account: shield-demo"
    assert len(lines) == 1 + User.objects.count()
    assert any("lead.health@demo.example" in line for line in lines)


def test_the_law_changed_and_the_commissioner_has_a_successor(demo: str) -> None:
    ended = Agency.objects.get(name="NHS Bexley CCG")
    assert ended.succeeded_by is not None
    assert (ended.succeeded_by.name, ended.succeeded_by.is_statutory_partner) == (
        "NHS South East London ICB",
        True,
    )
    assert Agency.objects.count() == PARTNERS + 1
    assert not Agency.objects.on(timezone.localdate()).filter(pk=ended.pk).exists()


def test_every_stage_is_there(demo: str) -> None:
    found = Counter(Incident.objects.values_list("status", flat=True))
    assert found == {
        Status.DRAFT: 3,
        Status.DISCARDED: 1,
        Status.SUBMITTED: 6,
        Status.PANEL_NOTIFIED: 2,
    }
    assert Incident.objects.filter(is_late=True).count() == 1
    assert Incident.objects.exclude(corrections=None).count() == 1


def test_some_duty_is_overdue_and_some_is_met(demo: str) -> None:
    today = timezone.localdate()
    assert Clock.objects.overdue(today).exists()
    assert Clock.objects.open().filter(due_on__gte=today).exists()
    assert Clock.objects.met().exists()


def test_references_count_without_a_gap_in_each_year(demo: str) -> None:
    by_year: dict[str, list[int]] = {}
    for reference in Incident.objects.filed().values_list("reference", flat=True):
        _, year, number = str(reference).split("-")
        by_year.setdefault(year, []).append(int(number))
    for numbers in by_year.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_filed_notification_is_complete(demo: str) -> None:
    for incident in Incident.objects.filed():
        rows = rows_of(incident)
        assert incident.submitted_at is not None
        states = {
            section.slug: state_of(
                incident, section, rows.get(section.slug, []), at=incident.submitted_at
            )
            for section in SECTIONS
        }
        assert set(states.values()) == {"complete"}, (incident.reference, states)


def test_nothing_happened_after_it_was_told(demo: str) -> None:
    now = timezone.now()
    for incident in Incident.objects.filed():
        moments = [
            incident.happened_at,
            incident.agency_aware_at,
            incident.submitted_at,
            incident.panel_notified_at,
        ]
        told = [moment for moment in moments if moment]
        assert told == sorted(told), incident.reference
        assert told[-1] <= now


def test_the_demos_people_sit_in_its_bodies(demo: str) -> None:
    def reads(account: str) -> set[str]:
        user = User.objects.get(email=f"{account}@demo.example")
        return set(Body.objects.visible_to(user).values_list("name", flat=True))

    assert reads("board") == {"Partnership Board"}
    assert reads("group") == {"Learning from Practice Group"}
    assert reads("lead.icb") == {
        "Partnership Board",
        "S.H.I.E.L.D. Executive",
        "Learning from Practice Group",
    }
    assert reads("practitioner.health") == reads("system") == set()
    assert len(reads("scrutineer")) == len(reads("operations")) == 8


def test_every_statutory_partner_sits_in_the_executive(demo: str) -> None:
    held = Holding.objects.filter(seat__body__name="S.H.I.E.L.D. Executive")
    held = held.filter(seat__agency__is_statutory_partner=True, seat__agency__valid_to=None)
    assert held.values("seat__agency").distinct().count() == 3


def test_the_pooled_budget_has_figures(demo: str) -> None:
    sums = Budget.objects.get().sums()
    assert (sums.promised, sums.received) == (276550, 262050)
    assert 0 < sums.spent < sums.received


def test_a_board_was_held_and_its_loop_goes_on(demo: str) -> None:
    held = Meeting.objects.get(body__name=BOARD, status=MeetingStatus.HELD)
    chairs = ChairHolding.objects.current(held.on).filter(seat__body=held.body)
    assert {one.seat.agency.is_statutory_partner for one in chairs} == {True}
    assert chairs.count() == 3
    working = Working.of(held.quorum)
    assert working is not None
    assert working.is_met
    member = as_(User.objects.get(email="board@demo.example"))
    minutes = html.text(member.get(reverse("minutes_detail", args=[held.pk])).content.decode())
    decided, due = held.decisions.get(), Action.objects.get(item__meeting=held)
    assert list(decided.actions.all()) == [due]
    for words in (decided.reference, decided.text, due.reference, due.what, "Distributed"):
        assert words in minutes
    coming = Meeting.objects.filter(body=held.body, starts_at__gt=held.starts_at)
    published = coming.exclude(published_at=None).earliest("starts_at")
    agenda = html.text(member.get(reverse("agenda_detail", args=[published.pk])).content.decode())
    assert "Matters arising" in agenda
    assert due.holder is not None
    arising = services.matters_arising(meeting=published, reader=due.holder)
    assert due in arising.unfinished


def test_a_second_run_does_nothing(demo: str) -> None:
    before = Incident.objects.count(), User.objects.count(), Clock.objects.count()
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    assert said.getvalue() == "demo: there are people already; nothing was loaded\n"
    assert (Incident.objects.count(), User.objects.count(), Clock.objects.count()) == before


def test_numbers_are_those_that_are_given_to_nobody(demo: str) -> None:
    numbers = [child.nhs_number for child in Child.objects.all() if child.nhs_number]
    assert numbers
    assert [one for one in numbers if not one.startswith("999") or not is_nhs_number(one)] == []
    phones = set(User.objects.values_list("phone", flat=True))
    assert {phone for phone in phones if not phone.startswith("020 7946 0")} == set()
