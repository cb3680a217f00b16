"""Figures that tests count while they run, added up over all workers and printed at the end.

A test says `tally.add("authorisation matrix", cells=3)`; the run then ends with a line
`authorisation matrix: 12,345 cells`.
"""

from collections import Counter, defaultdict
from typing import Any

import pytest

found: dict[str, Counter[str]] = defaultdict(Counter)


def add(about: str, **figures: int) -> None:
    """Count something that the run should say."""
    found[about].update(figures)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: Any = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["tally"] = {about: dict(figures) for about, figures in found.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of several hands over what it counted."""
    for about, figures in getattr(node, "workeroutput", {}).get("tally", {}).items():
        add(about, **figures)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not found:
        return
    terminalreporter.section("figures")
    for about, figures in sorted(found.items()):
        words = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in figures.items())
        terminalreporter.write_line(f"{about}: {words}")
