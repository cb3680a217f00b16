"""Knocks at every page as every persona, and says where the answer is not what was promised."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, reverse

from shield.core.views import Page
from tests import tally
from tests.trust.kinds import things_of
from tests.trust.lines import Line
from tests.trust.policy import DONE_WITH_A_PAGE, LINES
from tests.trust.posts import sent
from tests.trust.things import LEAVER, PERSONAS, PUBLIC, SECRETS, Thing, groups
from tests.trust.world import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What no page may do beyond its lines.
EVERY_METHOD = (*METHODS, "HEAD", "OPTIONS")
# Tables of the framework that hold nothing of the partnership.
UNWATCHED = {"people_session", "cache"}
AUDIT = "audit_entry"
# What makes somebody more than a stranger to a record.
RELATIONS = {
    "own", "checker", "granted", *(f"{duty}{role}" for duty in ("", "duty-")
                        for role in ("practitioner", "lead", "administrator")),
}  # fmt: skip
# One persona of each kind, for what is nobody's.
SOME = (PUBLIC, "health_practitioner", "police_lead", "operations", "agency_administrator",
        "system_administrator", LEAVER)  # fmt: skip
SIGNS_IN = "allauth.account.auth_backends.AuthenticationBackend"


# --- Lines and patterns ---------------------------------------------------------------------------


def methods_of(pattern: URLPattern) -> list[str]:
    """The methods that a page answers; of a library's page those that browsers send."""
    view = getattr(pattern.callback, "view_class", None)
    if view is None:
        return ["GET"]
    known = METHODS if issubclass(view, Page) else ("GET", "POST")
    return [method for method in known if hasattr(view, method.lower())]


def unpromised(patterns: Iterable[URLPattern], lines: Iterable[Line] = LINES) -> list[str]:
    """The pages without a line and the lines without a page, with what is to be written."""
    pages = {(str(one.name), method): one for one in patterns for method in methods_of(one)}
    told = [(one.name, one.method) for one in lines]
    missing = [
        f'{name} {method}: no policy line; write line("{name}", "{method}", "GROUPS -> STATUS") '
        "in tests/trust/policy.py"
        + (
            f', and say in KINDS of tests/trust/kinds.py what "{name}" can be about'
            if pages[name, method].pattern.converters
            else ""
        )
        for name, method in pages
        if (name, method) not in told
    ]
    stale = [
        f"{name} {method}: a policy line for a page or method that is not there; delete it"
        for name, method in told
        if (name, method) not in pages
    ]
    twice = [
        f"{name} {method}: two policy lines"
        for name, method in told
        if told.count((name, method)) > 1
    ]
    return sorted({*missing, *stale, *twice})


# --- Answers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: frozenset[str]
    body: str
    wrote: dict[str, int] = field(default_factory=dict, compare=False)
    error: str = field(default="", compare=False)

    @property
    def names_a_case(self) -> bool:
        return any(secret in self.body for secret in SECRETS)

    def differs(self, other: "Answer") -> list[str]:
        """In what two answers differ."""
        return [
            name
            for name in ("status", "headers", "cookies", "body")
            if getattr(self, name) != getattr(other, name)
        ]


def alike(text: str, path: str) -> str:
    """A text without what differs from one request to the next, nor where it was asked."""
    # Not where it only begins another address, such as that of a page in the menu.
    text = re.sub(rf"{re.escape(path)}(?![\w-])", "PATH", text)
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", text)
    text = re.sub(r'(data-left=")[^"]*', r"\1", text)
    return re.sub(r'("token": ")[^"]*', r"\1", text)


