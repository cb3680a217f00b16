"""Logs say where something failed, never with which words: an error may quote a case.

What our own code writes is ours to choose: names of pages and tasks, numbers of rows. What a
library writes may quote an address, a header or a row: of its words only the fixed part is kept.
On a server each line is JSON; in a demo it is for people to read. The rule is the same in both.
"""

import logging
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from numbers import Number
from types import MappingProxyType, TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
OURS = ("shield", "incidents")
UNSAID = "…"
# What the lines of one request or one task have in common: who asked is never among it.
about: ContextVar[Mapping[str, str]] = ContextVar("about", default=MappingProxyType({}))


class WithoutWords(logging.Formatter):
    """Tracebacks with places and kinds of errors, and nobody else's words.

    Without the messages of errors: PostgreSQL's, for one, holds the whole row that it refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(record.__dict__)
        # What another formatter made of the traceback may hold its words.
        bare.msg, bare.args, bare.exc_text = words(record), None, None
        return super().format(bare)

    def formatMessage(self, record: logging.LogRecord) -> str:
        said = "".join(f" {name}={value}" for name, value in facts(record).items())
        return super().formatMessage(record) + said

    def formatException(self, ei: Failure) -> str:
        lines: list[str] = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [*traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}\n"]
            error = error.__cause__ or error.__context__
            if error is not None:
                lines.append("\nwhich came of:\n")
        return "".join(lines).rstrip()


class AsJson(WithoutWords, JsonFormatter):
    """One JSON object a line. Fields of the record that are not named here are left out."""

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        at = datetime.fromtimestamp(record.created, UTC)
        log_data.update(
            time=at.isoformat(timespec="milliseconds"),
            level=record.levelname,
            logger=record.name,
            message=record.getMessage(),
            **facts(record),
        )
        if record.exc_info:
            log_data["trace"] = message_dict["exc_info"]


def words(record: logging.LogRecord) -> str:
    """What may be said of a record; where it was written, if nothing else may."""
    ours = is_ours(record)
    if isinstance(record.msg, str) and (ours or record.args):
        try:
            return record.msg % _without(record.args, ours=ours) if record.args else record.msg
        except (TypeError, ValueError, KeyError):
            pass
    return f"said in {record.module}, line {record.lineno}"


def _without(args: Any, *, ours: bool) -> Any:
    """What is put into a message, as far as it can hold nobody's words."""

    def kept(value: Any) -> Any:
        if isinstance(value, BaseException):
            return type(value).__qualname__
        return value if ours or isinstance(value, Number) else UNSAID

    if isinstance(args, Mapping):
        return {name: kept(value) for name, value in args.items()}
    return tuple(kept(value) for value in args)


def is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What one of our lines says in fields, and which request or task it belongs to."""
    return {**about.get(), **(getattr(record, "facts", {}) if is_ours(record) else {})}


def config(*, as_json: bool) -> dict[str, Any]:
    """The logging of every process: web server, worker, beat, commands."""
    line: dict[str, Any] = {"()": "shield.core.logs.AsJson"}
    if not as_json:
        line = {
            "()": "shield.core.logs.WithoutWords",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django would mail errors to administrators, with everything that was sent.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            # Each request and each task has a line of our own.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "ERROR"},
        },
    }
