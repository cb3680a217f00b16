"""Is something asked for too often? Counted by the hour in the cache that all processes share.

For pages that nobody signs in to; tries to sign in have limits of their own.
"""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from shield.core import ciphers

HOUR = 60 * 60


def is_too_often(purpose: str, who: str, *, most: int, at: datetime) -> bool:
    """Whether this is more than the `most`-th time in this hour that `who` asks; counts it.

    Two at one moment may count as one: it keeps off a crowd, it does not keep a secret.
    """
    hour = int(at.timestamp()) // HOUR
    key = f"often:{purpose}:{ciphers.fingerprint('often', who)[:32]}:{hour}"
    asked = int(cache.get(key, 0)) + 1
    if asked <= most:
        cache.set(key, asked, HOUR)
    return asked > most


def address_of(request: HttpRequest) -> str:
    """Where a request came from, past the proxies that are ours (`SHIELD_PROXIES`)."""
    return str(get_adapter(request).get_client_ip(request))
