"""The authorisation matrix: every page and method, every persona, every relation to the record."""

import pytest

from tests.architecture.test_pages import patterns
from tests.trust.matrix import Knocker, unpromised
from tests.trust.policy import LINES, Line

pytestmark = pytest.mark.django_db


def says_nothing(problems: list[str]) -> None:
    assert not problems, "\n".join([f"{len(problems)} problems", *problems[:60]])


def test_every_page_has_its_line_and_every_line_its_page() -> None:
    says_nothing(unpromised(patterns()))


@pytest.mark.parametrize("promise", LINES, ids=[f"{one.name}-{one.method}" for one in LINES])
def test_the_promise_is_kept(knocker: Knocker, promise: Line) -> None:
    says_nothing(knocker.broken(promise))


@pytest.mark.parametrize("name", sorted({one.name for one in LINES}))
def test_no_other_method_is_answered(knocker: Knocker, name: str) -> None:
    says_nothing(knocker.beyond(name, LINES))
