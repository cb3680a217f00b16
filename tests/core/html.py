"""HTML as a list of what matters, so that two ways of writing the same page are equal."""

import re
from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tidy = {
            name: " ".join(sorted((value or "").split())) if name == "class" else value or ""
            for name, value in attrs
        }
        self.found.append((tag, tuple(sorted(tidy.items()))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if words:
            self.found.append(f"“{words}”")


def normal(html: str) -> list[object]:
    """Tags with sorted attributes, and text with single spaces."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def elements(html: str, tag: str) -> list[dict[str, str]]:
    """The attributes of each element of one kind."""
    return [dict(one[1]) for one in normal(html) if isinstance(one, tuple) and one[0] == tag]


def text(html: str) -> str:
    """What a reader sees."""
    return " ".join(one[1:-1] for one in normal(html) if isinstance(one, str) and one[0] == "“")
