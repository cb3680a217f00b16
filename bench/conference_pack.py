"""A chair's pack of 12 agencies' reports about three children, each with 20 events."""

import gc
import resource
import statistics
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import measure

REPORTS, CHILDREN, EVENTS = 12, 3, 20
TEXT = "The school knows of this, and the family were told what it means for them. " * 6
EVENT = "He was not collected, and nobody was at home. " * 3
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
MARK = "AAAA-2222-BBBB"


def content() -> dict[str, Any]:
    """What the pack says, of reports that are in no database."""
    from conferences.pdf import pack

    children = [(number, f"Child {number} Quill") for number in range(1, CHILDREN + 1)]
    return {
        "heading": "Pack for the chair",
        "facts": [["Conference", "Initial, CON-1"]],
        "children": [[name, "Born 4 March 2019"] for _, name in children],
        "answers_given": [["Reported in time", "All"]],
        "forecast": {"words": "Quorate", "lines": ["All come"], "agencies": []},
        **pack.of_reports(
            [report(number, children) for number in range(1, REPORTS + 1)],
            children=children,
            additions={},
            labels={},
        ),
    }


def report(number: int, children: list[tuple[int, str]]) -> Any:
    """One report with every answer given."""
    from conferences.completeness import QUESTIONS
    from conferences.models import Child, ChronologyEntry, Report, ReportChild, ReportRequest
    from conferences.pdf.slim import Slim
    from shield.accounts.models import Agency, User
    from shield.core.fields import EncryptedTextField

    texts = {
        field.name: TEXT
        for field in Report._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }
    return Slim(
        request=ReportRequest(
            pk=number, agency=Agency(name=f"Agency {number}"), answered_at=AT,
            answered_by=User(full_name="Somebody"),
        ),
        report=Report(pk=number, no_adults_known=True, **texts),
        questions=QUESTIONS,
        rows={
            "children": [
                ReportChild(
                    child=Child(pk=pk, first_names=name, last_name=""), analysis=TEXT,
                    voice_known="yes", voice=TEXT, voice_how=TEXT, scale=(number + pk) % 11,
                    scale_reason=TEXT,
                )
                for pk, name in children
            ],
            "adults": [],
            "chronology": [
                ChronologyEntry(
                    pk=event, known="day", on=date(2025, 1 + number % 12, 1 + event),
                    event=EVENT, impact=EVENT, mark="concern",
                )
                for event in range(EVENTS)
            ],
        },
    )  # fmt: skip


def made(rounds: int) -> dict[str, float]:
    """What it costs, its pages being looked at as before every release, beside WeasyPrint alone."""
    from bench.run import weasyprint_alone
    from conferences.pdf import pack
    from shield.documents import rendering
    from shield.documents.verifying import verify

    asked: dict[str, Any] = {
        "template": pack.TEMPLATE, "content": content(), "title": "Pack", "reference": "CON-1",
        "marking": pack.MARKING, "created": AT, "mark": MARK,
    }  # fmt: skip
    html = rendering.page_of(**asked)
    whole, looked, ratios, pages = [], [], [], 0
    with TemporaryDirectory() as name:
        file = Path(name) / "pack.pdf"

        def render() -> None:
            nonlocal pages
            drawn = rendering.render(**asked)
            file.write_bytes(drawn.data)
            pages = drawn.pages

        def look() -> None:
            verify(file, mark=MARK, pages=pages)

        for _ in range(rounds):
            gc.collect()
            alone = measure.cost(lambda: weasyprint_alone(html), 1).app
            gc.collect()
            whole.append(measure.cost(render, 1).app)
            looked.append(measure.cost(look, 1).app / whole[-1])
            ratios.append(whole[-1] / alone)
        size = file.stat().st_size
    return {
        "reports": REPORTS,
        "pages": pages,
        "pages_a_second": pages / (statistics.median(whole) / 1000),
        "to_weasyprint_alone": statistics.median(ratios),
        "looked_at": statistics.median(looked),
        "bytes": size,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
