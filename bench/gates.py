"""What may a page cost? `bench/gates.py`, run by `./test`: counts and plans, no times.

Counts are the same on every machine, so they can be a gate: the queries of each page (the same for
ten times the rows), the Python functions it enters, its elements, the bytes of style and script,
and that no query reads a large table from end to end. Budgets stand in `pages.py`.
"""

import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.budgets import READ_AT_MOST, Budget  # noqa: E402
from bench.start import bench  # noqa: E402

# The same pages over ten times the rows.
SMALL, LARGE = 1_000, 10_000
# And conferences, after those of the demo.
CONFERENCES = 5_000
# And minutes of so many items, after those of the demo's two.
ITEMS = 15
CURSOR = re.compile(r'^DECLARE "\w+" .*?CURSOR (?:WITH(?:OUT)? HOLD )?FOR ', re.DOTALL)


@dataclass(frozen=True)
class Seen:
    """What one page was seen to cost."""

    queries: int  # at LARGE
    queries_small: int
    calls: int
    elements: int
    scans: list[str] = field(default_factory=list)
    css: int = 0  # bytes as they travel, compressed
    js: int = 0


def main() -> None:
    os.environ.setdefault("SHIELD_BENCH_DATABASE", "gates_shield")
    with bench():
        problems = [*look_at_all()]
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


def look_at_all() -> Iterator[str]:
    """Every page class at both sizes; gives what is over its budget."""
    from bench import actions, conferences, data, measure, minutes
    from bench.pages import looked_at

    data.fill(SMALL)
    browser = measure.browsers()
    before = {}
    for page in looked_at():
        get = partial(browser(page.who).get, page.address)
        get()  # once, so that what is remembered is remembered
        before[page.name] = len(measure.queries(get))
    data.fill(LARGE)
    actions.fill(LARGE)
    conferences.fill(CONFERENCES)
    minutes.fill(ITEMS)
    for page in looked_at():
        seen = look(partial(browser(page.who).get, page.address), before[page.name], page.reads)
        print(
            f"{page.name}: {seen.queries} queries, {seen.calls} calls, {seen.elements} elements, "
            f"{seen.css} bytes of style, {seen.js} of script"
        )
        yield from over(page, seen)


def look(get: Callable[[], bytes], queries_small: int, reads: int = READ_AT_MOST) -> Seen:
    """One page as it is now."""
    from bench import measure

    body = get()
    asked = measure.queries(get)
    css, js = assets_of(body)
    return Seen(
        queries=len(asked),
        queries_small=queries_small,
        calls=min(measure.calls(get) for _ in range(3)),
        elements=measure.Elements(body).count,
        scans=[scan for sql in asked for scan in scans_of(sql, reads)],
        css=css,
        js=js,
    )


def over(page: Budget, seen: Seen) -> Iterator[str]:
    """What is over budget, in words that name the page and the figure."""
    if seen.queries != seen.queries_small:
        yield (
            f"{page.name}: {seen.queries_small} queries over {SMALL:,} notifications, "
            f"{seen.queries} over {LARGE:,}"
        )
    for what in ("queries", "calls", "elements", "css", "js"):
        found, budget = getattr(seen, what), getattr(page, what)
        if found > budget:
            yield f"{page.name}: {found} {what}, of {budget} at most"
    for scan in seen.scans:
        yield f"{page.name}: {scan}"


def scans_of(sql: str, at_most: int = READ_AT_MOST) -> Iterator[str]:
    """The tables that a query reads from end to end, each with the query.

    Rows are counted as one scan reads them: below a LIMIT it may stop after a few, and a small
    table may well be read often.
    """
    from django.db import connection

    select = CURSOR.sub("", sql)
    if not select.startswith("SELECT") or " FOR UPDATE" in select:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {select}")
        found = cursor.fetchone()[0]
    plan = json.loads(found) if isinstance(found, str) else found
    for node in nodes(plan[0]["Plan"]):
        if node["Node Type"] != "Seq Scan":
            continue
        read = int(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        if read > at_most:
            yield f"reads {read:,} rows of {node['Relation Name']} one by one: {select}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's node and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


class Loaded(HTMLParser):
    """The addresses of the style sheets and scripts that a page loads."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.css: list[str] = []
        self.js: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "link" and said.get("rel") == "stylesheet":
            self.css.append(said.get("href") or "")
        if tag == "script" and said.get("src"):
            self.js.append(said["src"] or "")


def assets_of(page: bytes) -> tuple[int, int]:
    """Bytes of all style sheets and of all scripts of a page, compressed as a server would."""
    loaded = Loaded(page)
    return sum(map(weight, loaded.css)), sum(map(weight, loaded.js))


def weight(address: str) -> int:
    """A file of ours by its address; a page that loads anything else is broken."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    found = finders.find(address.removeprefix(settings.STATIC_URL))
    if not found:
        raise FileNotFoundError(address)
    return len(gzip.compress(Path(str(found)).read_bytes(), 9))


if __name__ == "__main__":
    main()
