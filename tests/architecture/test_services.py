"""What a person does first asks whether that person may; nothing below the edge reads a clock."""

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, code, plant, tree_of

STEP = "a step of another service, which asked"
# Services that take `by` and do not begin by asking, each with its reason: file -> {name: reason}.
ASKS_OTHERWISE: dict[str, dict[str, str]] = {
    "shield/audit/services.py": {
        "record": "writes down what another service, which asked, has done",
        "seen": "writes down that a page, which found the record by visible_to, was opened",
    },
    "shield/clocks/services/keeping.py": dict.fromkeys(("start", "complete", "cancel"), STEP),
    "shield/clocks/services/moving.py": dict.fromkeys(("count_again", "correct_trigger"), STEP),
    "shield/people/services/factors.py": {
        "add_app": "one's own, by a code that only its holder knows",
        "add_passkey": "one's own",
        "rename": "one's own",
        "remove": "one's own",
        "replace_app": "one's own, by a code that only its holder knows",
        "new_codes": "one's own",
    },
    "shield/people/services/identities.py": {
        "connect_identity": "one's own, vouched for by the agency that one works at",
        "remove_identity": "one's own",
    },
    "shield/people/services/invitations.py": {
        "accept_role": "one's own, which was offered",
        "decline_role": "one's own, which was offered",
    },
    "shield/people/services/sessions.py": {
        "sign_out_elsewhere": "one's own",
    },
    "shield/people/services/sign_ins.py": {
        "note_sign_in": "writes down that somebody signed in",
    },
    "shield/notifications/services.py": {
        "read": "refuses whoever is not the recipient: one's own messages need no permission",
        "read_all": "can reach one's own messages only",
    },
    "shield/documents/services/uploads.py": {
        "receive": "a step of another service, which asked",
    },
    "partnership/services/actions.py": dict.fromkeys(("tell_holder", "start_clock"), STEP),
    "partnership/services/feeds.py": {
        "end_feed": "one's own",
    },
    "partnership/services/copies.py": {
        "request_copy": "asks first for one's own set of items, by which it knows what to make",
    },
    "partnership/services/invitations.py": {
        "invite": "a step of another service, which asked",
        "follow_seats": "a step of another service, which asked",
        "end_stale_names": "a step of another service, which asked",
        "reply": "one's own; of somebody else's it asks",
    },
    "partnership/services/restricted.py": {
        "name_readers": "a step of another service, which asked",
    },
    "shield/people/services/offers.py": {
        "end_with": "a step of another service, which asked",
    },
    "incidents/services/judging.py": {
        "end_opening": "one's own; of somebody else's it asks",
    },
    "incidents/services/access.py": {
        "name": "a step of another service, which asked",
    },
    "incidents/services/drafts.py": {
        "start": "there is no record yet to ask about: asks for the agency it is started in",
    },
}
# Services without `by` that write, each with its reason.
WRITES_UNASKED: dict[str, dict[str, str]] = {
    "partnership/services/packs.py": {
        "make_packs": "a step of publishing an agenda, which asked",
    },
    "shield/clocks/services/keeping.py": dict.fromkeys(
        ("rename", "limit", "await_acceptance", "run_on"), STEP
    ),
    "shield/clocks/services/amending.py": {
        "settle_withdrawn": "a step of `settle`",
    },
    "shield/clocks/services/calendar.py": {
        "settle": "a task by the clock, which no page reaches",
    },
    "shield/clocks/services/register.py": {
        "load_rules": "set-up: called by a command, which no page reaches",
        "add_version": "a step of services that asked, and of `load_rules`",
    },
    "shield/documents/services/uploads.py": {
        "bring_back": "a command, which no page reaches",
        "withdraw": "a step of another service, which asked",
    },
    "shield/documents/services/pdfs.py": {
        "request": "a step of another service, which asked",
    },
    "shield/notifications/services.py": {
        "notify": "a step of another service, which asked",
        "fence": "a command, which no page reaches",
        "withdraw": "a step of another service, which asked",
    },
    "shield/people/services/invitations.py": {
        "accept": "whoever holds the link was invited; the link is the permission",
        "invite_first": "a command for the first account, which no page reaches",
        "mark_sent": "notes that a mail server took a mail",
    },
    "shield/people/services/factors.py": {
        "check_code": "remembers that a code was used, for a sign-in that is yet to succeed",
    },
    "shield/people/services/identities.py": {
        "accept_by_identity": "whoever holds the link was invited; the link is the permission",
    },
    "shield/people/services/offers.py": {
        "hold": "a step of another service, which asked",
    },
    "shield/people/services/resets.py": {
        "ask_reset": "for whoever forgot their password; the mail goes to the address itself",
        "send_resets": "a task by the clock, which no page reaches",
    },
    "shield/people/services/sessions.py": {
        "clear_sessions": "a task by the clock, which no page reaches",
        "end_all": "a step of other services, which asked",
    },
    "incidents/services/access.py": {
        "lock": "a step of another service, which asked",
    },
    "incidents/services/keepers.py": {
        "settle_ended": "a task by the clock, which no page reaches",
    },
    "incidents/services/options.py": {
        "load_options": "set-up: called by a command, which no page reaches",
    },
    "partnership/services/action_chasing.py": {
        "settle_actions": "a task by the clock, which no page reaches",
    },
    "partnership/services/copies.py": {
        "ask_copies": "a step of another service, which asked",
        "ask_copy": "a step of another service, which asked",
    },
    "partnership/services/returns.py": {
        "open_returns": "a task by the clock, which no page reaches",
    },
    "partnership/services/tables/loading.py": {
        "load_partnership": "set-up: called by a command, which no page reaches",
    },
    "partnership/services/feeds.py": {
        "read_feed": "notes the day; whoever holds the address was given it by who may read",
    },
    "partnership/services/agendas.py": {
        "open_agenda": "a step of another service, which asked",
        "is_minuted": "a step of another service, which asked",
    },
    "partnership/services/invitations.py": {
        "forget_answers": "a step of another service, which asked",
        "hold_still": "a step of other services, which asked; changes nothing",
    },
    "partnership/services/requests.py": {
        "chase_requests": "a task by the clock, which no page reaches",
    },
    "partnership/services/tables/meetings.py": {
        "load_meetings": "a step of load_partnership",
    },
    "partnership/services/tables/agencies.py": {
        "change": "a step of load_partnership",
        "load_agencies": "a step of load_partnership",
        "load_bodies": "a step of load_partnership",
    },
}
WRITING = {
    "advance", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save",
    "select_for_update", "set_password", "update", "update_or_create",
    # Of `shield/core`, on behalf of services.
    "load_options", "save_answers", "save_row", "set_row_removed",
}  # fmt: skip


