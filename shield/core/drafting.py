"""How are the answers of a long form kept, when several people may be writing at once?

Steps of an app's services, which have asked whether the person may, hold the record under lock,
and write down what was done. A record knows `saved_at` and `saved_by`, as each of its rows does.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from shield.core.london import moment_words
from shield.core.refusals import Conflict, Refusal
from shield.core.sections import Section, fingerprint, values_of

# The fingerprint of a page that was shown a row which is no longer there.
REMOVED = "removed"
Answers = Mapping[str, Any]


class ChangedMeanwhile(Conflict):
    """Somebody else saved other answers to the same page first; `theirs` are those answers."""

    def __init__(self, message: str, *, theirs: Answers, fingerprint: str) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.fingerprint = fingerprint


class NoLongerDraft(Refusal):
    """The form was submitted or put away while somebody was still typing."""


def refuse_overwriting(
    record: Any, section: Section, answers: Answers, *, seen: str, by: Any
) -> bool:
    """Whether anything is to be saved; ChangedMeanwhile when the page shown is out of date."""
    stored = values_of(record, section)
    theirs = {name: stored[name] for name in answers}
    if theirs == dict(answers):
        return False
    current = fingerprint(stored)
    if seen != current:
        who = "In another window you" if record.saved_by == by else str(record.saved_by)
        raise ChangedMeanwhile(
            f"{who} changed this page on {moment_words(record.saved_at)}, after you "
            "opened it. Nothing you typed is lost: compare the answers below, then save again to "
            "keep yours.",
            theirs=theirs,
            fingerprint=current,
        )
    return True


def refuse_none_beside_rows(sections: Iterable[Section], record: Any, answers: Answers) -> None:
    """Raises Refusal where the answers say that there is nothing to add, but rows are there."""
    for section in sections:
        if answers.get(section.nothing_known) and getattr(record, section.rows).present().exists():
            raise Refusal(f"Remove each {section.row_noun} first, or leave the box unticked.")


def write(record: Any, answers: Answers, *, by: Any, at: datetime) -> None:
    """Set answers of the record itself, and note who saved it when."""
    for name, value in answers.items():
        setattr(record, name, value)
    record.saved_at, record.saved_by = at, by
    record.save(update_fields=[*answers, "saved_at", "saved_by"])


def save_answers(
    record: Any, section: Section, answers: Answers, *, seen: str, by: Any, at: datetime
) -> bool:
    """Save one page's answers; whether they differ from what was stored.

    `answers` may be some of the page's fields. `seen` is the fingerprint that the page was shown
    with. Raises ChangedMeanwhile; nothing is then written.
    """
    if not refuse_overwriting(record, section, answers, seen=seen, by=by):
        return False
    write(record, answers, by=by, at=at)
    return True


def new_row(record: Any, section: Section, **values: Any) -> Any:
    """A row of the record, not yet saved."""
    rows = getattr(record, section.rows)
    return rows.model(**{rows.field.name: record}, **values)


def save_row(
    record: Any,
    section: Section,
    row: Any | None,
    answers: Answers,
    *,
    token: UUID,
    seen: str,
    by: Any,
    at: datetime,
) -> tuple[Any, bool]:
    """Save `row`, or a new one where it is None; gives it, and whether anything was written.

    A new row carries the page's `token`, so that a page sent twice adds one row. A row that
    somebody else removed meanwhile comes back when it is saved again. Raises ChangedMeanwhile.
    """
    rows = getattr(record, section.rows)
    kept = rows.filter(form_token=token).first() if row is None else rows.get(pk=row.pk)
    if kept is None:
        kept = new_row(record, section, form_token=token)
    elif kept.removed_at and seen != REMOVED:
        raise ChangedMeanwhile(
            f"{kept.removed_by} removed this {section.row_noun} on "
            f"{moment_words(kept.removed_at)}. Nothing you typed is lost: save again to bring "
            f"the {section.row_noun} back with your answers.",
            theirs={},
            fingerprint=REMOVED,
        )
    elif not kept.removed_at and not refuse_overwriting(kept, section, answers, seen=seen, by=by):
        return kept, False
    for name, value in answers.items():
        setattr(kept, name, value)
    kept.removed_at = kept.removed_by = None
    kept.saved_at, kept.saved_by = at, by
    kept.save()
    write(record, _there_are_some(section), by=by, at=at)
    return kept, True


def set_row_removed(
    record: Any, section: Section, row: Any, *, removed: bool, by: Any, at: datetime
) -> bool:
    """Take a row off the draft, or bring it back; whether that changed anything."""
    changed = (
        getattr(record, section.rows)
        .filter(pk=row.pk, removed_at__isnull=removed)
        .update(removed_at=at if removed else None, removed_by=by if removed else None)
    )
    if changed:
        write(record, {} if removed else _there_are_some(section), by=by, at=at)
    return bool(changed)


def _there_are_some(section: Section) -> Answers:
    """What a row says of the box “none is known”."""
    return {section.nothing_known: False} if section.nothing_known else {}
