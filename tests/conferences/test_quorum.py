"""Can a conference decide with those who are there?"""

from datetime import date

import pytest

from conferences.models import QuorumRule
from conferences.quorum import Quoracy, There, quorum
from conferences.services.lists import load_lists

CARE = There(1, "Northshire Council", "local-authority")
POLICE = There(2, "Northshire Police", "police")
HEALTH = There(3, "Riverside Health Trust", "health-provider")
LEAD = "Children’s social care: "


def said(*there: There, others: int = 2) -> Quoracy:
    return quorum(
        there,
        kinds=("childrens-social-care", "local-authority"),
        lead_name="Children’s social care",
        others=others,
    )


@pytest.mark.parametrize(
    ("there", "is_quorate", "lines"),
    [
        (
            (),
            False,
            (f"{LEAD}nobody there", "Other agencies, at least 2: 0 there (none); 2 missing"),
        ),
        (
            (CARE, POLICE),
            False,
            (
                f"{LEAD}Northshire Council",
                "Other agencies, at least 2: 1 there (Northshire Police); 1 missing",
            ),
        ),
        (
            (POLICE, HEALTH, There(4, "Hillside School", "school")),
            False,
            (
                f"{LEAD}nobody there",
                "Other agencies, at least 2: 3 there "
                "(Hillside School, Northshire Police, Riverside Health Trust)",
            ),
        ),
        (
            (HEALTH, POLICE, CARE),
            True,
            (
                f"{LEAD}Northshire Council",
                "Other agencies, at least 2: 2 there (Northshire Police, Riverside Health Trust)",
            ),
        ),
    ],
)
def test_it_needs_social_care_and_two_others(
    there: tuple[There, ...], is_quorate: bool, lines: tuple[str, ...]
) -> None:
    assert said(*there) == Quoracy(is_quorate, lines)


def test_several_of_one_agency_are_one() -> None:
    assert said(CARE, CARE, POLICE, POLICE).is_quorate is False


def test_a_second_authority_is_one_of_the_others() -> None:
    elsewhere = There(9, "Southshire Council", "local-authority")
    assert said(CARE, elsewhere, POLICE).is_quorate is True


def test_the_number_is_the_rules() -> None:
    assert said(CARE, POLICE, others=1).is_quorate is True
    assert said(CARE, POLICE, HEALTH, others=3).is_quorate is False


@pytest.mark.django_db
def test_the_rule_is_data_with_a_day_from_which_it_holds() -> None:
    load_lists()
    later = QuorumRule.objects.create(
        agency_kinds=["local-authority"], lead_name="The authority", others=3,
        source="A minute", valid_from=date(2027, 1, 1),
    )  # fmt: skip
    assert QuorumRule.objects.in_force(date(2017, 1, 1)) is None
    first = QuorumRule.objects.in_force(date(2026, 12, 31))
    assert first is not None
    assert (first.others, first.lead_name) == (2, "Children’s social care")
    assert QuorumRule.objects.in_force(date(2027, 1, 1)) == later


@pytest.mark.django_db
def test_loading_twice_adds_nothing_and_keeps_what_was_changed() -> None:
    load_lists()
    assert QuorumRule.objects.count() == 1
    QuorumRule.objects.update(others=3)
    assert load_lists() == 0
    assert QuorumRule.objects.get().others == 3
