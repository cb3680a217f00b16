"""Which verbs exist on the audit?"""

from enum import StrEnum


class Perm(StrEnum):
    READ = "audit.read"  # search who did what; never shows content
