"""How are the answers of a notification read back?"""

from collections.abc import Mapping
from typing import Any

from incidents.completeness import QUESTIONS
from incidents.models import Incident, Option
from shield.core import answers

rows_of = QUESTIONS.rows_of


def answered(incident: Incident, rows: Mapping[str, list[Any]]) -> list[answers.AnsweredSection]:
    """Every section with its answers, in the order of the form."""
    return answers.answered(QUESTIONS, incident, rows, Option.objects.labels())
