"""The system's Chromium, and people who sit in front of it."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from shield.core.london import LONDON
from shield.local.environment import ROOT
from shield.local.setup import find_browser

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
# How long a person waits for a page; the machine may be busy with other tests.
PATIENCE = 30_000
# Read as a file: whoever looks from outside needs no Django.
PASSWORD: str = json.loads((ROOT / "shield/demo/data/people.json").read_text())["password"]
# Browsers log every answer that is an error; pages that are meant to answer so say which.
STATUS_LOGGED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
Answers = Mapping[str, Any]


class NoBrowser(Exception):
    """There is no Chromium on this machine, so the journeys cannot be made."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium without a window; NoBrowser where there is none."""
    found = find_browser()
    if not found:
        raise NoBrowser(
            "The browser journeys need Chromium and none was found; `./test` installs it."
        )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


def asked(question: str) -> re.Pattern[str]:
    """A question as it is worded on the page, which may say that it is optional."""
    return re.compile(rf"^\s*{re.escape(question)}( \(optional\))?\s*$")


class Person:
    """Somebody with a browser of their own; `does` what people do, by what they read on the page.

    `complaints` collects what the browser's console says: scripts that fail, policies broken.
    """

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=base, locale="en-GB", **{"viewport": WIDE, **options}
        )
        self.context.set_default_timeout(PATIENCE)
        self.base = base
        self.complaints: list[str] = []
        self.page: Page = self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def complaints_except(self, *statuses: int) -> list[str]:
        """What the console said, without the answers that this page is meant to give."""
        expected = {str(status) for status in statuses}
        return [
            said
            for said in self.complaints
            if not ((found := STATUS_LOGGED.match(said)) and found[1] in expected)
        ]

    def leaves(self) -> None:
        self.context.close()

    # --- going about --------------------------------------------------------------------------

    def opens(self, path: str) -> int:
        """Go to an address; the status of the answer."""
        answer = self.page.goto(path)
        return answer.status if answer else 0

    def signs_in(self, account: str, password: str = PASSWORD) -> None:
        """Through the form, as anybody does; `account` is a demo account or a whole address."""
        self.opens("/accounts/login/")
        self.gives_sign_in(account, password)

    def gives_sign_in(self, account: str, password: str = PASSWORD) -> None:
        """Fill in the form that is open."""
        email = account if "@" in account else f"{account}@demo.example"
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.presses("Sign in")

    def presses(self, name: str) -> None:
        """A button, or a link that looks like one."""
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """A link by its words."""
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main").get_by_text(text).first).to_be_visible()

    def sees_heading(self, name: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def is_told(self, *problems: str | re.Pattern[str]) -> None:
        """The error summary names exactly these problems."""
        expect(self.page.locator(".govuk-error-summary__list a")).to_have_text(list(problems))

    # --- answering ----------------------------------------------------------------------------

    def answers(self, answers: Answers) -> None:
        """Fill in questions by their words: text, a choice, a list of choices, a day, a moment."""
        for question, value in answers.items():
            self.answer(question, value)

    def field(self, question: str) -> Locator:
        """Where one line or text is typed, by its question."""
        return self.page.get_by_label(asked(question))

    def answer(self, question: str, value: Any) -> None:
        group = self.page.get_by_role("group", name=asked(question))
        if isinstance(value, date):
            self._fill_day(group, value)
        elif isinstance(value, list):
            for choice in value:
                group.get_by_label(choice, exact=True).check()
        elif group.count():
            # Not one of a question that is folded away inside this one.
            group.get_by_label(value, exact=True).filter(visible=True).first.check()
        else:
            field = self.field(question)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def _fill_day(self, group: Locator, value: date) -> None:
        parts = {"Day": value.day, "Month": value.month, "Year": value.year}
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            parts = {"Day": local.day, "Month": local.month, "Year": local.year}
            group.get_by_label("Time").fill(f"{local:%H:%M}")
        for part, number in parts.items():
            group.get_by_label(part, exact=True).fill(str(number))

    def saves_and_continues(self) -> None:
        self.presses("Save and continue")
