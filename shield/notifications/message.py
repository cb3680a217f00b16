"""What is a message? A subject, some lines and where to read on: never content of a case."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.http import url_has_allowed_host_and_scheme

METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL|PUBLISH)\r?$", re.MULTILINE)
SUBJECT_LENGTH = 200
URL_LENGTH = 500


@dataclass(frozen=True)
class Message:
    """What a person is told, alike in the portal and by mail.

    `url` is a path on this portal, `reference` what people quote on the telephone. Whoever holds
    none of `needs` any more neither finds the message nor gets its mail: none of them on `record`,
    where there is one, and none across the partnership otherwise. One that has a reference alone
    stays with the roles of its recipients at that time.
    `calendar` is an iCalendar object that goes with the mail, so that their calendar takes a
    meeting.
    """

    subject: str
    lines: tuple[str, ...]
    url: str
    reference: str = ""
    calendar: str = ""
    needs: tuple[str, ...] = ()
    record: Any = None

    def __post_init__(self) -> None:
        if not self.subject or len(self.subject) > SUBJECT_LENGTH or not self.subject.isprintable():
            raise ValueError("a subject is one line of at most 200 characters")
        if self.calendar and not METHOD.search(self.calendar):
            raise ValueError("a calendar says its method: what is asked of whoever gets it")
        if not is_local(self.url):
            raise ValueError("a message leads to a path on this portal")


def is_local(url: str) -> bool:
    """Whether `url` is a path on this portal and nothing else."""
    return (
        url.startswith("/")
        and len(url) <= URL_LENGTH
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )
