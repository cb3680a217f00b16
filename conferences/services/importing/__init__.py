"""Conferences from a case-management system's export: tried first, whole or not at all."""

from conferences.services.importing.applying import (
    ImportRunning,
    Interrupted,
    import_conferences,
    template,
)
from conferences.services.importing.report import Report
from conferences.services.importing.table import Bad, BadFile

__all__ = [
    "Bad",
    "BadFile",
    "ImportRunning",
    "Interrupted",
    "Report",
    "import_conferences",
    "template",
]
