"""Agreements are signed by those who sit there; seats change hands when their agency says so."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from partnership import services
from partnership.models import Agreement, Body, Holding, PersonnelChange, Seat
from shield.accounts.models import Membership, User
from shield.core.refusals import Refusal
from shield.notifications.models import Notification
from tests.partnership.conftest import Structure
from tests.partnership.doing import appoint, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(structure: Structure, people: People, at: datetime) -> Agreement:
    appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at)
    return services.record_agreement(
        by=people.operations, body=structure.board, text="It stays here", at=at
    )


def test_a_new_edition_asks_those_who_sit_there(agreement: Agreement, people: People) -> None:
    assert told(people.police_lead)[-1:] == ["The Board: please sign the confidentiality agreement"]
    assert told(people.board_member) == []


def test_whoever_sits_there_signs_once(agreement: Agreement, people: People, at: datetime) -> None:
    for _ in range(2):
        services.sign(by=people.police_lead, agreement=agreement, at=at)
    assert agreement.signings.count() == 1
    assert verbs().count("agreement.signed") == 1
    assert agreement.is_signed_by(people.police_lead)


@pytest.mark.parametrize("persona", ["board_member", "operations", "scrutineer", "auditor"])
def test_nobody_signs_who_does_not_sit_there(
    agreement: Agreement, people: People, at: datetime, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        services.sign(by=getattr(people, persona), agreement=agreement, at=at)
    assert not agreement.signings.exists()


def test_an_older_edition_is_not_signed_and_does_not_count(
    agreement: Agreement, people: People, at: datetime
) -> None:
    services.sign(by=people.police_lead, agreement=agreement, at=at)
    newer = services.record_agreement(
        by=people.operations, body=agreement.body, text="All of it stays here", at=at
    )
    assert not newer.is_signed_by(people.police_lead)
    with pytest.raises(services.NotCurrent):
        services.sign(by=people.police_lead, agreement=agreement, at=at)


# --- Changes of personnel -------------------------------------------------------------------------


def notify(people: People, seat: Seat, at: datetime, **more: Any) -> PersonnelChange:
    said = {
        "last_day": None,
        "successor_name": "",
        "successor_email": "",
        "from_day": None,
        "by": people.police_lead,
        **more,
    }
    return services.notify_change(seat=seat, at=at, **said)


SUCCESSOR = {
    "last_day": date(2026, 11, 30),
    "successor_name": "Bella Board",
    "successor_email": "Board.Member@example.test",
    "from_day": date(2026, 12, 1),
}


@pytest.fixture
def held(structure: Structure, people: People, at: datetime) -> Seat:
    appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at)
    return structure.police


def test_operations_are_told_without_who(held: Seat, people: People, at: datetime) -> None:
    notify(people, held, at, **SUCCESSOR)
    message = Notification.objects.get(recipient=people.operations)
    assert message.subject == "A change of personnel waits to be confirmed"
    said = " ".join([message.subject, *message.lines])
    assert not [word for word in ("Bella", "Paula", "Superintendent", "Board") if word in said]


def test_a_change_that_is_confirmed_is_done(held: Seat, people: People, at: datetime) -> None:
    change = notify(people, held, at, **SUCCESSOR)
    services.confirm_change(by=people.operations, change=change, at=at)
    assert list(
        held.holdings.order_by("starts_on").values_list("user__full_name", "starts_on", "ends_on")
    ) == [
        ("Paula Lead", date(2026, 1, 1), date(2026, 11, 30)),
        ("Bella Board", date(2026, 12, 1), None),
    ]
    assert told(people.police_lead)[-1] == "Your change of personnel was answered"


def test_a_change_that_is_declined_does_nothing(held: Seat, people: People, at: datetime) -> None:
    change = notify(people, held, at, **SUCCESSOR)
    services.decline_change(by=people.operations, change=change, at=at)
    assert Holding.objects.get().ends_on is None
    with pytest.raises(services.AlreadyAnswered):
        services.confirm_change(by=people.operations, change=change, at=at)
    assert Holding.objects.get().ends_on is None


def test_a_successor_without_an_account_is_invited_first(
    held: Seat, people: People, at: datetime
) -> None:
    change = notify(people, held, at, **SUCCESSOR | {"successor_email": "new@example.test"})
    with pytest.raises(services.NotKnown, match=r"new@example\.test"):
        services.confirm_change(by=people.operations, change=change, at=at)
    change.refresh_from_db()
    assert (change.answer, Holding.objects.get().ends_on) == ("", None)


def test_somebody_leaves_although_their_successor_has_no_account_yet(
    held: Seat, people: People, at: datetime
) -> None:
    change = notify(people, held, at, **SUCCESSOR | {"successor_email": "new@example.test"})
    services.confirm_change(by=people.operations, change=change, is_leaving_only=True, at=at)
    assert Holding.objects.get().ends_on == date(2026, 11, 30)
    with pytest.raises(services.AlreadyAnswered):
        services.confirm_change(by=people.operations, change=change, at=at)


@pytest.mark.parametrize("persona", ["health_lead", "police_practitioner", "operations"])
def test_only_the_seats_own_agency_says_that_it_changes_hands(
    held: Seat, people: People, at: datetime, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        notify(people, held, at, by=getattr(people, persona), last_day=date(2026, 11, 30))
    assert not PersonnelChange.objects.exists()


def test_one_change_of_a_seat_waits_at_a_time(held: Seat, people: People, at: datetime) -> None:
    notify(people, held, at, last_day=date(2026, 11, 30))
    with pytest.raises(services.AlreadyNotified):
        notify(people, held, at, last_day=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({}, services.NothingChanges), ({"last_day": date(2026, 11, 30)}, services.NobodySits)],
)
def test_a_change_of_nothing_is_refused(
    structure: Structure, people: People, at: datetime, said: Any, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        notify(people, structure.police, at, **said)


def test_whoever_left_their_agency_reads_nothing_though_the_seat_carries_their_name(
    held: Seat, people: People
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=people.police_lead).update(ends_on=yesterday)
    person = User.objects.get(pk=people.police_lead.pk)
    assert not Body.objects.visible_to(person).exists()
    assert held.holdings.filter(user=person, ends_on=None).exists()
