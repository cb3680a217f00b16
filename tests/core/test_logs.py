"""What a failure leaves in the logs."""

import io
import logging
import sys
import traceback
from logging.config import dictConfig
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from shield.core.logs import WithoutWords

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
