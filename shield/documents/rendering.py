"""Rendering: frozen content -> tagged PDF/UA. The only place that knows WeasyPrint."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string

from shield.documents.appending import Place
from shield.documents.layout import blocks
from shield.documents.tagging import finish

POINTS = 0.75  # to a pixel of the page's own measure
PLACE = re.compile(r"appended-(?P<key>[\w-]+)-(?P<number>\d+)")

# What WeasyPrint has to say of a page may quote the page.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


class FetchRefused(Exception):
    """A template asked for something that is not one of our own static files."""


@dataclass(frozen=True)
class Rendered:
    """A finished PDF."""

    data: bytes
    pages: int
    places: tuple[Place, ...] = ()


def static_folder() -> Path:
    """The folder of our own static files: all that a document may be drawn with."""
    return (settings.BASE_DIR / "static").resolve()


def own_file(url: str) -> Path:
    """The static file that a `file:` address inside our folder names; FetchRefused otherwise."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise FetchRefused(parts.scheme)
    path = Path(url2pathname(parts.path)).resolve()
    if not path.is_relative_to(static_folder()) or not path.is_file():
        raise FetchRefused(parts.scheme)
    return path


@cache
def _fetcher() -> Any:
    """WeasyPrint's way to the world, closed but for `own_file`; whatever it refuses is fatal."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = own_file(url)
            kinds = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
            found = {"Content-Type": kinds.get(path.suffix, "application/octet-stream")}
            return URLFetcherResponse(path.as_uri(), path.read_bytes(), found)

    return OwnFiles(fail_on_errors=True)


def page_of(
    *,
    template: str,
    content: dict[str, Any],
    title: str,
    reference: str,
    marking: str,
    created: datetime,
    mark: str = "",
    appended: Sequence[dict[str, Any]] = (),
) -> str:
    """The HTML that is printed: `content`'s keys, and `document` with what the margins say.

    `mark` is the document's own (`Document.mark`); `appended` is, by its key, what became of each
    file that goes into it (`gathering.as_told`).
    """
    facts = {
        "title": title,
        "reference": reference,
        "marking": marking,
        "created": created.isoformat(timespec="seconds"),
        "mark": mark,
    }
    return render_to_string(
        template,
        {
            **content,
            "document": facts,
            "blocks": blocks,
            "appended": {one["key"]: one for one in appended},
            "placed": [one["key"] for one in appended if one["places"]],
        },
        using="jinja2",
    )


def pdf_of(html: str) -> Rendered:
    """HTML -> PDF/UA; stylesheets and pictures come from our static files or not at all."""
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    source = weasyprint.HTML(
        string=html, base_url=f"{static_folder().as_uri()}/", url_fetcher=_fetcher()
    )
    try:
        drawn = source.render(pdf_variant="pdf/ua-1")
        data = drawn.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        # A BaseException, which would pass every handler up to the worker's own.
        raise FetchRefused(type(error.__cause__).__name__) from None
    return Rendered(data=finish(data), pages=len(drawn.pages), places=tuple(_places(drawn.pages)))


def _places(pages: Iterable[Any]) -> Iterator[Place]:
    """Where the template left room for pages of files: elements `appended-KEY-NUMBER`."""
    for index, page in enumerate(pages):
        for name, edges in page.anchors.items():
            found = PLACE.fullmatch(name)
            if found:
                left, top, right, bottom = (edge * POINTS for edge in edges)
                height = page.height * POINTS
                yield Place(
                    page=index,
                    key=found["key"],
                    number=int(found["number"]),
                    left=left,
                    bottom=height - bottom,
                    right=right,
                    top=height - top,
                )


def render(
    *,
    template: str,
    content: dict[str, Any],
    title: str,
    reference: str,
    marking: str,
    created: datetime,
    mark: str = "",
    appended: Sequence[dict[str, Any]] = (),
) -> Rendered:
    """The PDF of some frozen content. The same content gives the same pages."""
    return pdf_of(
        page_of(
            template=template,
            content=content,
            title=title,
            reference=reference,
            marking=marking,
            created=created,
            mark=mark,
            appended=appended,
        )
    )
