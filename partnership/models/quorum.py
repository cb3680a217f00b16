"""When may a body decide? Its quorum rule as data, in a small vocabulary that is checked.

`{}` no rule; `{"each_statutory_partner": true}` a representative of each of them; `{"members": 5}`
so many members; `{"agency_kinds": ["local-authority"], "others": 2}` an agency of each kind and so
many others.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

EACH_PARTNER = "each_statutory_partner"
NOT_A_RULE = "This is no quorum rule that the portal knows."


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000


def check_rule(rule: Any) -> None:
    """ValidationError unless `rule` is one of the sentences above."""
    if not isinstance(rule, dict):
        raise ValidationError(NOT_A_RULE)
    keys = set(rule)
    is_right = (
        not keys
        or (keys == {EACH_PARTNER} and rule[EACH_PARTNER] is True)
        or (keys == {"members"} and is_number(rule["members"]))
        or (
            keys == {"agency_kinds", "others"}
            and is_number(rule["others"])
            and isinstance(rule["agency_kinds"], list)
            and bool(rule["agency_kinds"])
            and all(isinstance(kind, str) and kind for kind in rule["agency_kinds"])
        )
    )
    if not is_right:
        raise ValidationError(NOT_A_RULE)


def rule_from(published: str) -> dict[str, Any]:
    """The rule that published words say, as far as they are understood; `{}` otherwise."""
    words = published.casefold()
    if re.search(r"each of the (three )?(safeguarding|statutory) partners", words):
        return {EACH_PARTNER: True}
    if found := re.fullmatch(r"(?:at least )?([1-9][0-9]{0,2}) members", words):
        return {"members": int(found[1])}
    return {}


def rule_words(rule: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    """A rule in words; `kinds` names kinds of agency by their code."""
    if EACH_PARTNER in rule:
        return "A representative of each statutory partner"
    if "members" in rule:
        return "1 member" if rule["members"] == 1 else f"{rule['members']} members"
    if "agency_kinds" in rule:
        named = ", ".join(kinds.get(code, code) for code in rule["agency_kinds"])
        others = "1 other agency" if rule["others"] == 1 else f"{rule['others']} other agencies"
        return f"{named}, and {others}"
    return "No rule: any number may decide"


# --- Reckoning ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attending:
    """One person who is at a meeting: for which agency, and whether as a member."""

    person: int
    name: str
    agency: int
    agency_name: str
    kind: str = ""
    # False of guests, of the operations team's seats and of the scrutineer.
    is_member: bool = True
    is_deputy: bool = False

    @property
    def words(self) -> str:
        return f"{self.name} (deputy)" if self.is_deputy else self.name


@dataclass(frozen=True)
class Working:
    """Whether a body can decide, in words, and how that was reckoned, line by line."""

    is_met: bool
    words: str
    lines: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"is_met": self.is_met, "words": self.words, "lines": list(self.lines)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Working | None":
        """What `as_json` wrote; None where nothing was written."""
        if not stored:
            return None
        return cls(stored["is_met"], stored["words"], tuple(stored["lines"]))


def reckon(
    rule: Mapping[str, Any],
    present: Iterable[Attending],
    partners: Mapping[int, str],
    kinds: Mapping[str, str] | None = None,
) -> Working:
    """Whether those who are present may decide by a rule, with the working.

    `partners` names the statutory partners of that day by their id, `kinds` kinds of agency by
    their code. Each person counts once, for the first seat in which they stand; a deputy counts
    for the seat; who is no member does not count. Without any member nobody decides.
    """
    there: dict[int, Attending] = {}
    for one in present:
        if one.is_member:
            there.setdefault(one.person, one)
    if EACH_PARTNER in rule:
        return _each_partner(there, partners)
    if "members" in rule:
        return _members(there, rule["members"])
    if "agency_kinds" in rule:
        return _kinds(there, rule, kinds or {})
    return _any(there)


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many}"


def _names(there: Iterable[Attending]) -> str:
    return ", ".join(one.words for one in there)


def _each_partner(there: Mapping[int, Attending], partners: Mapping[int, str]) -> Working:
    lines, met = [], 0
    for agency, name in partners.items():
        for_it = [one for one in there.values() if one.agency == agency]
        met += bool(for_it)
        lines.append(f"{name}: {_names(for_it) or 'nobody'}")
    if not partners:
        return Working(False, "Cannot be met: no statutory partner is known on that day")
    words = f"{met} of {_counted(len(partners), 'statutory partner', 'statutory partners')} present"
    return Working(met == len(partners), words, tuple(lines))


def _members(there: Mapping[int, Attending], needed: int) -> Working:
    words = f"{_counted(len(there), 'member', 'members')} present, {needed} needed"
    lines = tuple(f"{one.words}, {one.agency_name}" for one in there.values())
    return Working(len(there) >= needed, words, lines)


def _kinds(
    there: Mapping[int, Attending], rule: Mapping[str, Any], kinds: Mapping[str, str]
) -> Working:
    """One agency of each kind, and of all further agencies so many; an agency counts once."""
    agencies: dict[int, list[Attending]] = {}
    for one in there.values():
        agencies.setdefault(one.agency, []).append(one)
    wanted = list(dict.fromkeys(rule["agency_kinds"]))
    taken, lines = set(), []
    for code in wanted:
        found = next((key for key, who in agencies.items() if who[0].kind == code), None)
        if found is None:
            lines.append(f"{kinds.get(code, code)}: nobody")
            continue
        taken.add(found)
        who = agencies[found]
        lines.append(f"{kinds.get(code, code)}: {who[0].agency_name} ({_names(who)})")
    others = {key: who for key, who in agencies.items() if key not in taken}
    lines += [f"Other agency: {who[0].agency_name} ({_names(who)})" for who in others.values()]
    words = (
        f"{len(taken)} of {_counted(len(wanted), 'kind', 'kinds')} of agency present, and "
        f"{_counted(len(others), 'other agency', 'other agencies')}, {rule['others']} needed"
    )
    is_met = len(taken) == len(wanted) and len(others) >= rule["others"]
    return Working(is_met, words, tuple(lines))


def _any(there: Mapping[int, Attending]) -> Working:
    words = f"{_counted(len(there), 'member', 'members')} present; no rule says how many"
    lines = tuple(f"{one.words}, {one.agency_name}" for one in there.values())
    return Working(bool(there), words, lines)
