"""Which verbs exist on people and agencies?"""

from enum import StrEnum


class Perm(StrEnum):
    MANAGE = "accounts.manage"  # invite people, give and end memberships, in one's own agency
    MANAGE_ALL = "accounts.manage_all"  # the same in every agency, and the agencies themselves
    PREVIEW = "accounts.preview"  # see, as numbers, what somebody's roles let them see
