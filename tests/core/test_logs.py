"""What a failure leaves in the logs."""

import io
import json
import logging
import sys
import traceback
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from shield.core.logs import AsJson, WithoutWords

CHILD = "Wren Fairweather"


def logged() -> str:
    record = logging.LogRecord("a", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    return WithoutWords("{name} {message}", style="{").format(record)


def test_a_row_that_the_database_refused_is_not_in_the_log(db: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE t (name text CHECK (name = '')) ON COMMIT DROP")
        try:
            cursor.execute("INSERT INTO t VALUES (%s)", [CHILD])
        except IntegrityError:
            assert CHILD in traceback.format_exc()
            text = logged()
        transaction.set_rollback(True)
    assert CHILD not in text
    assert "IntegrityError" in text
    assert "CheckViolation" in text
    assert "test_logs.py" in text


def test_what_an_error_came_of_is_told_without_its_words() -> None:
    try:
        try:
            raise KeyError(CHILD)
        except KeyError as inner:
            raise ValueError(CHILD) from inner
    except ValueError:
        text = logged()
    assert CHILD not in text
    assert text.index("ValueError") < text.index("KeyError")


def test_the_portal_logs_this_way() -> None:
    stream = io.StringIO()
    name = "shield.tests.logs"
    logs: dict[str, Any] = {**settings.LOGGING}
    handlers = {"here": {**logs["handlers"]["console"], "stream": stream}}
    loggers = {name: {"handlers": ["here"], "propagate": False}}
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": logs["formatters"],
            "handlers": handlers,
            "loggers": loggers,
        }
    )
    try:
        raise ValueError(CHILD)
    except ValueError:
        logging.getLogger(name).exception("failed")
    assert "ValueError" in stream.getvalue()
    assert CHILD not in stream.getvalue()


# --- Other people's words -------------------------------------------------------------------------

FORMS = [WithoutWords("{levelname} {name} {message}", style="{"), AsJson()]


def line(form: logging.Formatter, name: str, message: Any, *args: Any, **more: Any) -> str:
    record = logging.LogRecord(name, logging.ERROR, "library.py", 7, message, args, None)
    record.__dict__.update(more)
    return form.format(record)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("message", "args", "kept"),
    [
        ("Not Found: %s", (CHILD,), "Not Found: …"),
        ("%s: %s (%d)", (CHILD, ValueError(CHILD), 7), "…: ValueError (7)"),
        ("Task %(name)s failed", ({"name": CHILD},), "Task … failed"),
        (f"Invalid request line: {CHILD}", (), "said in library, line 7"),
        (ValueError(CHILD), (), "said in library, line 7"),
        ("%d children", (CHILD,), "said in library, line 7"),
    ],
)
def test_a_library_says_only_what_is_fixed(
    form: logging.Formatter, message: Any, args: Any, kept: str
) -> None:
    text = line(form, "library", message, *args, request=CHILD, data={"args": CHILD}, facts={1: 2})
    assert CHILD not in text
    assert kept in json.loads(text)["message"] if isinstance(form, AsJson) else kept in text


@pytest.mark.parametrize("form", FORMS)
def test_our_own_lines_are_whole_but_for_errors(form: logging.Formatter) -> None:
    text = line(form, "shield.room", "mail %s: %s", 7, KeyError(CHILD), facts={"page": "home"})
    assert CHILD not in text
    found = json.loads(text) if isinstance(form, AsJson) else {}
    assert found.get("message", "mail 7: KeyError") == "mail 7: KeyError"
    assert found.get("page", "home") == "home"
    assert "mail 7: KeyError" in text


@pytest.mark.parametrize("form", FORMS)
def test_what_another_formatter_made_of_an_error_is_not_taken_over(
    form: logging.Formatter,
) -> None:
    assert CHILD not in line(form, "shield.room", "failed", exc_text=f"ValueError: {CHILD}")


def test_a_traceback_is_one_field_of_one_line() -> None:
    try:
        raise ValueError(CHILD)
    except ValueError:
        record = logging.LogRecord("shield", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    text = AsJson().format(record)
    assert "\n" not in text
    assert CHILD not in text
    assert json.loads(text)["trace"].endswith("ValueError")
