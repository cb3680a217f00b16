"""How does somebody's own calendar follow their meetings? By a secret address, asked each time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from partnership.calendar import feed_of
from partnership.models import Body, FeedToken, Meeting, MeetingStatus
from partnership.permissions import Perm
from shield.accounts.access import access_of, require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal

# As many as somebody has devices, and some more.
MOST = 10
# What a feed shows: so far back, so far ahead; a cancelled meeting so long after it was cancelled,
# by when every calendar has asked again and dropped it.
BACK, AHEAD, CANCELLED_FOR = timedelta(days=120), timedelta(days=800), timedelta(days=90)
ROWS = 1000


class TooManyFeeds(Refusal):
    """Whoever needs another ends one first."""


class FeedEnded(Refusal):
    """It was ended already."""


@dataclass(frozen=True)
class MadeFeed:
    """A new feed and its token, which is known this once."""

    feed: FeedToken
    token: str


def hashed(token: str) -> str:
    """What is stored of a token. It is random and long, so it needs no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, by: User, body: Body | None, at: datetime) -> MadeFeed:
    """A feed of one's own: of a body that one reads, or of every meeting. Raises TooManyFeeds."""
    require(by, Perm.OPEN)
    if body is not None and not body.is_read_by(by):
        raise PermissionDenied(Perm.OPEN)
    # Held, so that two windows at once do not make one too many.
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))
    if FeedToken.objects.of(by).live().count() >= MOST:
        raise TooManyFeeds(f"You have {MOST} feeds. End one that you no longer use first.")
    token = secrets.token_urlsafe(32)
    feed: FeedToken = FeedToken.objects.create(
        user=by, body=body, token_hash=hashed(token), created_at=at
    )
    audit.record("feed.made", feed, by=by, at=at, body=body.pk if body else None)
    return MadeFeed(feed, token)


@transaction.atomic
def replace_feed(*, by: User, feed: FeedToken, at: datetime) -> MadeFeed:
    """The same feed under a new address; the old one is dead at once. Raises FeedEnded."""
    require(by, Perm.OPEN)
    end_feed(by=by, feed=feed, at=at)
    return make_feed(by=by, body=feed.body, at=at)


@transaction.atomic
def end_feed(*, by: User, feed: FeedToken, at: datetime) -> None:
    """End one's own feed. Raises FeedEnded."""
    if not FeedToken.objects.of(by).live().filter(pk=feed.pk).update(revoked_at=at):
        raise FeedEnded("This feed was ended already.")
    audit.record("feed.ended", feed, by=by, at=at)


def read_feed(*, token: str, at: datetime) -> str | None:
    """What a calendar gets that shows a token; None where there is nothing, whyever.

    The person is asked about as if they had just signed in: whether they still work here, hold the
    seat, are invited.
    """
    rows = FeedToken.objects.live().select_related("user", "body")
    feed: FeedToken | None = rows.filter(token_hash=hashed(token)).first()
    if feed is None or not _is_open(feed):
        return None
    today = london_day(at)
    if feed.last_used_on != today:
        FeedToken.objects.filter(pk=feed.pk).update(last_used_on=today)
    return feed_of(_meetings(feed, at), name=str(feed.body or "Meetings"))


def _is_open(feed: FeedToken) -> bool:
    access = access_of(feed.user)
    if not access.allows(Perm.OPEN) or feed.is_from_before(access.since):
        return False
    return feed.body is None or feed.body.is_read_by(feed.user)


def _meetings(feed: FeedToken, at: datetime) -> list[Meeting]:
    rows = Meeting.objects.visible_to(feed.user).exclude(status=MeetingStatus.PROPOSED)
    rows = rows.filter(starts_at__gte=at - BACK, starts_at__lt=at + AHEAD).exclude(
        Q(status=MeetingStatus.CANCELLED, cancelled_at__lt=at - CANCELLED_FOR)
    )
    if feed.body is not None:
        rows = rows.filter(body=feed.body)
    return list(rows.select_related("body").by_day()[:ROWS])
