"""What can happen to a notification? One keyword-only function for each thing a person does."""

from incidents.services.access import NobodyToTellThePanel, open_by_glass, who_sees
from incidents.services.attachments import attach, detach, may_attach, shut_away
from incidents.services.corrections import correct
from incidents.services.drafts import (
    PageUsedUp,
    discard,
    restore,
    save,
    save_row,
    set_row_removed,
    start,
)
from incidents.services.history import history_of
from incidents.services.keepers import NoOrphan, name_keeper, orphans, settle_ended
from incidents.services.panel import nobody_records
from incidents.services.submission import (
    ImpossibleMoment,
    Incomplete,
    LateReasonNeeded,
    incomplete_sections,
    is_late,
    record_panel,
    submit,
)
from shield.cases.services import (
    NobodyLeft,
    NobodyToTell,
    NothingToOpen,
    ReadsNone,
    end_exclusion,
    end_grant,
    end_opening,
    exclude,
    judge,
    lift_restriction,
    name_person,
    restrict,
)
from shield.core.drafting import ChangedMeanwhile, NoLongerDraft
from shield.core.sections import fingerprint

__all__ = [
    "ChangedMeanwhile",
    "ImpossibleMoment",
    "Incomplete",
    "LateReasonNeeded",
    "NoLongerDraft",
    "NoOrphan",
    "NobodyLeft",
    "NobodyToTell",
    "NobodyToTellThePanel",
    "NothingToOpen",
    "PageUsedUp",
    "ReadsNone",
    "attach",
    "correct",
    "detach",
    "discard",
    "end_exclusion",
    "end_grant",
    "end_opening",
    "exclude",
    "fingerprint",
    "history_of",
    "incomplete_sections",
    "is_late",
    "judge",
    "lift_restriction",
    "may_attach",
    "name_keeper",
    "name_person",
    "nobody_records",
    "open_by_glass",
    "orphans",
    "record_panel",
    "restore",
    "restrict",
    "save",
    "save_row",
    "set_row_removed",
    "settle_ended",
    "shut_away",
    "start",
    "submit",
    "who_sees",
]
