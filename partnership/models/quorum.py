"""When may a body decide? Its quorum rule as data, in a small vocabulary that is checked.

`{}` no rule; `{"each_statutory_partner": true}` a representative of each of them; `{"members": 5}`
so many members; `{"agency_kinds": ["local-authority"], "others": 2}` an agency of each kind and so
many others.
"""

import re
from collections.abc import Mapping
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
