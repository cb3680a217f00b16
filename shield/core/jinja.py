"""The environment that pages are drawn in: all is escaped, an unknown name is an error."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined, Template, Undefined

from shield.core.forms import drawing
from shield.core.links import fixed, numbered
from shield.core.london import day_words, moment_words, short_day

MACROS = "govuk_frontend_jinja/"


class PageEnvironment(Environment):
    """Strict for our templates; the GOV.UK macros live in a lenient environment of their own.

    The macros ask for parameters that were not given, which our own templates must never do.
    """

    def __init__(self, **options: Any) -> None:
        options["undefined"] = StrictUndefined
        super().__init__(**options)
        self.macros = MacroEnvironment(
            loader=PackageLoader("govuk_frontend_jinja"),
            autoescape=True,
            undefined=Undefined,
            auto_reload=False,
        )
        self.macros.globals = self.globals

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        if isinstance(name, str) and name.startswith(MACROS):
            return self.macros.get_template(name.removeprefix(MACROS))
        return super().get_template(name, *args, **kwargs)


class MacroEnvironment(Environment):
    """Where the GOV.UK macros find each other by the names that they use."""

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        return super().get_template(
            name.removeprefix(MACROS) if isinstance(name, str) else name, *args, **kwargs
        )


def url(name: str, **path: Any) -> str:
    """`{{ url('notification_page', pk=1) }}`; addresses are worked out once."""
    if path.keys() == {"pk"} and isinstance(path["pk"], int):
        return numbered(name, path["pk"])
    return reverse(name, kwargs=path) if path else fixed(name)


def day(value: date | None) -> str:
    """`31 December 2026`; nothing for no date."""
    return short_day(value) if value else ""


def weekday(value: date | None) -> str:
    """`Thursday 31 December 2026`; nothing for no date."""
    return day_words(value) if value else ""


def moment(value: datetime | None) -> str:
    """`31 December 2026 at 4:30pm`, London time; nothing for no moment."""
    return moment_words(value) if value else ""


def escapes(name: str | None) -> bool:
    """Everything is escaped but the text of mails, which is no HTML."""
    return name is None or not name.endswith(".txt")


def environment(*, loader: BaseLoader, **options: Any) -> PageEnvironment:
    """What Django's Jinja2 backend calls, once."""
    made = PageEnvironment(
        loader=loader,
        **{**options, "autoescape": escapes, "trim_blocks": True, "lstrip_blocks": True},
    )
    made.globals.update(
        static=cache(static),  # a file's address holds as long as the process
        url=url,
        crispy=drawing.crispy,
        error_summary=drawing.error_summary,
        # For the template pack alone.
        describe=drawing.describe,
        shown_when=drawing.shown_when,
        hidden_values=drawing.hidden_values,
    )
    made.filters.update(day=day, day_words=weekday, moment=moment, size=filesizeformat)
    return made
