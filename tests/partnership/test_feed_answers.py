"""How a feed answers: what is kept, counted and logged, and what it costs."""

import io
import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnership import services
from partnership.models import FeedToken, Meeting
from partnership.views.feeds import Feed
from shield.core.logs import AsJson, WithoutWords
from tests.core import html
from tests.partnership.browsing import reads, sends
from tests.partnership.doing import meeting
from tests.partnership.feeding import UNKNOWN, asks, leaves, meets, token_of
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counts")]


def test_a_calendar_that_has_it_already_is_told_so(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    first = asks(token)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Referrer-Policy"] == "no-referrer"
    again = asks(token, If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    services.edit_meeting(by=people.operations, meeting=board, title="", venue="", link="", at=at)
    changed = asks(token, If_None_Match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_whoever_left_is_not_told_that_nothing_changed(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    etag = asks(token)["ETag"]
    leaves(people, at)
    assert asks(token, If_None_Match=etag).status_code == 404


def test_a_feed_costs_the_same_at_one_meeting_and_at_thirty(
    board: Meeting, people: People, at: datetime, soon: date
) -> None:
    token = token_of(people.police_lead, at)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            asks(token)
        counting = ('"cache"', "SAVEPOINT")  # how often it was asked for is kept in the cache
        return len([one for one in asked if not any(word in one["sql"] for word in counting)])

    cost()
    one = cost()
    for n in range(29):
        meeting(board.body, people, soon + timedelta(days=n), at)
    assert (one, cost()) == (3, 3)


def test_the_day_of_the_last_use_is_kept_and_written_once_a_day(
    board: Meeting, people: People, at: datetime
) -> None:
    token = token_of(people.police_lead, at)
    services.read_feed(token=token, at=at)
    assert FeedToken.objects.get().last_used_on == at.date()
    with CaptureQueriesContext(connection) as asked:
        services.read_feed(token=token, at=at)
    assert [one["sql"] for one in asked if one["sql"].startswith("UPDATE")] == []


def test_too_many_tries_are_refused_whether_the_feed_is_there_or_not(
    board: Meeting, people: People, at: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(Feed, "a_feed", 3)
    monkeypatch.setattr(Feed, "an_address", 5)
    token = token_of(people.police_lead, at)
    assert [asks(token).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [asks(f"{n}{UNKNOWN}").status_code for n in range(2)] == [404, 429]
    refused = asks(UNKNOWN)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


def test_the_token_is_stored_as_a_hash_and_shown_once(
    board: Meeting, people: People, at: datetime
) -> None:
    answer = sends(people.police_lead, "feed_make", {"body": ""})
    source = html.text(answer.content.decode())
    token = source.partition("/feeds/")[2].partition(".ics")[0]
    assert len(token) == 43
    assert meets(token) == ["The Board"]
    assert answer["Cache-Control"] == "no-store"
    row = FeedToken.objects.values().get()
    assert token not in str(row)
    assert row["token_hash"] == services.hashed(token)
    for page in ("feed_list", "security"):
        assert token not in reads(people.police_lead, page)


def test_no_log_and_no_count_holds_a_token(
    board: Meeting, people: People, at: datetime, monkeypatch: Any
) -> None:
    token, written = token_of(people.police_lead, at), io.StringIO()
    handlers = []
    for form in (AsJson(), WithoutWords("{name} {message}", style="{")):
        handler = logging.StreamHandler(written)
        handler.setFormatter(form)
        handlers.append(handler)
        logging.getLogger().addHandler(handler)
    try:
        asks(token)
        asks(f"{token}0")
        Client().post(f"/feeds/{token}.ics")
        monkeypatch.setattr(services, "read_feed", lambda **given: 1 / 0)
        assert Client(raise_request_exception=False).get(f"/feeds/{token}.ics").status_code == 500
        found = Client().get("/metrics/", headers={"Authorization": "Bearer none"})
    finally:
        for handler in handlers:
            logging.getLogger().removeHandler(handler)
    said = written.getvalue()
    assert said.count('"page": "feed"') == 4
    assert "ZeroDivisionError" in said
    assert token not in said
    assert token not in found.content.decode()
