"""Addresses, remembered: `reverse` for each of a list's rows costs more than drawing them."""

from functools import cache

from django.urls import get_urlconf, reverse

# No row has this id; its digits stand nowhere else in an address.
PLACE = 999_999_999_999


def numbered(name: str, pk: int) -> str:
    """The address of page `name` about row `pk`: `reverse(name, kwargs={"pk": pk})`, remembered."""
    return _pattern(name, get_urlconf()).replace(str(PLACE), str(pk))


def fixed(name: str) -> str:
    """The address of a page about nothing in particular: `reverse(name)`, remembered."""
    return _fixed(name, get_urlconf())


@cache
def _fixed(name: str, urlconf: str | None) -> str:
    return reverse(name, urlconf=urlconf)


@cache
def _pattern(name: str, urlconf: str | None) -> str:
    return reverse(name, urlconf=urlconf, kwargs={"pk": PLACE})
