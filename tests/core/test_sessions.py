"""A session cookie that somebody made up."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.parametrize("key", ["aaaaaaaa\x00bb", "' OR 1=1 --", "short"])
def test_a_made_up_cookie_means_nobody(db: None, client: Client, key: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    answer = client.get("/home/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/home/")
