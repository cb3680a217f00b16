"""Answering an invitation and sending it again at the same moment: one waits, neither breaks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from shield.accounts.models import Invitation, User
from shield.local.processes import until
from shield.people import services
from tests.personas import make_people

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(f"{WAITING} AND datname = current_database()")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["accept", "withdraw"])
def test_an_answer_waits_for_the_person_before_it_takes_the_invitation(answer: str) -> None:
    people, at = make_people(), timezone.now()
    invited = services.invite(
        by=people.agency_administrator,
        email="kim.newcomer@example.test",
        full_name="Kim Newcomer",
        post="",
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
        at=at,
    )
    first = invited.invitation
    assert first is not None

    def do() -> str:
        try:
            if answer == "accept":
                services.accept(invitation=first, password="violet harbour candle", at=at)
            else:
                services.withdraw(by=people.agency_administrator, invitation=first, at=at)
        except (services.LinkNotValid, services.NothingToResend):
            return "too late"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=invited.person.pk)
            other = pool.submit(do)
            assert until(somebody_waits, seconds=10)
            services.resend(by=people.agency_administrator, invitation=first, at=at)
        assert other.result(20) == "too late"
    assert Invitation.objects.unanswered().count() == 1