WRITES = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def writes() -> dict[str, int]:
    """How many rows of each table this transaction has written so far, undone ones included."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return {table: count for table, count in cursor.fetchall() if table not in UNWATCHED}


# What changes no table: a CTE that writes begins otherwise, and no function of ours writes.
READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b")


@contextmanager
def watched() -> Iterator[list[dict[str, int]]]:
    """What was written before the first statement inside that may change a table, if any does."""
    before: list[dict[str, int]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not before and not READS.match(sql):
            before.append(writes())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield before


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Knocker:
    """Asks as every persona; leaves the world as it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: dict[tuple[str, ...], Answer] = {}
        # One client for all: it loads the middleware once.
        # Each request has a number of its own, unless a proxy gave it one.
        self.client = Client(raise_request_exception=False, headers={"X-Request-ID": "0" * 32})
        self.cookies: dict[str, dict[str, str]] = {PUBLIC: {}}
        for persona in PERSONAS:
            if persona != PUBLIC:
                self.client.cookies = SimpleCookie()
                self.client.force_login(world.user(persona), backend=SIGNS_IN)
                self.cookies[persona] = {k: v.value for k, v in self.client.cookies.items()}

    def ask(self, persona: str, method: str, name: str, thing: Thing) -> Answer:
        path = reverse(name, kwargs=dict(thing.path)) if name else "/no/such/page/"
        self.client.cookies = SimpleCookie(self.cookies[persona])
        data = sent(name, self.world, persona, thing) if method == "POST" else {}
        with undone():
            call: Any = getattr(self.client, method.lower())
            with watched() as before:
                response = call(path + thing.query, data) if data else call(path + thing.query)
            after = writes() if before else {}
        body = response.getvalue() if response.streaming else response.content
        return Answer(
            status=response.status_code,
            headers={
                key: alike(value, path)
                for key, value in response.headers.items()
                if key != "Content-Length"
            },
            # Once a minute every page sends the cookie of the session again.
            cookies=frozenset(set(response.cookies) - {settings.SESSION_COOKIE_NAME}),
            body=alike(body.decode("utf-8", "replace"), path),
            wrote={
                table: count - before[0].get(table, 0)
                for table, count in after.items()
                if count != before[0].get(table, 0)
            },
            error=repr(response.exc_info[1]) if getattr(response, "exc_info", None) else "",
        )

    def absent(self, persona: str, method: str, name: str, thing: Thing) -> Answer:
        """The answer for a record that is not there, asked for once."""
        key = (persona, method, name, str(thing))
        if key not in self.known:
            self.known[key] = self.ask(persona, method, name, thing)
        return self.known[key]

    def nowhere(self, persona: str, method: str) -> Answer:
        """The answer for an address that no page has."""
        if (persona, method) not in self.known:
            self.known[persona, method] = self.ask(persona, method, "", Thing(""))
        return self.known[persona, method]

    # --- What the policy promised -----------------------------------------------------------------

    def broken(self, promise: Line, personas: Iterable[str] = PERSONAS) -> list[str]:
        """Where one page and method does not do what its line says."""
        things = things_of(promise.name, self.world)
        return [
            f"{promise.name} {promise.method} as {persona} on {words}"
            for persona in personas
            for words in self._broken_for(promise, persona, things)
        ]

    def _broken_for(self, promise: Line, persona: str, things: list[Thing]) -> Iterator[str]:
        for thing in chosen(promise, persona, things):
            wanted = promise.status(persona, thing)
            ask = self.absent if thing.is_absent else self.ask
            got = ask(persona, promise.method, promise.name, thing)
            tally.add("authorisation matrix", cells=1, refusals=wanted == promise.refusal(persona))
            if got.status != wanted:
                yield f"{thing}: promised {wanted}, got {got.status} {got.error}"
            elif is_refusal(promise, persona, thing):
                yield from self._refused(promise, persona, thing, got, things)
            elif got.names_a_case and AUDIT not in got.wrote:
                yield f"{thing}: showed a case and wrote no consultation"
            elif not does(promise, wanted) and set(got.wrote) - {AUDIT}:
                yield f"{thing}: answered {wanted} and wrote to {sorted(got.wrote)}"

    def _refused(
        self, promise: Line, persona: str, thing: Thing, got: Answer, things: list[Thing]
    ) -> Iterator[str]:
        """A refusal writes nothing, names nothing, and answers as for what is not there."""
        if got.wrote:
            yield f"{thing}: refused, and wrote to {sorted(got.wrote)}"
        if got.names_a_case:
            yield f"{thing}: refused, and named the case"
        if got.status != promise.refusal(persona):
            return  # sees the record, may not do this
        page = (persona, promise.method, promise.name)
        absent = [self.absent(*page, one) for one in things if one.is_absent]
        if promise.is_public or (not absent and promise.status(persona, Thing("")) == 200):
            return  # a page of its own, or one that they may open and ask too much of
        if not absent and got.status == 404 and persona not in (PUBLIC, LEAVER):
            absent = [self.nowhere(persona, promise.method)]
        for other in absent:
            if differing := got.differs(other):
                yield f"{thing}: told apart from what is not there by its {', '.join(differing)}"

    def beyond(self, name: str, lines: Iterable[Line]) -> list[str]:
        """Methods without a line: refused, or not allowed, and nothing is written."""
        told = {one.method: one for one in lines if one.name == name}
        things = things_of(name, self.world)
        first, absent = things[0], [one for one in things if one.is_absent]
        wrong = []
        for method in EVERY_METHOD:
            if method in told:
                continue
            for persona in SOME:
                got = self.ask(persona, method, name, first)
                where = f"{name} {method} as {persona} on {first}"
                if got.status not in may_answer(method, persona, first, told):
                    wrong.append(f"{where}: got {got.status} {got.error}")
                elif got.wrote and not (method == "HEAD" and sees(told, persona, first)):
                    wrong.append(f"{where}: wrote to {sorted(got.wrote)}")
                elif absent and not sees(told, persona, first):
                    other = self.ask(persona, method, name, absent[0])
                    if differing := got.differs(other):
                        wrong.append(f"{where}: told apart by its {', '.join(differing)}")
        return wrong


