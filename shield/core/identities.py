"""Which agencies sign their own people in, by OpenID Connect: what the settings say of each.

    SHIELD_IDENTITY_PROVIDERS='[{"issuer": "https://login.example/tenant", "client_id": "shield",
        "secret": "...", "agency": "Northshire Council", "name": "Northshire sign-in",
        "second_factor": ["mfa"]}]'

`agency` is the name of an agency of the portal: only people who work there may sign in this way.
`second_factor` lists the values of the claims `amr` and `acr` by which the agency vouches that a
second factor was used; without any, the portal asks for its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Provider:
    """One agency's sign-in."""

    issuer: str
    client_id: str
    secret: str
    agency: str
    name: str
    second_factor: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """Stands for the issuer wherever an account is tied to it, also in addresses."""
        return sha256(self.issuer.encode()).hexdigest()[:16]

    def vouches(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claims say, in words that the settings accept, that a factor was used."""
        amr = claims.get("amr")
        said = {claims.get("acr"), *(amr if isinstance(amr, list) else [])}
        return bool(self.second_factor & {one for one in said if isinstance(one, str)})


def providers(rows: Iterable[Mapping[str, Any]]) -> tuple[Provider, ...]:
    """The providers of the settings; ImproperlyConfigured says what is wrong with them."""
    found = tuple(_provider(row) for row in rows)
    if len({one.id for one in found}) < len(found):
        raise ImproperlyConfigured("SHIELD_IDENTITY_PROVIDERS names an issuer twice")
    return found


def _provider(row: Mapping[str, Any]) -> Provider:
    try:
        made = Provider(**{**row, "second_factor": frozenset(row.get("second_factor", ()))})
    except TypeError as error:
        raise ImproperlyConfigured(f"SHIELD_IDENTITY_PROVIDERS: {error}") from None
    address = urlsplit(made.issuer)
    if address.scheme != "https" and address.hostname not in LOOPBACK:
        raise ImproperlyConfigured("SHIELD_IDENTITY_PROVIDERS: an issuer is reached by https")
    return made
