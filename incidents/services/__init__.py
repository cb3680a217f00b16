"""What can happen to a notification? One keyword-only function for each thing a person does."""

from incidents.services.corrections import correct
from incidents.services.drafts import (
    ChangedMeanwhile,
    NoLongerDraft,
    PageUsedUp,
    discard,
    fingerprint,
    restore,
    save,
    save_row,
    set_row_removed,
    start,
)
from incidents.services.submission import (
    ImpossibleMoment,
    Incomplete,
    LateReasonNeeded,
    incomplete_sections,
    is_late,
    record_panel,
    submit,
)

__all__ = [
    "ChangedMeanwhile",
    "ImpossibleMoment",
    "Incomplete",
    "LateReasonNeeded",
    "NoLongerDraft",
    "PageUsedUp",
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
