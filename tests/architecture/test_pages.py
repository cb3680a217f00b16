"""Every address has a name, and a page that says who may open it or that is listed as public."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from shield.core.views import ListPage, Page
from shield.public import PAGES

# Pages of a library, which ask for sign-in themselves: by name, with the reason.
NOT_OURS = {"account_change_password": "allauth's own page, for whoever is signed in"}


def patterns(entries: Iterable[Any] | None = None) -> Iterator[URLPattern]:
    """Every URL pattern, those of included files too."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


def asked(view: type[Any]) -> Any:
    """The permission a page class names itself or by a class it stands on, or NotImplemented."""
    for base in view.__mro__:
        if base not in (Page, ListPage) and "permission" in vars(base):
            return vars(base)["permission"]
    return NotImplemented


def unsaid(entries: Iterable[URLPattern], public: frozenset[str]) -> list[str]:
    """What is wrong with who may open which page."""
    wrong, names = [], set()
    for entry in entries:
        view, name = getattr(entry.callback, "view_class", None), str(entry.name)
        names.add(name)
        if entry.name is None:
            wrong.append(f"{entry.pattern}: has no name")
        elif view is None or not issubclass(view, Page):
            if name not in public and name not in NOT_OURS:
                wrong.append(f"{name}: is no Page and not on the list of public pages")
        elif asked(view) is NotImplemented:
            wrong.append(f"{name}: {view.__name__} names no permission")
        elif asked(view) is None and name not in public:
            wrong.append(f"{name}: {view.__name__} is public and not in shield/public.py")
        elif asked(view) is not None and name in public:
            wrong.append(f"{name}: is in shield/public.py and asks for {asked(view)}")
    wrong += [
        f"{name}: is in shield/public.py and no page has this name" for name in public - names
    ]
    return sorted(wrong)


def test_every_page_says_who_may_open_it() -> None:
    assert unsaid(patterns(), PAGES) == []


def test_no_two_addresses_share_a_name() -> None:
    names = [entry.name for entry in patterns()]
    assert sorted({name for name in names if names.count(name) > 1}, key=str) == []


class Silent(Page):
    """Names no permission."""

    def get(self, request: Any) -> HttpResponse:
        return HttpResponse()


class SilentList(ListPage):
    """The same, of another base."""


class Open(Page):
    permission = None


class Closed(Page):
    permission = "planted.read"


def function(request: Any) -> HttpResponse:
    return HttpResponse()


def test_planted_pages_are_caught() -> None:
    planted = [
        path("1/", Silent.as_view(), name="silent"),
        path("2/", SilentList.as_view(), name="silent_list"),
        path("3/", Open.as_view(), name="open"),
        path("4/", Closed.as_view(), name="closed"),
        path("5/", function, name="function"),
        path("6/", Closed.as_view()),
        path("7/", Closed.as_view(), name="right"),
    ]
    assert unsaid(planted, frozenset({"closed", "gone"})) == [
        "6/: has no name",
        "closed: is in shield/public.py and asks for planted.read",
        "function: is no Page and not on the list of public pages",
        "gone: is in shield/public.py and no page has this name",
        "open: Open is public and not in shield/public.py",
        "silent: Silent names no permission",
        "silent_list: SilentList names no permission",
    ]
