"""A document with everything in it that people write."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.template import engines

from shield.documents import rendering
from shield.documents.layout import blocks

SOURCE = """
{% extends "documents/layout.html" %}
{% from "documents/parts.html" import section, subheading, answers, grid, note, text with context %}
{% block content %}
  {{ answers(facts) }}
  {% call section("The incident", "As it was told.") %}
    {{ subheading("Facts") }}{{ answers(rows) }}
  {% endcall %}
  {% call section("The days that count") %}
    {{ grid(["Day", "Counted", "Reason"], days) }}
    {{ note("Bank holidays of England.") }}{{ text("One\\nTwo") }}
    <p>See <a href="https://www.gov.uk/guidance">the guidance</a>.</p>
  {% endcall %}
{% endblock %}
"""
DOCUMENT = {
    "title": "Serious incident notification SIN-2026-0001",
    "reference": "SIN-2026-0001",
    "marking": "OFFICIAL-SENSITIVE",
    "created": "2026-11-24T14:30:00+00:00",
    "mark": "",
}
ROWS = [
    ["When did it happen?", "3 November 2026 at 4:30pm"],
    ["Lines", "First line\nSecond line\n\nFourth line"],
    ["Marked up", "<b>not bold</b> & =cmd|' /C calc'!A0"],
    ["Right to left", "שלום"],
    ["Picture", "sad ☹ and ✓"],
    ["Long word", "x" * 400],
    ["Odd characters", "a\u200bb\u00adc\ufffd"],
    ["Nothing", ""],
    ["A story", "The child was seen by the duty social worker. " * 200],
]
CONTENT: dict[str, Any] = {
    "facts": [["Reference", "SIN-2026-0001"], ["Agency", "Riverside Health Trust"]],
    "rows": ROWS,
    "days": [[f"day {number}", "yes", "a working day"] for number in range(130)],
}
AT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


def html(source: str = SOURCE, **changes: Any) -> str:
    """The page of the sample, or of another source on the same content."""
    template = engines["jinja2"].from_string(source)
    return template.render({**CONTENT, "document": DOCUMENT, "blocks": blocks, **changes})


@cache
def pdf() -> rendering.Rendered:
    """The sample, drawn once for all tests."""
    return rendering.pdf_of(html())
