"""A message is one line of subject and a path on this portal."""

import pytest

from shield.notifications.message import Message, is_local


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "incidents/1/",
        "",
        "/" + "x" * 500,
    ],
)
def test_a_message_leads_nowhere_else(url):
    assert is_local(url) is False
    with pytest.raises(ValueError, match="path on this portal"):
        Message(subject="Subject", lines=(), url=url)


@pytest.mark.parametrize("subject", ["", "two\nlines", "Bcc:\r\nx", "x" * 201])
def test_a_subject_is_one_short_line(subject):
    with pytest.raises(ValueError, match="one line"):
        Message(subject=subject, lines=(), url="/")


def test_a_path_with_a_query_is_local():
    assert is_local("/incidents/1/?page=2#due") is True
