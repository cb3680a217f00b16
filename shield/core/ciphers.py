"""Text that lies encrypted in the database: sealing it, reading it, finding it again.

The keys come from the environment (`SHIELD_DATA_KEYS`, `SHIELD_LOOKUP_KEY`) and are never stored
beside what they seal. The first key seals; all of them open, so that a new key can be put in
front, everything sealed anew by `manage.py rotate_keys`, and the old key taken away.
"""

import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotUnseal(Exception):
    """Sealed text that no key of this portal opens: a key is missing, or the text was damaged."""


def seal(text: str) -> str:
    """`text` encrypted and signed (Fernet: AES-128-CBC, HMAC-SHA256) under the first key.

    Begins with the name of its key, so that what an old key sealed is found without opening it.
    """
    name = current_key()
    return f"{name}:{_keyring(_keys())[name].encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """The text that was sealed; raises CannotUnseal."""
    name, _, token = sealed.partition(":")
    key = _keyring(_keys()).get(name)
    if key is None:
        raise CannotUnseal("no key of this name")
    try:
        return key.decrypt(token.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise CannotUnseal("the text is damaged") from None


def current_key() -> str:
    """The name of the key that seals: eight hexadecimal digits that say nothing about it."""
    return next(iter(_keyring(_keys())))


def fingerprint(purpose: str, value: str) -> str:
    """64 hexadecimal digits by which equal values of one purpose are found without opening any.

    `purpose` names the column, so that equal values in two columns cannot be matched with each
    other. Bring `value` into its one spelling before.
    """
    key = settings.SHIELD_LOOKUP_KEY.encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def _keys() -> tuple[str, ...]:
    return tuple(settings.SHIELD_DATA_KEYS)


@cache
def _keyring(keys: tuple[str, ...]) -> dict[str, Fernet]:
    """Each key under its name, the one that seals first."""
    return {hashlib.sha256(f"name:{key}".encode()).hexdigest()[:8]: Fernet(key) for key in keys}
