"""The frame around every page: the portal's name, where the person may go, whether it is a demo."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, resolve, reverse

from shield.core import ciphers

# What a page says that asks for no more than an account (`shield.core.views.Page.SIGNED_IN`).
SIGNED_IN = "signed in"
# Menu words by URL name. Whether a person sees an entry is decided by the page it leads to.
MENU = {
    "home": "Home",
    "notification_list": "Notifications",
    "report_request_list": "Conference reports",
    "conference_list": "Conferences",
    "body_list": "Partnership",
    "clock_list": "What is due",
    "message_list": "Messages",
    "people_list": "People",
    "audit_search": "Audit",
    "rule_list": "Rules",
}
# Numbers beside menu entries, registered by the rooms that own them (`AppConfig.ready`).
COUNTS: dict[str, Callable[[Any], int]] = {}


@dataclass(frozen=True)
class Entry:
    """One entry of the menu."""

    text: str
    href: str
    current: bool


def drawn_for(user: Any) -> str:
    """For whom a page was drawn: what one person typed is never given to another."""
    if user is None or not user.is_authenticated:
        return ""
    return ciphers.fingerprint("drawn-for", str(user.pk))[:32]


class Portal:
    """The frame around a page; asks for nothing before the template does."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.name: str = settings.PORTAL_NAME
        self.is_demo: bool = settings.DEMO
        self.identity_providers = settings.SHIELD_IDENTITY_PROVIDERS
        self.idle_minutes: int = settings.SHIELD_IDLE_SECONDS // 60
        # What one submission may weigh, less a little for what the browser adds.
        self.text_limit: int = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) * 9 // 10

    @property
    def user(self) -> Any:
        """The signed-in person, or None: also where a failure came before sign-in was read."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def menu(self) -> list[Entry]:
        """The pages that this person may open; none while they have to prove who they are."""
        user = self.user
        entries: list[Entry] = []
        if getattr(self.request, "is_held_back", False):
            return entries
        urlconf = get_urlconf()
        for name, text in MENU.items() if user else ():
            found = destination(name, urlconf)
            if found is None or not may_open(user, found[1]):
                continue
            number = COUNTS[name](user) if name in COUNTS else 0
            match = self.request.resolver_match if self.request else None
            entries.append(
                Entry(
                    text=f"{text} ({number})" if number else text,
                    href=found[0],
                    current=match is not None and match.url_name == name,
                )
            )
        return entries

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses the frame itself uses, where they exist."""
        names = ("front", "home", "account_login", "account_logout", "profile", "keep_alive")
        found = {name: destination(name, get_urlconf()) for name in names}
        return {name: there[0] for name, there in found.items() if there}

    @cached_property
    def session(self) -> dict[str, str | int]:
        """What the page's script must know to warn before the session ends; nothing for nobody."""
        links = self.links if self.user else {}
        if "keep_alive" not in links:
            return {}
        return {
            "data-session": links["keep_alive"],
            "data-left": int(getattr(self.request, "seconds_left", settings.SHIELD_IDLE_SECONDS)),
            "data-warning": settings.SHIELD_WARNING_SECONDS,
            "data-reader": drawn_for(self.user),
            "data-sign-in": links["account_login"],
            "data-sign-out": links["account_logout"],
        }


@cache
def destination(name: str, urlconf: str | None) -> tuple[str, str | None] | None:
    """The address of a page and the permission that its class asks for; None for no such page."""
    try:
        address = reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return None
    view = getattr(resolve(address, urlconf=urlconf).func, "view_class", None)
    return address, getattr(view, "permission", None)


def may_open(user: Any, permission: str | None) -> bool:
    return permission in (None, SIGNED_IN) or user.has_perm(permission)
