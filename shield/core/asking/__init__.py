"""Which page of a long form is this?

Shared by the apps that ask for answers over many pages. An app's own base, a `DraftPage`, says
what is asked, how the record is found, and which services keep what was said; its views join that
base with one of the pages here: `class ReportStep(StepPage, ReportDraftPage)`.
"""

from shield.core.asking.base import Addresses, DraftPage
from shield.core.asking.rows import RowPage, RowRemovePage
from shield.core.asking.steps import StepPage
from shield.core.asking.whole import CheckPage, TaskPage

__all__ = [
    "Addresses",
    "CheckPage",
    "DraftPage",
    "RowPage",
    "RowRemovePage",
    "StepPage",
    "TaskPage",
]
