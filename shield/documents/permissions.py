"""Which verbs exist on documents? Reading one is the business of the record that owns it."""

from enum import StrEnum


class Perm(StrEnum):
    READ_FAILED = "documents.read_failed"  # see which PDFs could not be made, and try again
