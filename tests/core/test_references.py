import pytest
from django.db import transaction

from shield.accounts.models import Agency, AgencyKind
from shield.core.references import next_reference

pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Rolls back."""


@pytest.fixture
def kind() -> AgencyKind:
    return AgencyKind.objects.create(code="thing", name="Thing")


def take(kind: AgencyKind, *, prefix: str = "SIN", year: int = 2026) -> str:
    """Store a record under the next reference."""
    with transaction.atomic():
        name = next_reference(Agency.objects.all(), prefix=prefix, year=year, field="name")
        Agency.objects.create(name=name, kind=kind)
    return name


def test_references_count_up_from_one(kind: AgencyKind) -> None:
    assert [take(kind) for _ in range(3)] == ["SIN-2026-0001", "SIN-2026-0002", "SIN-2026-0003"]


def test_each_year_and_each_prefix_counts_for_itself(kind: AgencyKind) -> None:
    take(kind)

    assert take(kind, year=2027) == "SIN-2027-0001"
    assert take(kind, prefix="RR") == "RR-2026-0001"


def test_a_number_that_was_rolled_back_is_used_again(kind: AgencyKind) -> None:
    def fails() -> None:
        with transaction.atomic():
            take(kind)
            raise Undo

    with pytest.raises(Undo):
        fails()

    assert take(kind) == "SIN-2026-0001"


def test_counting_goes_on_past_four_digits(kind: AgencyKind) -> None:
    Agency.objects.create(name="SIN-2026-9999", kind=kind)

    assert [take(kind), take(kind)] == ["SIN-2026-10000", "SIN-2026-10001"]
