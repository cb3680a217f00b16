"""What a request asks of a person's memberships is what the table of memberships says."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone

from shield.accounts.models import Agency, Membership
from shield.accounts.spells import FACTS
from tests.personas import People

pytestmark = pytest.mark.django_db


def test_the_written_query_and_the_queryset_agree_on_who_holds_a_role(people: People) -> None:
    today, person = timezone.localdate(), people.health_practitioner
    days = (None, -1, 0, 1)
    home = Agency.objects.get(memberships__user=person)
    Membership.objects.filter(user=person).delete()
    for number, (ends, agency_from, agency_to) in enumerate(product(days, repeat=3)):
        if agency_from is not None and agency_to is not None and agency_from > agency_to:
            continue
        valid_from, valid_to, ends_on = (
            None if day is None else today + timedelta(days=day)
            for day in (agency_from, agency_to, ends)
        )
        agency = Agency.objects.create(
            name=f"Agency {number}", kind=home.kind, valid_from=valid_from, valid_to=valid_to
        )
        Membership.objects.create(
            user=person,
            agency=agency,
            role="practitioner",
            starts_on=today - timedelta(days=5),
            ends_on=ends_on,
        )
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"user": person.pk, "on": today})
        held = {agency for agency, *_, is_now in cursor.fetchall() if is_now}
    current = Membership.objects.current(today).filter(user=person)
    assert held == set(current.values_list("agency", flat=True))
    assert 0 < len(held) < Membership.objects.filter(user=person).count()