def services() -> list[Path]:
    """The files of every room and app that hold services."""
    return [path for path in code() if "services" in path.parts or path.name == "services.py"]


def name_of(call: ast.AST) -> str:
    """`f` for `f(…)` and `a.f(…)`."""
    if not isinstance(call, ast.Call):
        return ""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def asks(statement: ast.stmt, guards: set[str]) -> bool:
    """Whether a statement, whichever way it goes, calls one of the guards."""
    value = getattr(statement, "value", None)
    if isinstance(value, ast.IfExp):
        return all(name_of(way) in guards for way in (value.body, value.orelse))
    return name_of(value) in guards if value is not None else False


def prepares(statement: ast.stmt) -> bool:
    """Whether a statement only makes an unsaved record to ask about."""
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id[:1].isupper()
    )


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements after the docstring."""
    first = function.body[0]
    has_words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if has_words else function.body


def functions(root: Path, paths: Iterable[Path]) -> dict[tuple[str, str], ast.FunctionDef]:
    return {
        (path.as_posix(), node.name): node
        for path in paths
        for node in tree_of(root, path).body
        if isinstance(node, ast.FunctionDef)
    }


def guards_of(found: Mapping[tuple[str, str], ast.FunctionDef]) -> set[str]:
    """`require`, and the helpers that call it themselves whatever happens."""
    helpers = {
        name
        for (_, name), function in found.items()
        if (name.startswith("require_") or name == "_lock")
        and any(asks(statement, {"require"}) for statement in body_of(function))
    }
    return {"require", *helpers}


def takes_by(function: ast.FunctionDef) -> bool:
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return any(argument.arg == "by" for argument in given)


def unasked(root: Path, paths: Iterable[Path]) -> set[tuple[str, str]]:
    """Public functions that take `by` and do anything before they ask."""
    found = functions(root, paths)
    guards = guards_of(found)
    wrong = set()
    for (path, name), function in found.items():
        if name.startswith("_") or name in guards or not takes_by(function):
            continue
        following = [statement for statement in body_of(function) if not prepares(statement)]
        if not asks(following[0], guards):
            wrong.add((path, name))
    return wrong


def writers(root: Path, paths: Iterable[Path]) -> set[tuple[str, str]]:
    """Public functions without `by` that write, themselves or by a helper of the same file."""
    found = functions(root, paths)

    def writes(path: str, name: str, seen: frozenset[str]) -> bool:
        called = {name_of(node) for node in ast.walk(found[path, name])}
        here = {one for one in called if (path, one) in found and one not in seen}
        return bool(called & WRITING) or any(writes(path, one, seen | {one}) for one in here)

    return {
        (path, name)
        for (path, name), function in found.items()
        if not name.startswith("_")
        and not takes_by(function)
        and writes(path, name, frozenset({name}))
    }


def listed(exempt: Mapping[str, Mapping[str, str]]) -> set[tuple[str, str]]:
    return {(path, name) for path, names in exempt.items() for name in names}


def test_every_service_asks_before_it_does_anything() -> None:
    assert unasked(ROOT, services()) == listed(ASKS_OTHERWISE)


def test_a_service_that_writes_says_by_whom() -> None:
    assert writers(ROOT, services()) == listed(WRITES_UNASKED)


@pytest.mark.parametrize(
    "body",
    [
        "record.delete()",
        "record.delete()\n    require(by, 'x', record)",
        "if record:\n        require(by, 'x', record)",
        "require(by, 'x', record) if record else None",
        "with atomic():\n        require(by, 'x', record)",
        "found = Record.objects.get()\n    require(by, 'x', found)",
        "_helper(by)",
    ],
)
def test_a_planted_service_that_does_not_ask_first_is_caught(tmp_path: Path, body: str) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        f'def planted(*, record, by, at):\n    """Docstring."""\n    {body}\n\n\n'
        "def _helper(by):\n    return by\n",
    )
    assert unasked(tmp_path, [path]) == {("incidents/services.py", "planted")}


@pytest.mark.parametrize(
    "body",
    [
        "require(by, 'x', record)",
        "access.require(by, 'x', record)",
        "locked = _lock(record, by)",
        "record = Record(agency=1)\n    require_role(by, record)",
        "require(by, 'x', record) if record else require(by, 'y')",
    ],
)
def test_a_service_that_asks_first_is_let_through(tmp_path: Path, body: str) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        f"def planted(*, record, by, at):\n    {body}\n\n\n"
        "def _lock(record, by):\n    require(by, 'x', record)\n\n\n"
        "def require_role(by, record):\n    require(by, 'x', record)\n",
    )
    assert unasked(tmp_path, [path]) == set()


def test_a_planted_service_that_writes_for_nobody_is_caught(tmp_path: Path) -> None:
    path = plant(
        tmp_path,
        "incidents/services.py",
        "def planted(*, record):\n    _deeply(record)\n\n\n"
        "def _deeply(record):\n    record.save()\n\n\n"
        "def reads(*, record):\n    return record.name\n",
    )
    assert writers(tmp_path, [path]) == {("incidents/services.py", "planted")}


# --- The clock is read at the edge ----------------------------------------------------------------

EDGES = ("views", "tasks", "management", "demo_views")
# What is no edge and reads the clock all the same, with its reason.
READS_CLOCK = {
    "shield/accounts/access.py": "what a person may do is asked of today, at the edge of a request",
    "shield/people/adapter.py": "what the library calls in place of a view",
    "shield/people/forms.py": "forms of the library, which save in place of a view",
    "shield/people/identities.py": "what the library calls in place of a view",
    "shield/reporting/beats.py": "what Celery calls when a task has ended",
    "shield/core/asking/base.py": "what the views of long forms stand on",
    "shield/clocks/forms.py": "the filters of a list, which are a part of its page",
}


def now_readers(root: Path, paths: Iterable[Path]) -> set[str]:
    """The files that read the clock; `localdate(moment)` reads none."""
    found = set()
    for path in paths:
        for node in ast.walk(tree_of(root, path)):
            name = name_of(node)
            assert isinstance(node, ast.AST)
            if name in {"now", "utcnow", "today"} and isinstance(node, ast.Call):
                owner = ast.unparse(node.func).rpartition(".")[0].rpartition(".")[2]
                if owner in {"timezone", "datetime", "date"}:
                    found.add(path.as_posix())
            if name in {"localdate", "localtime"} and isinstance(node, ast.Call) and not node.args:
                found.add(path.as_posix())
    return found


def below_the_edge(paths: Iterable[Path]) -> list[Path]:
    return [
        path
        for path in paths
        if not set(EDGES) & {part.removesuffix(".py") for part in path.parts}
        and path.parts[:2] != ("shield", "local")
    ]


def test_only_the_edge_reads_the_clock() -> None:
    assert now_readers(ROOT, below_the_edge(code())) == set(READS_CLOCK)


@pytest.mark.parametrize(
    "line",
    ["timezone.now()", "datetime.now(UTC)", "datetime.datetime.utcnow()", "date.today()",
     "timezone.localdate()"],
)  # fmt: skip
def test_a_planted_look_at_the_clock_is_caught(tmp_path: Path, line: str) -> None:
    paths = [plant(tmp_path, f"incidents/{name}.py", line) for name in ("services", "views")]
    assert now_readers(tmp_path, below_the_edge(paths)) == {"incidents/services.py"}


def test_the_day_of_a_moment_is_no_look_at_the_clock(tmp_path: Path) -> None:
    path = plant(tmp_path, "incidents/services.py", "timezone.localdate(at)")
    assert now_readers(tmp_path, [path]) == set()
