"""What can happen to a notification? One keyword-only function for each thing a person does."""

from incidents.services.corrections import correct
from incidents.services.drafts import (
    ChangedMeanwhile,
    NoLongerDraft,
    discard,
    fingerprint,
    restore,
    save,
    save_row,
    set_row_removed,
    start,
)
from incidents.services.submission import (
    Incomplete,
    LateReasonNeeded,
    incomplete_sections,
    is_late,
    record_panel,
    submit,
)

__all__ = [
    "ChangedMeanwhile",
    "Incomplete",
    "LateReasonNeeded",
    "NoLongerDraft",
    "correct",
    "discard",
    "fingerprint",
    "incomplete_sections",
    "is_late",
    "record_panel",
    "restore",
    "save",
    "save_row",
    "set_row_removed",
    "start",
    "submit",
]
