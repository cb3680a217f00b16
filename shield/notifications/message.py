"""What is a message? A subject, some lines and where to read on: never content of a case."""

from dataclasses import dataclass

from django.utils.http import url_has_allowed_host_and_scheme

SUBJECT_LENGTH = 200
URL_LENGTH = 500


@dataclass(frozen=True)
class Message:
    """What a person is told, alike in the portal and by mail.

    `url` is a path on this portal, `reference` what people quote on the telephone.
    """

    subject: str
    lines: tuple[str, ...]
    url: str
    reference: str = ""

    def __post_init__(self) -> None:
        if not self.subject or len(self.subject) > SUBJECT_LENGTH or not self.subject.isprintable():
            raise ValueError("a subject is one line of at most 200 characters")
        if not is_local(self.url):
            raise ValueError("a message leads to a path on this portal")


def is_local(url: str) -> bool:
    """Whether `url` is a path on this portal and nothing else."""
    return (
        url.startswith("/")
        and len(url) <= URL_LENGTH
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )
