"""Logs say where something failed, never with which words: an error may quote a case."""

import logging
import traceback
from types import TracebackType

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Tracebacks with places and kinds of errors.

    Without their messages: PostgreSQL's, for one, holds the whole row that it refused.
    """

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
