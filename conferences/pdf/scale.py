"""Where does each agency put a child on the safety scale, as a picture and as the same in words?

Places alone are worked out here; the template draws them. One mark for each agency, with its
letter; marks on the same number stand on each other, so that none hides another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

STEP, EDGE, RADIUS, TALL = 56, 24, 11, 26
NUMBERS = range(11)


@dataclass(frozen=True)
class Placed:
    """What one agency says of one child; None where it chose no number."""

    letter: str
    agency: str
    number: int | None
    why: str


def letter_of(place: int) -> str:
    """`A` to `Z`, then `AA`."""
    round_, within = divmod(place, len(ascii_uppercase))
    return (letter_of(round_ - 1) if round_ else "") + ascii_uppercase[within]


def spread(child: str, placed: Sequence[Placed]) -> dict[str, Any]:
    """The picture of one child's scale, and the same figures as rows."""
    return {
        "child": child,
        "picture": _picture(child, placed),
        "rows": [
            [one.letter, one.agency, "Not said" if one.number is None else str(one.number), one.why]
            for one in placed
        ],
        "words": _words([one.number for one in placed if one.number is not None]),
    }


def _words(numbers: Sequence[int]) -> str:
    if not numbers:
        return "No agency has said how safe this child is."
    low, high = min(numbers), max(numbers)
    if low == high:
        return f"{'All say' if len(numbers) > 1 else 'The one agency that says it says'} {low}."
    return f"From {low} to {high}: {high - low} apart."


def _picture(child: str, placed: Sequence[Placed]) -> dict[str, Any] | None:
    """None where there is nothing to draw."""
    said = [one for one in placed if one.number is not None]
    if not said:
        return None
    stood: dict[int, int] = {}
    marks = []
    for one in said:
        assert one.number is not None
        stood[one.number] = stood.get(one.number, 0) + 1
        marks.append((one, stood[one.number]))
    base = max(stood.values()) * TALL + 8
    told = "; ".join(f"{one.letter}, {one.agency}: {one.number}" for one in said)
    return {
        "alt": f"The safety scale of {child} from 0 to 10. {told}. The table says the same.",
        "width": 2 * EDGE + (len(NUMBERS) - 1) * STEP,
        "height": base + 34,
        "base": base,
        "ticks": [{"x": EDGE + number * STEP, "number": str(number)} for number in NUMBERS],
        "marks": [
            {
                "x": EDGE + one.number * STEP,
                "y": base - 4 - TALL * place + TALL // 2,
                "letter": one.letter,
            }
            for one, place in marks
            if one.number is not None
        ],
    }
