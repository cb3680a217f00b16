"""What may one page cost? Counts alone: the same on every machine."""

from dataclasses import dataclass

# A page of a list: session, person, roles; its rows with their count; the menu's unread messages.
LIST_QUERIES = 5
# A sequential scan that reads more rows than this has no bound: lists count to 1,000 and stop.
READ_AT_MOST = 2_000
# What every page loads, in bytes compressed: a tenth above what it was.
CSS, JS = 19_700, 18_900


@dataclass(frozen=True)
class Budget:
    """One page class: its name, the address that stands for it, and its budgets.

    `queries` counts every query of a request, the three of sign-in included; `calls` the Python
    functions entered and `elements` the page's, both a tenth above what they were.
    """

    name: str
    address: str
    queries: int
    calls: int
    elements: int
    css: int = CSS
    js: int = JS
    reads: int = READ_AT_MOST
    who: str = "operations"  # the account of the demo that opens it
