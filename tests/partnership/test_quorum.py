"""May a body decide? Reckoned with its working, and counted again in another way."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.models import Attending, Working, check_rule, reckon

COUNCIL, POLICE, ICB, TRUST, SCHOOL = 1, 2, 3, 4, 5
NAMES = {COUNCIL: "Council", POLICE: "Police", ICB: "ICB", TRUST: "Trust", SCHOOL: "School"}
KIND = {COUNCIL: "care", POLICE: "police", ICB: "health", TRUST: "health", SCHOOL: "school"}
PARTNERS = {number: NAMES[number] for number in (COUNCIL, POLICE, ICB)}
EACH: dict[str, Any] = {"each_statutory_partner": True}
CARE_AND_TWO: dict[str, Any] = {"agency_kinds": ["care"], "others": 2}


def at(agency: int, person: int = 0, **more: Any) -> Attending:
    number = person or agency
    return Attending(number, f"Person {number}", agency, NAMES[agency], KIND[agency], **more)


# --- Each rule ------------------------------------------------------------------------------------


def test_each_statutory_partner_is_represented() -> None:
    found = reckon(EACH, [at(COUNCIL), at(POLICE, is_deputy=True), at(ICB)], PARTNERS)
    assert found == Working(
        True,
        "3 of 3 statutory partners present",
        ("Council: Person 1", "Police: Person 2 (deputy)", "ICB: Person 3"),
    )


def test_a_partner_that_nobody_represents_is_named() -> None:
    found = reckon(EACH, [at(COUNCIL), at(COUNCIL, 11), at(ICB), at(TRUST)], PARTNERS)
    assert found == Working(
        False,
        "2 of 3 statutory partners present",
        ("Council: Person 1, Person 11", "Police: nobody", "ICB: Person 3"),
    )


def test_where_no_partner_is_known_their_rule_is_never_met() -> None:
    assert not reckon(EACH, [at(COUNCIL), at(POLICE)], {}).is_met


@pytest.mark.parametrize(("number", "is_met"), [(1, False), (2, True), (3, True)])
def test_so_many_members(number: int, is_met: bool) -> None:
    found = reckon({"members": 2}, [at(POLICE, 10 + n) for n in range(number)], PARTNERS)
    assert found.is_met is is_met
    assert len(found.lines) == number


def test_a_kind_of_agency_and_so_many_others() -> None:
    found = reckon(CARE_AND_TWO, [at(COUNCIL), at(TRUST), at(SCHOOL)], {}, {"care": "Social care"})
    assert found == Working(
        True,
        "1 of 1 kind of agency present, and 2 other agencies, 2 needed",
        (
            "Social care: Council (Person 1)",
            "Other agency: Trust (Person 4)",
            "Other agency: School (Person 5)",
        ),
    )


@pytest.mark.parametrize(
    "present",
    [
        [at(COUNCIL), at(TRUST), at(TRUST, 9)],
        [at(TRUST), at(SCHOOL), at(POLICE)],
        [at(COUNCIL), at(COUNCIL, 8), at(COUNCIL, 9)],
        [],
    ],
    ids=["one agency twice", "kind missing", "kind alone", "nobody"],
)
def test_an_agency_counts_once_and_a_kind_cannot_be_made_up_for(present: list[Attending]) -> None:
    assert not reckon(CARE_AND_TWO, present, {}).is_met


def test_a_second_agency_of_the_kind_is_another_agency() -> None:
    rule = {"agency_kinds": ["health"], "others": 1}
    assert reckon(rule, [at(ICB), at(TRUST)], {}).is_met


def test_without_a_rule_any_number_but_none_decides() -> None:
    assert reckon({}, [at(SCHOOL)], {}).is_met
    assert not reckon({}, [], {}).is_met


def test_the_working_is_stored_and_read_back() -> None:
    found = reckon(EACH, [at(COUNCIL)], PARTNERS)
    assert Working.of(json.loads(json.dumps(found.as_json()))) == found
    assert Working.of({}) is None


# --- Whoever does not count -----------------------------------------------------------------------

RULES: tuple[dict[str, Any], ...] = (
    EACH,
    {"members": 1},
    {"agency_kinds": ["care"], "others": 1},
    {},
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_guests_operations_and_scrutineers_do_not_count(rule: dict[str, Any]) -> None:
    present = [at(number, is_member=False) for number in NAMES]
    assert not reckon(rule, present, PARTNERS).is_met


def test_one_person_counts_once_and_for_one_agency() -> None:
    assert not reckon({"members": 2}, [at(POLICE), at(POLICE)], PARTNERS).is_met
    present = [at(COUNCIL), at(POLICE), at(ICB, POLICE)]
    assert reckon(EACH, present, PARTNERS).lines[2] == "ICB: nobody"


# --- Counted again --------------------------------------------------------------------------------

ATTENDING = st.lists(
    st.builds(
        at, st.sampled_from(sorted(NAMES)), st.integers(1, 12), is_member=st.booleans(),
        is_deputy=st.booleans(),
    ),
    max_size=14,
)  # fmt: skip
ANY_RULE = st.one_of(
    st.just(EACH),
    st.just({}),
    st.builds(lambda number: {"members": number}, st.integers(1, 8)),
    st.builds(
        lambda kinds, others: {"agency_kinds": kinds, "others": others},
        st.lists(st.sampled_from(["care", "police", "health", "school", "other"]), min_size=1),
        st.integers(1, 4),
    ),
)


def counted(rule: dict[str, Any], present: list[Attending], partners: set[int]) -> bool:
    """The same question, answered with sets of pairs and sums alone."""
    pairs = set[tuple[int, int]]()
    for one in present:
        if one.is_member and one.person not in {person for person, _ in pairs}:
            pairs.add((one.person, one.agency))
    agencies = {agency for _, agency in pairs}
    if "each_statutory_partner" in rule:
        return bool(partners) and not partners - agencies
    if "members" in rule:
        return len(pairs) >= rule["members"]
    if "agency_kinds" in rule:
        wanted = set(rule["agency_kinds"])
        have = {KIND[agency] for agency in agencies}
        return wanted <= have and len(agencies) - len(wanted) >= rule["others"]
    return len(pairs) > 0


@given(ANY_RULE, ATTENDING, st.sets(st.sampled_from(sorted(NAMES))))
def test_the_reckoning_agrees_with_an_independent_count(
    rule: dict[str, Any], present: list[Attending], partners: set[int]
) -> None:
    check_rule(rule)
    named = {number: NAMES[number] for number in sorted(partners)}
    assert reckon(rule, present, named).is_met is counted(rule, present, partners)


@given(ANY_RULE, ATTENDING, ATTENDING)
def test_whoever_comes_late_never_takes_a_quorum_away(
    rule: dict[str, Any], present: list[Attending], later: list[Attending]
) -> None:
    if reckon(rule, present, PARTNERS).is_met:
        assert reckon(rule, [*present, *later], PARTNERS).is_met