def is_refusal(promise: Line, persona: str, thing: Thing) -> bool:
    wanted = promise.status(persona, thing)
    return thing.is_absent or wanted in (403, 404) or wanted == promise.refusal(persona) == 302


def does(promise: Line, status: int) -> bool:
    """Whether an answer says that what was asked for was done."""
    return status == 302 or (promise.name, promise.method) in DONE_WITH_A_PAGE


def chosen(promise: Line, persona: str, things: list[Thing]) -> list[Thing]:
    """The things to knock at: all, but of those refused to a stranger one in each state."""
    found: dict[object, Thing] = {}
    for thing in things:
        is_stranger = not groups(persona, thing) & RELATIONS
        is_refused = promise.status(persona, thing) == promise.refusal(persona)
        one = (thing.state, thing.query, thing.is_absent)
        every = (*one, str(thing.path), thing.agency)
        found.setdefault(one if is_stranger and is_refused else every, thing)
    return list(found.values())


def sees(told: dict[str, Line], persona: str, thing: Thing) -> bool:
    """Whether any line lets a persona see a thing."""
    return any(
        one.status(persona, thing) != one.refusal(persona) or one.is_public for one in told.values()
    )


def may_answer(method: str, persona: str, thing: Thing, told: dict[str, Line]) -> set[int]:
    """What a method that no line is about may be answered with."""
    some = next(iter(told.values()))
    allowed = {405, Line(some.name, method, some.gives).refusal(persona)}
    if persona == PUBLIC:
        allowed |= {302, 403}
    if method == "HEAD" and "GET" in told:
        allowed = {told["GET"].status(persona, thing)}
    if method == "OPTIONS" and (persona not in (PUBLIC, LEAVER) or some.is_public):
        allowed.add(200)
    if is_of_a_library(some.name):  # which treats PUT as POST, and leads away whoever signed in
        allowed |= {200, *(one.status(persona, thing) for one in told.values())}
    return allowed


def is_of_a_library(name: str) -> bool:
    return name.startswith(("account_", "mfa_"))
