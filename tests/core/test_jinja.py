from datetime import UTC, date, datetime

import pytest
from django.template import engines
from jinja2 import UndefinedError

from tests.core.html import text

ENVIRONMENT = engines["jinja2"].env  # type: ignore[attr-defined]


def drawn(source: str, **context: object) -> str:
    return str(ENVIRONMENT.from_string(source).render(**context))


def test_what_a_person_wrote_is_escaped() -> None:
    assert drawn("{{ it }}", it="<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{{ it.nothing }}", "{% if nothing %}{% endif %}"]
)
def test_a_name_that_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(UndefinedError):
        drawn(source, it={})


def test_a_missing_name_is_an_error_inside_a_macro_too() -> None:
    source = (
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}'
        "{{ govukTag({'text': nothing}) }}"
    )

    with pytest.raises(UndefinedError):
        drawn(source)


def test_macros_may_be_given_less_than_they_know() -> None:
    source = (
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}'
        "{{ govukTag({'text': it}) }}"
    )

    assert text(drawn(source, it="<Late>")) == "<Late>"


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ it|day }}", date(2026, 12, 31), "31 December 2026"),
        ("{{ it|day }}", None, ""),
        ("{{ it|day_words }}", date(2026, 12, 31), "Thursday 31 December 2026"),
        ("{{ it|day_words }}", None, ""),
        ("{{ it|moment }}", datetime(2026, 7, 1, 15, 30, tzinfo=UTC), "1 July 2026 at 4:30pm"),
        ("{{ it|moment }}", datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "1 July 2026 at midnight"),
        ("{{ it|moment }}", None, ""),
    ],
)
def test_days_and_moments_in_words(source: str, value: object, written: str) -> None:
    assert drawn(source, it=value) == written


def test_addresses_and_files() -> None:
    assert drawn("{{ url('account_login') }} {{ static('portal.css') }}") == (
        "/accounts/login/ /static/portal.css"
    )
