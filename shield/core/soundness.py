"""What a portal on a server refuses to start with: each in a sentence that says what to set.

A demo on one's own machine is exempt: it invents its keys, and nobody else reaches it.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from django.http.request import validate_host

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
# As long as the commands of docs/operations.md make them.
KEY_CHARACTERS, TOKEN_CHARACTERS, FERNET_BYTES = 50, 32, 32
# Fewer different characters than this were typed, not drawn.
DIFFERENT = 10
TYPED = ("insecure", "example", "change", "secret", "password", "unused", "default", "please")
STAND_INS = frozenset({"PASSWORD", "password"})


def refusals(
    *,
    debug: bool,
    secure: bool,
    hosts: Iterable[str],
    base_url: str,
    keys: Mapping[str, str],
    data_keys: Iterable[str],
    token: str,
    passwords: Mapping[str, str],
) -> list[str]:
    """What is unsound about a server's settings; nothing if all is well."""
    return [
        *_switches(debug=debug, secure=secure),
        *_hosts(list(hosts), base_url),
        *_keys(keys, list(data_keys), token),
        *(
            f"The password in {name} is the one of the example: set another in the database."
            for name, password in passwords.items()
            if password in STAND_INS
        ),
    ]


def _switches(*, debug: bool, secure: bool) -> Iterator[str]:
    if debug:
        yield "SHIELD_DEBUG shows answers and settings to everybody: unset it."
    if not secure:
        yield "SHIELD_SECURE=0 is for a demo; people reach a real portal by https."


def _hosts(hosts: list[str], base_url: str) -> Iterator[str]:
    if set(hosts) <= LOOPBACK:
        yield "ALLOWED_HOSTS must name the host that people reach the portal by."
    if any(host.strip() in ("*", ".") for host in hosts):
        yield "ALLOWED_HOSTS=* answers to any name: list the portal's own."
    address = urlsplit(base_url)
    if address.scheme != "https" or not address.hostname:
        yield "SHIELD_BASE_URL must be the portal's https address, as https://shield.example."
    elif not validate_host(address.hostname, hosts):
        yield "SHIELD_BASE_URL must lead to a host of ALLOWED_HOSTS: mails link to it."


def _keys(keys: Mapping[str, str], data_keys: list[str], token: str) -> Iterator[str]:
    for name, key in keys.items():
        if len(key) < KEY_CHARACTERS:
            yield f"{name} must have at least {KEY_CHARACTERS} random characters."
        elif was_typed(key):
            yield f"{name} is no random key: make one as docs/operations.md says."
    if not data_keys or not all(is_fernet(key) for key in data_keys):
        yield "SHIELD_DATA_KEYS must be keys made as docs/operations.md says, with commas between."
    if token and (len(token) < TOKEN_CHARACTERS or was_typed(token)):
        yield (
            f"SHIELD_METRICS_TOKEN must have at least {TOKEN_CHARACTERS} random characters, "
            "or be unset."
        )
    known = [key for key in (*keys.values(), *data_keys, token) if key]
    if len(set(known)) < len(known):
        yield "Two of the keys are equal: each must be made for itself."


def was_typed(key: str) -> bool:
    """Whether a key looks like somebody's words or a stand-in rather than drawn at random."""
    return len(set(key)) < DIFFERENT or any(word in key.lower() for word in TYPED)


def is_fernet(key: str) -> bool:
    """Whether it is 32 bytes in URL-safe base64, and not all alike."""
    try:
        found = base64.urlsafe_b64decode(key.encode())
    except (binascii.Error, ValueError):
        return False
    return len(found) == FERNET_BYTES and len(set(found)) >= DIFFERENT
