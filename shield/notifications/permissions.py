"""Which verbs exist on notifications?"""

from enum import StrEnum


class Perm(StrEnum):
    READ_FAILED = "notifications.read_failed"  # see mails that were given up, and send them again
